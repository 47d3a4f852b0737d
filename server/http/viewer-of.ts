import type { Context, MiddlewareHandler } from 'hono'
import { isAllowed } from '#server/actions/allow.ts'
import { actionsOf } from '#shared/access.ts'
import type { HttpEnv } from './env.ts'

// Who is shown figures about few people: the one place that says so, for every route and for what may be kept of its
// answer. A question is about the agencies that its parameter `agency` names. What names none, or everything, or
// compares with others is about the whole instance, where counts beyond one's own agencies could be worked out.

/** Says of the request whether its answer is the one that everybody gets. */
export const decideViewer = (): MiddlewareHandler<HttpEnv> => async (c, next) => {
  c.set('isAnonymous', !(await seesHidden(c)))
  await next()
}

async function seesHidden(c: Context<HttpEnv>): Promise<boolean> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return false
  const context = c.get('context')
  // Most who ask may nowhere: the tree of agencies is not needed for them.
  if (!actionsOf(context.actor).includes('figures.see-hidden')) return false
  return isAllowed(context, 'figures.see-hidden', agenciesOf(c) ?? 'instance')
}

/** Codes that the question names; null: it is not about certain agencies. */
function agenciesOf(c: Context<HttpEnv>): string[] | null {
  const codes = (c.req.queries('agency') ?? [])
    .flatMap((text) => text.split(','))
    .map((code) => code.trim())
    .filter(Boolean)
  return codes.length === 0 || codes.includes('*') ? null : codes
}
