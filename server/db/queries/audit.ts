import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { AuditTable } from '#server/db/tables/imports.ts'
import type { UndoResult } from '#shared/contract/undo.ts'

// Who did what, in a chain: each row carries the hash of the one before it and one over itself, so a row that was
// removed or altered later is found. Writers come one after another on either engine (see Database.write), so the chain
// does not fork.

export interface AuditEntry {
  actedAt: string
  actor: string
  action: string
  subject: string
  detail: unknown
  /** where it was done: codes of agencies, else `instance` or `self`; default: the instance */
  place?: string | readonly string[]
}

export type AuditRow = Selectable<AuditTable>

/** Writes the trace of a change into the same transaction: both are kept, or neither. `auditId` is given where the
 *  same trace could come twice. */
export async function insertAudit(tx: Tx, entry: AuditEntry, auditId: string = newId()): Promise<void> {
  const { place = 'instance', detail, ...row } = entry
  const head = await tx.selectFrom('auditHead').select(['sequence', 'hash']).executeTakeFirstOrThrow()
  const linked = link(
    {
      ...row,
      auditId,
      detail: JSON.stringify(detail),
      place: typeof place === 'string' ? place : JSON.stringify(place),
    },
    head,
  )
  await tx.insertInto('audit').values(linked).execute()
  await moveHead(tx, linked)
}

type Unlinked = Omit<AuditRow, 'sequence' | 'previousHash' | 'hash'>
interface Head {
  sequence: number
  hash: string
}

function link(row: Unlinked, head: Head) {
  const linked = { ...row, sequence: head.sequence + 1, previousHash: head.hash }
  return { ...linked, hash: hashOf(linked) }
}

const moveHead = (tx: Tx, { sequence, hash }: Head) =>
  tx.updateTable('auditHead').set({ sequence, hash }).execute()

/** Over every value of the row in a fixed order, as JSON, which tells where one ends and the next begins. */
export const hashOf = (row: Omit<AuditRow, 'hash'>): string =>
  hash(
    'sha256',
    JSON.stringify([
      row.sequence,
      row.previousHash,
      row.auditId,
      new Date(row.actedAt).toISOString(),
      row.actor,
      row.action,
      row.subject,
      row.detail,
      row.place,
    ]),
    'hex',
  )

/** Takes the rows from before the chain into it, oldest first. Afterwards there are none: a row without a place in the
 *  chain was put in by somebody else. */
export async function chainAudit(tx: Tx): Promise<void> {
  const head = await tx.selectFrom('auditHead').select(['sequence', 'hash']).executeTakeFirstOrThrow()
  // Only ever once: what stands outside a chain that has begun is to be found, not taken in.
  if (head.sequence > 0) return
  const rows = await tx
    .selectFrom('audit')
    .select(['auditId', 'actedAt', 'actor', 'action', 'subject', 'detail', 'place'])
    .orderBy('actedAt')
    .orderBy('auditId')
    .execute()
  let last: Head = head
  const linked = rows.map((row) => {
    const next = link({ ...row, place: row.place ?? 'instance' }, last)
    last = next
    return next
  })
  if (linked.length === 0) return
  for (const { auditId, place, sequence, previousHash, hash } of linked)
    await tx
      .updateTable('audit')
      .set({ place, sequence, previousHash, hash })
      .where('auditId', '=', auditId)
      .execute()
  await moveHead(tx, last)
}

/** What was done to a subject, latest first. */
export const findAudit = (
  db: ReadDb,
  of: { actions: readonly string[]; subject: string },
): Promise<{ actedAt: string; actor: string; action: string; detail: string }[]> =>
  db
    .selectFrom('audit')
    .select(['actedAt', 'actor', 'action', 'detail'])
    .where('action', 'in', [...of.actions])
    .where('subject', '=', of.subject)
    .orderBy('sequence', 'desc')
    .execute()

/** Rows of the chain after a place in it, in its order. */
export const listChain = (db: ReadDb, after: number, limit: number): Promise<AuditRow[]> =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .orderBy('auditId')
    .limit(limit)
    .execute()

export interface AuditFilter {
  /** any of these */
  actors?: readonly string[] | undefined
  action?: string | undefined
  subject?: string | undefined
  /** first and last day, UTC */
  from?: string | undefined
  to?: string | undefined
}

/** The latest first, before a place in the chain. `action` is a name, or a subject of names with all its verbs. */
export function listAudit(
  db: ReadDb,
  { actors, action, subject, from, to }: AuditFilter,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll().where('sequence', 'is not', null)
  if (actors) query = query.where('actor', 'in', actors)
  if (subject) query = query.where('subject', '=', subject)
  if (action) {
    query = action.includes('.')
      ? query.where('action', '=', action)
      : query.where('action', 'like', `${action.replaceAll(/[%_\\]/g, '')}.%`)
  }
  if (from) query = query.where('actedAt', '>=', `${from}T00:00:00.000Z`)
  if (to) query = query.where('actedAt', '<', `${nextDay(to)}T00:00:00.000Z`)
  if (before !== null) query = query.where('sequence', '<', before)
  return query.orderBy('sequence', 'desc').limit(limit).execute()
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

export interface AuditFault {
  /** place in the chain at which it was found */
  sequence: number
  kind: 'removed' | 'altered' | 'added'
  auditId: string | null
}

/** Walks the whole chain. @returns how many rows it has, and the first that was removed, altered, or put in beside it */
export async function verifyAudit(db: ReadDb): Promise<{ rows: number; fault: AuditFault | null }> {
  let last: Head = { sequence: 0, hash: '' }
  for (;;) {
    const page = await listChain(db, last.sequence, 2000)
    for (const row of page) {
      const sequence = row.sequence!
      const fault = (kind: AuditFault['kind'], at = sequence) => ({
        rows: last.sequence,
        fault: { sequence: at, kind, auditId: kind === 'removed' ? null : row.auditId },
      })
      if (sequence === last.sequence) return fault('added')
      if (sequence !== last.sequence + 1) return fault('removed', last.sequence + 1)
      if (row.previousHash !== last.hash || row.hash !== hashOf(row)) return fault('altered')
      last = { sequence, hash: row.hash! }
    }
    if (page.length < 2000) break
  }
  const head = await db.selectFrom('auditHead').select(['sequence', 'hash']).executeTakeFirst()
  if (!head || head.sequence > last.sequence) {
    return { rows: last.sequence, fault: { sequence: last.sequence + 1, kind: 'removed', auditId: null } }
  }
  if (head.hash !== last.hash) {
    return { rows: last.sequence, fault: { sequence: last.sequence, kind: 'altered', auditId: null } }
  }
  const stray = await db
    .selectFrom('audit')
    .select('auditId')
    .where('sequence', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!stray) return { rows: last.sequence, fault: null }
  return { rows: last.sequence, fault: { sequence: last.sequence, kind: 'added', auditId: stray.auditId } }
}

/** What the undo of an import took back, as its row tells; null where there is none. */
export async function findUndoResult(db: ReadDb, importId: string): Promise<UndoResult | null> {
  const row = await db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', 'import.undo')
    .where('subject', '=', importId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? (JSON.parse(row.detail) as { after: UndoResult }).after : null
}
