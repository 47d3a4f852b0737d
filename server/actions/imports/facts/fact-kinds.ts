import type { Dataset } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'
import { CASES } from './cases.ts'
import { COMPLAINTS } from './complaints.ts'
import type { FactKind } from './fact-kind.ts'
import { COSTS, INNOVATIONS, TARGETS } from './plans.ts'
import { SURVEYS } from './surveys.ts'
import { VALUES } from './values.ts'

const FACT_KINDS: Partial<Record<Dataset, FactKind>> = {
  cases: CASES,
  surveys: SURVEYS,
  complaints: COMPLAINTS,
  targets: TARGETS,
  costs: COSTS,
  innovations: INNOVATIONS,
  values: VALUES,
}

/** @throws Refusal `invalid` for a dataset that cannot be imported yet */
export function factKindOf(dataset: Dataset): FactKind {
  const kind = FACT_KINDS[dataset]
  if (!kind) throw new Refusal('invalid', 'dataset-unsupported', { dataset })
  return kind
}
