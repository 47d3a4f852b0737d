import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { PushAnswer } from '#server/db/queries/pushes.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { FIELDS } from '#shared/contract/dataset-fields.ts'
import type { HeldFact, HeldOfPerson, ShowPerson } from '#shared/contract/person.ts'
import type { PushResult } from '#shared/contract/push.ts'
import { RETAINED, type RetainedDataset } from '#shared/contract/retention-words.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'

// What is held under a reference: facts, what imports keep of them for their undo, and what was said of bad rows.

/** All that the audit log and receipts keep of a reference. */
export const hashOfRef = (ref: string): string => createHash('sha256').update(ref).digest('hex')

/** Rows as f that the request is about. */
export function heldBy({ ref, agency, service }: ShowPerson): Sql {
  const ofAgency = agency
    ? sql`and f.agency_id in (select agency_id from agency where code = ${agency})`
    : sql``
  const ofService = service
    ? sql`and f.service_id in (select service_id from service where code = ${service})`
    : sql``
  return sql`f.ref = ${ref} ${ofAgency} ${ofService}`
}

/** Bad rows that name a reference; which agency's they are, they do not say. */
export const namesRef = (ref: string): Sql => sql`strpos(params, ${JSON.stringify(ref)}) > 0`

/** What is held in the database; the rest is in files, see jobs/drafts. */
export type HeldInDatabase = Omit<HeldOfPerson, 'drafts' | 'holding' | 'waiting'>

export async function findHeld(db: ReadDb | Tx, request: ShowPerson): Promise<HeldInDatabase> {
  const facts: HeldFact[] = []
  for (const dataset of RETAINED) {
    const { table } = FACT_TABLES[dataset]!
    for (const [state, relation] of [
      ['current', table],
      ['replaced', `${table}_before`],
    ] as const) {
      const { rows } = await sql<
        Record<string, unknown>
      >`select f.*, a.code as agency_code, a.name as agency_name,
          coalesce(s.code, '') as service_code, coalesce(s.name, '') as service_name
        from ${sql.table(relation)} as f join agency as a on a.agency_id = f.agency_id
        left join service as s on s.service_id = f.service_id where ${heldBy(request)}
        order by ${columns(['a.code', 's.code'])}`.execute(db)
      facts.push(...rows.map((row) => describe(dataset, state, row)))
    }
  }
  const { rows: issues } = await sql<HeldOfPerson['issues'][number]>`select import_id, row_number as "row",
    column_name as "column", code from import_issue where ${namesRef(request.ref)} order by import_id, position limit 1000`.execute(
    db,
  )
  const answers = (await findQuoting(db, request)).length
  return { refHash: hashOfRef(request.ref), facts, issues, answers }
}

/** Kept answers to pushes of which an issue quotes the reference. Of which agency they are, they do not say. */
export async function findQuoting(db: ReadDb | Tx, { ref, agency }: ShowPerson): Promise<PushAnswer[]> {
  if (agency) return []
  const { rows } = await sql<PushAnswer>`select * from push_key
    where strpos(answer, ${JSON.stringify(ref).slice(1, -1)}) > 0`.execute(db)
  return rows.filter(({ answer }) => withoutQuotes(answer, ref) !== answer)
}

/** An answer without the sentences that quote a reference; a request that is sent again is still known by its key. */
export function withoutQuotes(answer: string, ref: string): string {
  const told = JSON.parse(answer) as PushResult
  const quotes = new RegExp(
    `(?<![\\p{L}\\p{N}])${ref.replace(/[\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
    'u',
  )
  const items = told.items.map((item) => ({
    ...item,
    issues: item.issues.map((issue) => (quotes.test(issue.message) ? { ...issue, message: '' } : issue)),
  }))
  return JSON.stringify({ ...told, items })
}

function describe(
  dataset: RetainedDataset,
  state: HeldFact['state'],
  row: Record<string, unknown>,
): HeldFact {
  const { agencyId, serviceId, agencyCode, agencyName, serviceCode, serviceName, ref, importId, ...fields } =
    row
  return {
    dataset,
    state,
    agency: String(agencyCode),
    agencyName: String(agencyName),
    service: String(serviceCode),
    serviceName: String(serviceName),
    ref: String(ref),
    importId: String(importId),
    fields,
    correctable: state === 'current' ? pushedFields(dataset, fields) : null,
  }
}

/** A fact as it would be pushed: dates as they were given, and nothing that was worked out from them. */
function pushedFields(
  dataset: RetainedDataset,
  row: Record<string, unknown>,
): Record<string, string | number | null> {
  const found: Record<string, string | number | null> = {}
  const { required, optional } = FIELDS[dataset]
  for (const field of [...required, ...optional]) {
    if (['ref', 'agency', 'service', 'agencyName', 'serviceName'].includes(field)) continue
    found[field] = pushedField(field, row)
  }
  return found
}

function pushedField(field: string, row: Record<string, unknown>): string | number | null {
  if (field === 'dueAt' && 'dueIsGiven' in row && !row.dueIsGiven) return null
  if (field === 'score') return typeof row.scoreMillionths === 'number' ? row.scoreMillionths / 1e6 : null
  if (field === 'weight') return typeof row.weightParts === 'number' ? row.weightParts / 1e4 : null
  if (ELEMENTS.some((element) => element === field)) return (row[field] as number | null) ?? null
  if (field.endsWith('At')) return (row[field] ?? row[`${field.slice(0, -2)}On`] ?? null) as string | null
  return (row[field] ?? null) as string | number | null
}
