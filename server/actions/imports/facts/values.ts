import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { columns } from '#server/rollups/sql.ts'
import { type FactKind, PLACE, texts } from './fact-kind.ts'

const NUMBERS = ['value', 'numerator', 'denominator', 'weight']
const OWN = [
  'indicator',
  'period',
  'period_grain',
  'period_from',
  'period_to',
  ...NUMBERS,
  'missing',
  'is_flagged',
]

export const VALUES: FactKind = {
  ...FACT_TABLES.values!,
  ready: [
    ...PLACE,
    ...texts('indicator', 'period', 'period_grain'),
    { name: 'period_from', type: 'date' },
    { name: 'period_to', type: 'date' },
    ...NUMBERS.map((name) => ({ name, type: 'double precision' })),
    ...texts('missing'),
    { name: 'is_flagged', type: 'boolean' },
  ],
  columns: ['agency_id', 'service_id', ...OWN],
  compared: [...NUMBERS, 'missing', 'is_flagged'],
  dates: [],
  order: ['agency_id', 'indicator', 'period_from'],
  becomesDue: false,
  isPlan: false,
  derive: (_zones, within) => sql`select a.agency_id, s.service_id, ${columns(OWN.map((name) => `r.${name}`))}
    from (select * from tmp_ready where agency_index ${within}) as r
    join tmp_agency as a on a.agency_index = r.agency_index
    join tmp_service as s on s.service_index = r.service_index`,
}
