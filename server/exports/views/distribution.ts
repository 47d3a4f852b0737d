import type { Distribution } from '#shared/contract/distribution.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, labelColumns } from './columns.ts'

/** What was asked for: the answer says no more than the period. */
export interface SpreadScope {
  agency: string | null
  service: string | null
  channel: string | null
}

/** How many cases took how long, a class of time a row. */
export const distributionTable = (spread: Distribution, scope: SpreadScope, names: Names): DataTable =>
  tableOf<Distribution['classes'][number]>(
    'distribution',
    [
      column('agency', 'string', () => scope.agency),
      column('service', 'string', () => scope.service),
      column('channel', 'string', () => scope.channel),
      column('period', 'string', () => spread.period),
      column('unit', 'string', () => spread.unit),
      column('from', 'number', (one) => one.from),
      column('to', 'number', (one) => one.to),
      column('count', 'integer', (one) => one.count),
      column('n', 'integer', () => spread.n),
      column('half', 'number', () => spread.half),
      column('nine_tenths', 'number', () => spread.nineTenths),
      ...labelColumns<unknown>(names, () => scope, ['agency', 'service']),
    ],
    spread.classes,
  )
