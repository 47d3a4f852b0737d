import type { Tx } from '#server/db/database.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import type { ChangesFigures } from '#server/readings/world.ts'
import { type ActionName, actorText } from '#shared/access.ts'
import { schemaIssues } from '#shared/contract/faults.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow, type Where } from './allow.ts'
import type { ActionContext } from './context.ts'

/** A change that a person can make: what it takes, where it is done, and how it is done in its transaction. */
export interface Action<Input, Result> {
  /** `subject.verb`: who may do it stands by this name in shared/access.ts */
  name: ActionName
  /** gives the input made sure, or what is wrong with it */
  input: {
    safeParse(
      given: unknown,
    ):
      | { success: true; data: Input }
      | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
  }
  /** codes of the agencies it is about, the instance as a whole, or the actor's own account */
  concerns(input: Input): Where
  /** false: no figure can come out differently, so that every answer kept in memory stays good */
  changesFigures?: Exclude<ChangesFigures, true>
  /** `trace` is what the audit row keeps: subject, before and after; null where a row would tell who did it, and what
   *  is changed is its own trace */
  run(
    tx: Tx,
    input: Input,
    context: ActionContext,
  ): Promise<{ result: Result; trace: { subject: string; before: unknown; after: unknown } | null }>
}

export const defineAction = <Input, Result>(action: Action<Input, Result>): Action<Input, Result> => action

/** Does an action: permission, then the change, everything derived from it and the audit row in one transaction, or
 *  nothing.
 *  @throws Refusal `invalid` naming the field of a wrong input, `unauthenticated` or `forbidden`, and whatever the
 *  action refuses. */
export async function act<Input, Result>(
  context: ActionContext,
  action: Action<Input, Result>,
  given: unknown,
): Promise<Result> {
  const input = parseInput(action, given)
  const place = action.concerns(input)
  await allow(context, action.name, place)
  return context.world.write(
    async (tx) => {
      const { result, trace } = await action.run(tx, input, context)
      if (trace === null) return result
      await insertAudit(tx, {
        actedAt: context.clock(),
        actor: actorText(context.actor),
        action: action.name,
        subject: trace.subject,
        place,
        detail: { before: trace.before, after: trace.after },
      })
      return result
    },
    { changesFigures: action.changesFigures ?? true },
  )
}

/** What an action is given, made sure. @throws Refusal `invalid` naming the field that is wrong. */
export function parseInput<Input>(action: Pick<Action<Input, unknown>, 'input'>, given: unknown): Input {
  const parsed = action.input.safeParse(given)
  if (parsed.success) return parsed.data
  const issues = schemaIssues(parsed.error.issues)
  throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}
