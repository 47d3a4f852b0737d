import { sql } from 'kysely'
import { FACT_TABLES, type FactTable } from '#server/db/tables/fact-keys.ts'
import { localDate } from '#server/rollups/clock.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { type FactKind, PLACE, pair, type ReadyColumn, texts } from './fact-kind.ts'

// Targets, costs and innovations: read as they are, so that nothing is worked out from them ahead.

const PERIOD: readonly ReadyColumn[] = [
  ...texts('period', 'period_grain'),
  { name: 'period_from', type: 'date' },
  { name: 'period_to', type: 'date' },
]

/** Facts that go in as the file gives them, with their agency and service. `dates` are local days of the agency. */
function asGiven(
  table: FactTable,
  own: readonly ReadyColumn[],
  dates: readonly string[],
  isPlan: boolean,
): FactKind {
  const given = [...own.map(({ name }) => name), ...dates.map((name) => `${name}_on`)]
  return {
    ...table,
    ready: [...PLACE, ...own, ...dates.flatMap(pair)],
    columns: ['agency_id', 'service_id', ...given],
    compared: ['service_id', ...given].filter((name) => !table.key.includes(name)),
    dates: [],
    order: table.key,
    becomesDue: false,
    isPlan,
    derive(zones: readonly string[], within: Sql) {
      const local = dates.map((name) => {
        const day = localDate(sql.ref(`r.${name}_at`), sql`a.time_zone`, zones)
        return sql`coalesce(${sql.ref(`r.${name}_on`)}, ${day}) as ${sql.ref(`${name}_on`)}`
      })
      const all = [columns(own.map(({ name }) => `r.${name}`)), ...local]
      return sql`select a.agency_id, s.service_id, ${sql.join(all)}
        from (select * from tmp_ready where agency_index ${within}) as r
        join tmp_agency as a on a.agency_index = r.agency_index
        join tmp_service as s on s.service_index = r.service_index`
    },
  }
}

const number = (...names: string[]): ReadyColumn[] =>
  names.map((name) => ({ name, type: 'double precision' }))

export const TARGETS = asGiven(
  FACT_TABLES.targets!,
  [
    ...texts('indicator'),
    ...PERIOD,
    ...texts('kind'),
    ...number('value', 'low', 'high'),
    ...texts('text', 'provenance'),
    { name: 'is_cumulative', type: 'boolean' },
  ],
  [],
  true,
)

export const COSTS = asGiven(
  FACT_TABLES.costs!,
  [...PERIOD, { name: 'cost', type: 'bigint' }, { name: 'staff_parts', type: 'bigint' }],
  [],
  false,
)

export const INNOVATIONS = asGiven(
  FACT_TABLES.innovations!,
  [
    ...texts(
      'code',
      'name',
      'stage',
      'initiator',
      'kind',
      'form',
      'affair',
      'theme',
      'legal_basis',
      'design',
    ),
    ...texts('claim', 'aim', 'benefit', 'result', 'evidence', 'verification', 'status'),
    { name: 'budget', type: 'bigint' },
  ],
  ['started', 'trial'],
  true,
)
