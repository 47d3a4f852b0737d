import type { Comparison } from '#shared/contract/comparison.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, figureColumns, labelColumns } from './columns.ts'

type Compared = Comparison['agencies'][number]

/** Agencies side by side, one a row, with class and range of ranks. */
export const comparisonTable = (comparison: Comparison, names: Names): DataTable =>
  tableOf<Compared>(
    'comparison',
    [
      column('indicator', 'string', () => comparison.indicator),
      column('agency', 'string', (one) => one.agency),
      column('service', 'string', () => comparison.service),
      column('period', 'string', () => comparison.period),
      column('unit', 'string', () => comparison.unit),
      ...figureColumns<Compared>((one) => one),
      column('funnel', 'string', (one) => one.funnel?.plain),
      column('funnel_adjusted', 'string', (one) => one.funnel?.adjusted),
      column('rank_from', 'integer', (one) => one.rank?.from),
      column('rank_to', 'integer', (one) => one.rank?.to),
      column('rank_of', 'integer', (one) => one.rank?.of),
      ...labelColumns<Compared>(names, ({ agency, missing }) => ({ ...comparison, agency, missing }), [
        'indicator',
        'agency',
        'service',
        'missing',
      ]),
    ],
    comparison.agencies,
  )
