import { ShowPerson } from '#shared/contract/person.ts'
import { defineAction } from '../define-action.ts'
import { findHeld, type HeldInDatabase } from './find-held.ts'

/** Everything that is held under a reference. That it was looked at is in the audit log, without the reference. */
export const showPerson = defineAction<ShowPerson, HeldInDatabase>({
  name: 'person.show',
  input: ShowPerson,
  concerns: ({ agency }) => (agency ? [agency] : 'instance'),
  changesFigures: false,
  async run(tx, input) {
    const held = await findHeld(tx, input)
    const after = { facts: held.facts.length, issues: held.issues.length }
    return { result: held, trace: { subject: held.refHash, before: null, after } }
  },
})
