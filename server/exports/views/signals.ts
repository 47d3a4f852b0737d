import type { SignalItem } from '#shared/contract/signals.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, figureColumns, labelColumns } from './columns.ts'

/** What changed for real, a run a row, with the figure of its last period. */
export const signalsTable = (items: readonly SignalItem[], names: Names): DataTable =>
  tableOf<SignalItem>(
    'signals',
    [
      column('id', 'string', (one) => one.id),
      column('indicator', 'string', (one) => one.indicator),
      column('agency', 'string', (one) => one.agency),
      column('service', 'string', (one) => one.service),
      column('grain', 'string', (one) => one.grain),
      column('variation', 'string', (one) => one.variation),
      column('rule', 'string', (one) => one.rule),
      column('run_from', 'string', (one) => one.from),
      column('run_to', 'string', (one) => one.to),
      column('fired_on', 'date', (one) => one.firedOn),
      column('is_standing', 'boolean', (one) => one.isStanding),
      column('period', 'string', (one) => one.latest.period),
      column('unit', 'string', (one) => one.unit),
      ...figureColumns<SignalItem>((one) => one.latest),
      column('centre', 'number', (one) => one.centre),
      column('lower_limit', 'number', (one) => one.lower),
      column('upper_limit', 'number', (one) => one.upper),
      column('assurance', 'string', (one) => one.assurance),
      column('sentence', 'string', (one) => one.sentence),
      ...labelColumns<SignalItem>(names, (one) => one, ['indicator', 'agency', 'service']),
    ],
    items,
  )
