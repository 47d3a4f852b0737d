import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { InnovationTable } from '#server/db/tables/plans.ts'

export interface StoredInnovation
  extends Omit<InnovationTable, 'agencyId' | 'serviceId' | 'source' | 'importId'> {
  /** code of the agency, a dot, code of the innovation: stable, and one alone in the instance */
  id: string
  agencyId: number
  agency: string
  /** 0 and null: all of the agency's services */
  serviceId: number
  service: string | null
}

const innovations = (db: ReadDb) =>
  db
    .selectFrom('innovation')
    .innerJoin('agency', 'agency.agencyId', 'innovation.agencyId')
    .leftJoin('service', 'service.serviceId', 'innovation.serviceId')
    .select([
      'innovation.agencyId',
      'agency.code as agency',
      'innovation.serviceId',
      'service.code as service',
    ])
    .select(['innovation.code', 'innovation.name', 'startedOn', 'trialOn', 'stage', 'initiator'])
    .select(['innovation.kind', 'form', 'affair', 'theme', 'legalBasis', 'design', 'claim', 'aim'])
    .select(['benefit', 'result', 'budget', 'evidence', 'verification', 'status'])

/** The register, latest start first. `agencyIds`: only of these; a service is touched by what names it or none. */
export async function listInnovations(
  db: ReadDb,
  of: { agencyIds?: readonly number[]; serviceId?: number } = {},
): Promise<StoredInnovation[]> {
  let query = innovations(db)
  if (of.agencyIds)
    query = query.where(sql<boolean>`innovation.agency_id = any(cast(${[...of.agencyIds]} as integer[]))`)
  if (of.serviceId) query = query.where('innovation.serviceId', 'in', [0, of.serviceId])
  const rows = await query
    .orderBy('startedOn', 'desc')
    .orderBy(sql`agency.code collate "C"`)
    .orderBy(sql`innovation.code collate "C"`)
    .execute()
  return rows.map(withId)
}

/** An innovation by its id, or undefined. */
export async function findInnovation(db: ReadDb, id: string): Promise<StoredInnovation | undefined> {
  const dot = id.lastIndexOf('.')
  const row = await innovations(db)
    .where('agency.code', '=', id.slice(0, Math.max(0, dot)))
    .where('innovation.code', '=', id.slice(dot + 1))
    .executeTakeFirst()
  return row && withId(row)
}

const withId = (row: Omit<StoredInnovation, 'id'>): StoredInnovation => ({
  id: `${row.agency}.${row.code}`,
  ...row,
})

/** Takes an entry out of the register, and gives what it was; undefined when there is none. */
export const deleteInnovation = (
  tx: Tx,
  agencyId: number,
  code: string,
): Promise<InnovationTable | undefined> =>
  tx
    .deleteFrom('innovation')
    .where('agencyId', '=', agencyId)
    .where('code', '=', code)
    .returningAll()
    .executeTakeFirst()
