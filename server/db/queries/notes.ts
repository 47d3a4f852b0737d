import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { Role } from '#shared/access.ts'
import type { NoteAbout, NoteKind } from '#shared/contract/note.ts'
import type { NoteTable } from '../tables/releases.ts'

export interface NewNote {
  memberId: string
  kind: NoteKind
  about: NoteAbout
}

/** Tells people something; a job writes the mails, but for what is no matter for a mail. */
export async function insertNotes(
  tx: Tx,
  notes: readonly NewNote[],
  now: string,
  { isMailed = true } = {},
): Promise<void> {
  for (let i = 0; i < notes.length; i += 500) {
    await tx
      .insertInto('note')
      .values(
        notes.slice(i, i + 500).map(({ memberId, kind, about }) => ({
          noteId: newId(),
          memberId,
          kind,
          about: JSON.stringify(about),
          madeAt: now,
          readAt: null,
          mailedAt: isMailed ? null : now,
        })),
      )
      .execute()
  }
}

/** What a person was told, the latest first. */
export const listNotes = (db: ReadDb, memberId: string, limit: number): Promise<NoteTable[]> =>
  db
    .selectFrom('note')
    .selectAll()
    .where('memberId', '=', memberId)
    .orderBy('madeAt', 'desc')
    .orderBy('noteId', 'desc')
    .limit(limit)
    .execute()

export async function countUnread(db: ReadDb, memberId: string): Promise<number> {
  const { n } = await db
    .selectFrom('note')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}

/** Marks what a person was told as read; ids null: all of it. Of others nothing is touched. */
export async function markNotesRead(tx: Tx, memberId: string, ids: readonly string[] | null, now: string) {
  let update = tx
    .updateTable('note')
    .set({ readAt: now })
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null)
  if (ids) update = update.where('noteId', 'in', ids)
  await update.execute()
}

/** What is not mailed yet, the oldest first. */
export const listUnmailed = (db: ReadDb, limit: number): Promise<NoteTable[]> =>
  db
    .selectFrom('note')
    .selectAll()
    .where('mailedAt', 'is', null)
    .orderBy('madeAt')
    .orderBy('noteId')
    .limit(limit)
    .execute()

export const markMailed = async (tx: Tx, noteId: string, now: string): Promise<void> => {
  await tx.updateTable('note').set({ mailedAt: now }).where('noteId', '=', noteId).execute()
}

export const deleteNotesBefore = async (tx: Tx, before: string): Promise<void> => {
  await tx.deleteFrom('note').where('madeAt', '<', before).execute()
}

/** Active members with a grant of these roles, each with the agency of the grant; null: the whole instance. */
export const listHolders = (db: ReadDb | Tx, roles: readonly Role[]) =>
  db
    .selectFrom('memberGrant')
    .innerJoin('member', 'member.memberId', 'memberGrant.memberId')
    .select(['memberGrant.memberId', 'memberGrant.agencyId', 'memberGrant.role'])
    .where('member.isActive', '=', true)
    .where('memberGrant.role', 'in', roles)
    .orderBy('memberGrant.memberId')
    .execute()

/** Which of these subjects have been told. */
export async function findTold(db: ReadDb | Tx, subjects: readonly string[]): Promise<Set<string>> {
  if (subjects.length === 0) return new Set()
  const rows = await db.selectFrom('toldNews').select('subject').where('subject', 'in', subjects).execute()
  return new Set(rows.map(({ subject }) => subject))
}

export const insertTold = async (tx: Tx, subjects: readonly string[], now: string): Promise<void> => {
  if (subjects.length === 0) return
  await tx
    .insertInto('toldNews')
    .values(subjects.map((subject) => ({ subject, toldAt: now })))
    .execute()
}
