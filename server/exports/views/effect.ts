import type { InnovationEffect } from '#shared/contract/innovation.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, labelColumns } from './columns.ts'

/** A figure before and after an innovation, a month a row, with the lines that are drawn through it. */
export function effectTable(effect: InnovationEffect, names: Names): DataTable {
  const { innovation, indicator, unit, verdict, points } = effect
  const { agency, service } = innovation
  return tableOf<InnovationEffect['points'][number]>(
    'effect',
    [
      column('innovation', 'string', () => innovation.id),
      column('indicator', 'string', () => indicator),
      column('agency', 'string', () => agency),
      column('service', 'string', () => service),
      column('period', 'string', (point) => point.period),
      column('unit', 'string', () => unit),
      column('value', 'number', (point) => point.value),
      column('fitted', 'number', (point) => point.fitted),
      column('expected', 'number', (point) => point.expected),
      column('peers', 'number', (point) => point.peers),
      column('verdict', 'string', () => verdict),
      ...labelColumns<unknown>(names, () => ({ indicator, agency, service }), [
        'indicator',
        'agency',
        'service',
      ]),
    ],
    points,
  )
}
