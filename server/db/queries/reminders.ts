import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ReminderRequestTable, ReminderSentTable } from '../tables/expectations.ts'

export const listReminderRequests = (db: ReadDb): Promise<ReminderRequestTable[]> =>
  db.selectFrom('reminderRequest').selectAll().orderBy('requestId').execute()

export const deleteReminderRequests = async (tx: Tx, requestIds: readonly string[]): Promise<void> => {
  if (requestIds.length === 0) return
  await tx.deleteFrom('reminderRequest').where('requestId', 'in', requestIds).execute()
}

/** Reminders that people were sent since an instant. */
export const listRemindersSent = (db: ReadDb, since: string): Promise<ReminderSentTable[]> =>
  db.selectFrom('reminderSent').selectAll().where('sentAt', '>=', since).execute()

export async function listOptouts(db: ReadDb): Promise<Set<string>> {
  const rows = await db.selectFrom('reminderOptout').select('memberId').execute()
  return new Set(rows.map(({ memberId }) => memberId))
}

/** Agencies whose calendar has no work on a day; one without a calendar works. */
export async function agenciesAtRest(db: ReadDb, day: string): Promise<Set<number>> {
  const { rows } = await sql<{ agencyId: number }>`select a.agency_id from agency_calendar as a
    join calendar_day as d on d.calendar_id = a.calendar_id and d.day = cast(${day} as date)
    where not d.is_working and a.valid_from <= cast(${day} as date) and a.valid_to >= cast(${day} as date)`.execute(
    db,
  )
  return new Set(rows.map(({ agencyId }) => agencyId))
}

/** People who deliver for an agency, each with the agency of the grant. A grant of the whole instance is none of them. */
export async function listDeliverers(db: ReadDb): Promise<{ memberId: string; agencyId: number }[]> {
  const rows = await db
    .selectFrom('memberGrant')
    .innerJoin('member', 'member.memberId', 'memberGrant.memberId')
    .select(['memberGrant.memberId', 'memberGrant.agencyId'])
    .where('member.isActive', '=', true)
    .where('memberGrant.role', 'in', ['contributor', 'approver'])
    .orderBy('memberGrant.memberId')
    .execute()
  return rows.flatMap(({ memberId, agencyId }) => (agencyId === null ? [] : [{ memberId, agencyId }]))
}
