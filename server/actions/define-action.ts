import type { Tx } from '#server/db/database.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { schemaIssues } from '#shared/contract/faults.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from './context.ts'

/** A change that a person can make: what it takes, and how it is done in its transaction. */
export interface Action<Input, Result> {
  /** `subject.verb` */
  name: string
  /** gives the input made sure, or what is wrong with it */
  input: {
    safeParse(
      given: unknown,
    ):
      | { success: true; data: Input }
      | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
  }
  /** `trace` is what the audit row keeps: subject, before and after */
  run(
    tx: Tx,
    input: Input,
    context: ActionContext,
  ): Promise<{ result: Result; trace: { subject: string; before: unknown; after: unknown } }>
}

export const defineAction = <Input, Result>(action: Action<Input, Result>): Action<Input, Result> => action

/** Does an action: the change, everything derived from it and the audit row in one transaction, or nothing.
 *  @throws Refusal `invalid` naming the field of a wrong input, and whatever the action refuses. */
export async function act<Input, Result>(
  context: ActionContext,
  action: Action<Input, Result>,
  given: unknown,
): Promise<Result> {
  const parsed = action.input.safeParse(given)
  if (!parsed.success) {
    const issues = schemaIssues(parsed.error.issues)
    throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
  }
  return context.world.write(async (tx) => {
    const { result, trace } = await action.run(tx, parsed.data, context)
    await insertAudit(tx, {
      actedAt: context.clock(),
      actor: context.actor,
      action: action.name,
      subject: trace.subject,
      detail: { before: trace.before, after: trace.after },
    })
    return result
  })
}
