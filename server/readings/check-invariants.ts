import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { isKept } from '#server/rollups/expired.ts'
import type { Dataset } from '#shared/contract/import.ts'

export interface Finding {
  invariant: string
  violations: number
  /** codes of what violates it, the first of them, where that helps */
  codes?: string[]
}

/** The one whose violations are told by name: nothing else tells where to look. */
export const FILE_NAMES = 'agency codes can name a file of a release'
const NAMED = 20

const repeated = (table: string, key: string): RawBuilder<unknown> =>
  sql.raw(`select count(*) as n from (select ${key} from ${table} group by ${key} having count(*) > 1) as r`)
const orphans = (table: string, column: string, parent: string): RawBuilder<unknown> =>
  sql.raw(`select count(*) as n from ${table} where ${column} not in (select ${column} from ${parent})`)

/** Every fact is one of its key, and is about an agency and a service that are there (service 0: all together). */
function factChecks(): Record<string, RawBuilder<unknown>> {
  const checks: Record<string, RawBuilder<unknown>> = {}
  for (const [dataset, { table, key }] of Object.entries(FACT_TABLES)) {
    const found = sql.raw(`(select * from ${table} where service_id <> 0) as f`)
    checks[`${dataset} are unique by their key`] = repeated(table, key.join(', '))
    checks[`${dataset} have their agency`] = orphans(table, 'agency_id', 'agency')
    checks[`${dataset} are kept as they were only for imports that can be undone`] =
      sql`select count(*) as n from ${sql.table(`${table}_before`)}
        where replaced_by not in (select import_id from import_batch where is_undoable)`
    checks[`${dataset} have their service`] = sql`select count(*) as n from ${found}
      where service_id not in (select service_id from service)`
  }
  return checks
}

const sameCount = (dataset: Dataset, table: string, date: string, cells: string, day: string) =>
  sql`select abs((select count(*) from ${sql.table(table)} as f
      where ${isKept(dataset, sql`f.agency_id`, sql.ref(`f.${date}`))})
    - (select coalesce(sum(received), 0) from ${sql.table(cells)} as c
      where ${isKept(dataset, sql`c.agency_id`, sql.ref(`c.${day}`))})) as n`

/** Given before names of files were thought of: the file of everything together, and what no disk takes; as in
 *  server/ingest/identity.ts. */
const isNoFileName = sql<boolean>`code = 'together' or length(code) > 190`

export const CHECKS: Record<string, RawBuilder<unknown>> = {
  ...factChecks(),
  'agency codes are unique': repeated('agency', 'code'),
  'service codes are unique': repeated('service', 'code'),
  [FILE_NAMES]: sql`select count(*) as n from agency where ${isNoFileName}`,
  'month cells are unique': repeated('case_cell', 'agency_id, service_id, month, channel'),
  'digests are unique': repeated('duration_cell', 'agency_id, service_id, month'),
  'digests of scopes are unique': repeated('scope_digest', 'agency_id, service_id, month'),
  'finished rows are unique': repeated('finished_row', 'agency_id, service_id, grain, starts_on'),
  'every agency is under everything': sql`select count(*) as n from agency where agency_id not in
    (select agency_id from agency_closure where ancestor_id = 0)`,
  // Of months whose facts are gone there is nothing to hold the cells against.
  'cells hold as many cases received as there are': sameCount(
    'cases',
    'service_case',
    'submitted_on',
    'case_cell',
    'month',
  ),
  'days hold as many cases received as there are': sameCount(
    'cases',
    'service_case',
    'submitted_on',
    'case_day',
    'day',
  ),
  'cells hold as many complaints received as there are': sameCount(
    'complaints',
    'complaint',
    'received_on',
    'complaint_cell',
    'month',
  ),
  'finished rows hold as many cases received as cells do': sql`select abs((select coalesce(sum(received), 0) from case_cell)
    - (select coalesce(sum(received), 0) from finished_row where agency_id = 0 and service_id = 0 and grain = 'all')) as n`,
  'every timed case is in a digest': sql`select abs((select count(*) from service_case as f
      where elapsed_seconds is not null and ${isKept('cases', sql`f.agency_id`, sql`f.completed_on`)})
    - (select coalesce(sum(elapsed_n), 0) from duration_cell as c
      where ${isKept('cases', sql`c.agency_id`, sql`c.month`)})) as n`,
  'no count exceeds what a number holds exactly': sql`select count(*) as n from finished_row where elapsed_sum > 9007199254740991`,
}

/** Checks what the schema itself cannot promise on every engine; 0 violations everywhere is a sound database. */
export async function checkInvariants(db: ReadDb): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [invariant, query] of Object.entries(CHECKS)) {
    const { rows } = await sql<{ n: number }>`${query}`.execute(db)
    const violations = rows[0]!.n
    const isNamed = invariant === FILE_NAMES && violations > 0
    findings.push({ invariant, violations, ...(isNamed && { codes: await codesWithoutFile(db) }) })
  }
  return findings
}

async function codesWithoutFile(db: ReadDb): Promise<string[]> {
  const rows = await db
    .selectFrom('agency')
    .select('code')
    .where(isNoFileName)
    .orderBy('code')
    .limit(NAMED)
    .execute()
  return rows.map(({ code }) => code)
}
