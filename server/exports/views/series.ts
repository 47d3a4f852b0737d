import type { Series, SeriesPoint } from '#shared/contract/series.ts'
import type { Names } from '../names.ts'
import { type ColumnOf, type DataTable, tableOf } from '../table.ts'
import { column, figureColumns, labelColumns } from './columns.ts'

/** The points of a series, one a row, with the limits of its control chart. */
export const seriesTable = (series: Series, names: Names): DataTable =>
  tableOf<SeriesPoint>(
    'series',
    [
      column('indicator', 'string', () => series.indicator),
      column('agency', 'string', () => series.agency),
      column('service', 'string', () => series.service),
      column('grain', 'string', () => series.grain),
      column('period', 'string', (point) => point.period),
      column('unit', 'string', () => series.unit),
      ...figureColumns<SeriesPoint>((point) => point),
      column('chart', 'string', () => series.chart),
      column('segment', 'integer', (point) => point.segment),
      column('centre', 'number', (point) => point.centre),
      column('lower_limit', 'number', (point) => point.lower),
      column('upper_limit', 'number', (point) => point.upper),
      column('variation', 'string', (point) => point.variation),
      column('rule', 'string', (point) => point.rule),
      ...(labelColumns<SeriesPoint>(names, ({ missing }) => ({ ...series, missing }), [
        'indicator',
        'agency',
        'service',
        'missing',
      ]) satisfies ColumnOf<SeriesPoint>[]),
    ],
    series.points,
  )
