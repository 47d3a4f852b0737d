import type { Dataset } from '#shared/contract/import.ts'
import { CASES } from './cases.ts'
import { COMPLAINTS } from './complaints.ts'
import type { FactKind } from './fact-kind.ts'
import { COSTS, INNOVATIONS, TARGETS } from './plans.ts'
import { SURVEYS } from './surveys.ts'
import { VALUES } from './values.ts'

const FACT_KINDS: Readonly<Record<Dataset, FactKind>> = {
  cases: CASES,
  surveys: SURVEYS,
  complaints: COMPLAINTS,
  targets: TARGETS,
  costs: COSTS,
  innovations: INNOVATIONS,
  values: VALUES,
}

export const factKindOf = (dataset: Dataset): FactKind => FACT_KINDS[dataset]
