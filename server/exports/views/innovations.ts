import type { Innovation } from '#shared/contract/innovation.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, labelColumns } from './columns.ts'

/** The register of innovations, one a row. */
export const innovationsTable = (items: readonly Innovation[], names: Names): DataTable =>
  tableOf<Innovation>(
    'innovations',
    [
      column('id', 'string', (one) => one.id),
      column('agency', 'string', (one) => one.agency),
      column('service', 'string', (one) => one.service),
      column('name', 'string', (one) => one.name),
      column('started_on', 'date', (one) => one.startedOn),
      column('trial_on', 'date', (one) => one.trialOn),
      column('stage', 'string', (one) => one.stage),
      column('initiator', 'string', (one) => one.initiator),
      column('kind', 'string', (one) => one.kind),
      column('form', 'string', (one) => one.form),
      column('affair', 'string', (one) => one.affair),
      column('theme', 'string', (one) => one.theme),
      column('legal_basis', 'string', (one) => one.legalBasis),
      column('design', 'string', (one) => one.design),
      column('claim', 'string', (one) => one.claim),
      column('aim', 'string', (one) => one.aim),
      column('benefit', 'string', (one) => one.benefit),
      column('result', 'string', (one) => one.result),
      column('budget_rupiah', 'number', (one) => one.budget),
      column('evidence', 'string', (one) => one.evidence),
      column('verification', 'string', (one) => one.verification),
      column('status', 'string', (one) => one.status),
      ...labelColumns<Innovation>(names, (one) => one, ['agency', 'service']),
    ],
    items,
  )
