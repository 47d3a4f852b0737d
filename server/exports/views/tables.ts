import type { Comparison } from '#shared/contract/comparison.ts'
import type { CoverageReport } from '#shared/contract/coverage.ts'
import type { Distribution } from '#shared/contract/distribution.ts'
import type { Innovation, InnovationEffect } from '#shared/contract/innovation.ts'
import type { Include, Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import type { SignalItem } from '#shared/contract/signals.ts'
import type { Names } from '../names.ts'
import type { DataTable } from '../table.ts'
import { comparisonTable } from './comparison.ts'
import { coverageTable } from './coverage.ts'
import { distributionTable, type SpreadScope } from './distribution.ts'
import { effectTable } from './effect.ts'
import { innovationsTable } from './innovations.ts'
import { readingsTable } from './readings.ts'
import { seriesTable } from './series.ts'
import { signalsTable } from './signals.ts'

// Answers of the API as tables to take along: what a file says is what the answer says, for it is made from it.

export const VIEWS = [
  'readings',
  'series',
  'comparison',
  'signals',
  'coverage',
  'distribution',
  'innovations',
  'effect',
] as const
export type View = (typeof VIEWS)[number]

/** Answers that come in pages: a file holds all of them. */
export const PAGED: ReadonlySet<View> = new Set(['signals', 'innovations'])

/** @param scope that the question names
 *  @param answer of the route of that name; of one that comes in pages, with the items of all of them */
export function tableOfView(
  view: View,
  answer: unknown,
  names: Names,
  { include = [], scope }: { include?: readonly Include[]; scope: SpreadScope },
): DataTable {
  switch (view) {
    case 'readings':
      return readingsTable(answer as Readings, include, names)
    case 'series':
      return seriesTable(answer as Series, names)
    case 'comparison':
      return comparisonTable(answer as Comparison, names)
    case 'signals':
      return signalsTable((answer as { items: SignalItem[] }).items, names)
    case 'coverage':
      return coverageTable(answer as CoverageReport, names)
    case 'distribution':
      return distributionTable(answer as Distribution, scope, names)
    case 'effect':
      return effectTable(answer as InnovationEffect, names)
    case 'innovations':
      return innovationsTable((answer as { items: Innovation[] }).items, names)
    default:
      return view satisfies never
  }
}
