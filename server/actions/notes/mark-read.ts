import { markNotesRead } from '#server/db/queries/notes.ts'
import { ReadNotes } from '#shared/contract/note.ts'
import { defineAction } from '../define-action.ts'

/** A person has read what they were told. That they did is nobody's but theirs, so the audit log keeps no row of it. */
export const markRead = defineAction({
  name: 'note.mark-read',
  input: ReadNotes,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { ids }, { actor, clock }) {
    await markNotesRead(tx, actor.id, ids, clock())
    return { result: { ids }, trace: null }
  },
})
