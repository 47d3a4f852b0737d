import type { Dataset } from '#shared/contract/import.ts'

/** Where the facts of a dataset lie, and the columns that find one: the agency first, always. */
export interface FactTable {
  table: string
  key: readonly string[]
}

const BY_REF = ['agency_id', 'service_id', 'ref'] as const

/** The one list of fact tables: merging, the removal of the demo and `terukur doctor` go by it. */
export const FACT_TABLES: Partial<Record<Dataset, FactTable>> = {
  cases: { table: 'service_case', key: BY_REF },
  surveys: { table: 'survey_answer', key: BY_REF },
  complaints: { table: 'complaint', key: BY_REF },
  targets: { table: 'target', key: ['agency_id', 'service_id', 'indicator', 'period'] },
  costs: { table: 'agency_cost', key: ['agency_id', 'service_id', 'period'] },
  innovations: { table: 'innovation', key: ['agency_id', 'code'] },
  values: { table: 'given_value', key: ['agency_id', 'service_id', 'indicator', 'period'] },
}
