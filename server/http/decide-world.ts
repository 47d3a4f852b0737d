import type { Context, MiddlewareHandler } from 'hono'
import { isAllowed } from '#server/actions/allow.ts'
import { listShownProvisionally } from '#server/db/queries/agency-publication.ts'
import type { Viewer, World } from '#server/readings/world.ts'
import { actionsOf } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from './env.ts'

// Which state of the data an answer is of, and who is shown figures about few people: the one place that says so, for
// every route and for what may be kept of its answer. A question is about the agencies that its parameter `agency`
// names. What names none, or everything, or compares with others is about the whole instance, where counts beyond one's
// own agencies could be worked out.

interface Sight {
  world: World
  viewer: Viewer
  /** everybody gets this answer */
  isForAll: boolean
}

/** Says of the request whose answer it gets, and from which world. */
export const decideWorld =
  (publication: 'live' | 'released'): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const { world, viewer, isForAll } =
      publication === 'released' && c.get('isOf') !== null && isReading(c)
        ? await seeReleased(c)
        : await seeLive(c)
    c.set('world', world)
    c.set('viewer', viewer)
    c.set('isAnonymous', isForAll)
    await next()
  }

const isReading = ({ req }: Context<HttpEnv>): boolean => req.method === 'GET' || req.method === 'HEAD'

/** What was delivered, with figures about few people for those who may see them. */
async function seeLive(c: Context<HttpEnv>): Promise<Sight> {
  const isAnonymous = !(isReading(c) && (await may(c, 'figures.see-hidden')))
  return { world: c.get('context').world, viewer: { isAnonymous }, isForAll: isAnonymous }
}

async function seeReleased(c: Context<HttpEnv>): Promise<Sight> {
  const context = c.get('context')
  const released = await c.get('released').at(context.clock())
  const source = c.req.query('source')
  if (!released) {
    const sight = await seeLive(c)
    return sight.isForAll ? { ...sight, viewer: { isAnonymous: true, isUnreleased: true } } : sight
  }
  if (source !== 'released') {
    const isAtWork = c.get('isOf') === 'names' && context.actor.kind !== 'anonymous'
    if (isAtWork || (await may(c, 'figures.see-live'))) return { ...(await seeLive(c)), isForAll: false }
    if (source === 'live') {
      if (!(await isShownProvisionally(c))) throw new Refusal('forbidden', 'live-not-shown', {})
      return { world: context.world, viewer: { isAnonymous: true, isProvisional: true }, isForAll: true }
    }
  }
  return { world: released, viewer: { isAnonymous: true }, isForAll: true }
}

/** Whether whoever asks may do this in all that the question is about. */
async function may(c: Context<HttpEnv>, action: 'figures.see-hidden' | 'figures.see-live'): Promise<boolean> {
  const context = c.get('context')
  // Most who ask may nowhere: the tree of agencies is not needed for them.
  if (!actionsOf(context.actor).includes(action)) return false
  return isAllowed(context, action, agenciesOf(c) ?? 'instance')
}

/** Each agency that the question is about, or one above it, shows its figures before they are released. */
async function isShownProvisionally(c: Context<HttpEnv>): Promise<boolean> {
  const codes = agenciesOf(c)
  if (codes === null || c.get('isOf') !== 'figures') return false
  const { world } = c.get('context')
  const { agencyByCode, agencyById } = await world.directory()
  const shown = new Set(await listShownProvisionally(world.db.read))
  return codes.every((code) => {
    for (let at = agencyByCode.get(code); at; at = agencyById.get(at.parentId ?? 0))
      if (shown.has(at.agencyId)) return true
    return false
  })
}

/** Codes that the question names; null: it is not about certain agencies. */
function agenciesOf(c: Context<HttpEnv>): string[] | null {
  const codes = (c.req.queries('agency') ?? [])
    .flatMap((text) => text.split(','))
    .map((code) => code.trim())
    .filter(Boolean)
  return codes.length === 0 || codes.includes('*') ? null : codes
}
