import { type Action, act } from '#server/actions/define-action.ts'
import type { Actor, Grant } from '#shared/access.ts'
import type { TestWorld } from './database.ts'

/** A person with grants, without a password. */
export const personWith = (...grants: Grant[]): Actor => ({
  kind: 'person',
  id: 'somebody',
  name: 'Somebody',
  grants,
  only: null,
})

/** Does an action as an actor. */
export const actAs = <Input, Result>(
  test: TestWorld,
  actor: Actor,
  action: Action<Input, Result>,
  input: unknown,
): Promise<Result> => act({ ...test.context, actor }, action, input)
