import { FACT_TABLES, type FactTable } from '#server/db/tables/fact-keys.ts'
import type { Sql } from '#server/rollups/sql.ts'
import type { Dataset } from '#shared/contract/import.ts'

// What differs between the kinds of facts on their way from the prepared file into the main database: one file for
// each kind beside this one, and a line in fact-kinds.ts.

/** The dataset that a kind of facts is of. */
export const datasetOf = ({ table }: FactTable): Dataset | undefined =>
  (Object.keys(FACT_TABLES) as Dataset[]).find((dataset) => FACT_TABLES[dataset]?.table === table)

export interface ReadyColumn {
  name: string
  type: string
}

export interface FactKind extends FactTable {
  /** columns of the prepared file's table `ready`, with their types */
  ready: readonly ReadyColumn[]
  /** columns of the fact table but source and import_id */
  columns: readonly string[]
  /** columns that decide whether a delivered row differs from the one that is there */
  compared: readonly string[]
  /** dates whose months a fact counts in; none where the facts have no cells */
  dates: readonly string[]
  /** order of the fact table on disk: zone maps then find an agency's months without an index */
  order: readonly string[]
  /** has due_at, due_on and counts_due: facts become due as the agency's instant moves on */
  becomesDue: boolean
  /** says what is planned or registered, not what happened: a delivery of it does not move the present on */
  isPlan: boolean
  /** the facts of tmp_ready whose agency_index is within bounds, joined with tmp_agency and tmp_service, with
   *  everything derived from them */
  derive(zones: readonly string[], within: Sql): Sql
}

/** The two columns of a date: an instant, or a day where the file has no time. */
export const pair = (name: string): ReadyColumn[] => [
  { name: `${name}_at`, type: 'timestamp with time zone' },
  { name: `${name}_on`, type: 'date' },
]

export const texts = (...names: string[]): ReadyColumn[] => names.map((name) => ({ name, type: 'text' }))

/** Agency and service as places in the prepared lists; -1: no service, which is all of them together. */
export const PLACE: readonly ReadyColumn[] = [
  { name: 'agency_index', type: 'integer' },
  { name: 'service_index', type: 'integer' },
]
