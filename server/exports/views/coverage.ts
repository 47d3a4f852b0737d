import type { CoverageReport } from '#shared/contract/coverage.ts'
import type { Names } from '../names.ts'
import { type DataTable, tableOf } from '../table.ts'
import { column, labelColumns } from './columns.ts'

/** Who delivered what: a row for each agency, dataset and month. */
export function coverageTable({ agencies }: CoverageReport, names: Names): DataTable {
  const rows = agencies.flatMap(({ agency, level, parent, datasets }) =>
    datasets.flatMap((set) => set.months.map((month) => ({ agency, level, parent, set, month }))),
  )
  type Row = (typeof rows)[number]
  return tableOf<Row>(
    'coverage',
    [
      column('agency', 'string', (row) => row.agency),
      column('agency_level', 'string', (row) => row.level),
      column('agency_parent', 'string', (row) => row.parent),
      column('dataset', 'string', (row) => row.set.dataset),
      column('period', 'string', (row) => row.month.period),
      column('coverage_reporting', 'integer', (row) => row.month.coverage.reporting),
      column('coverage_expected', 'integer', (row) => row.month.coverage.expected),
      column('as_of', 'instant', (row) => row.set.asOf),
      column('covered_to', 'date', (row) => row.set.coveredTo),
      column('days_since_end', 'integer', (row) => row.set.daysSinceEnd),
      column('expected_next', 'date', (row) => row.set.expectedNext),
      column('is_late', 'boolean', (row) => row.set.isLate),
      ...labelColumns<Row>(names, (row) => row, ['agency']),
    ],
    rows,
  )
}
