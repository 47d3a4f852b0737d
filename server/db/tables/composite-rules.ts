/** Weights, floors and ceilings of the composite score, and by which decree. In force until the next begins. */
export interface CompositeRuleTable {
  validFrom: string
  decree: string
  decidedBy: string
  minCoverage: number
  /** JSON: list of indicator, weight, floor, ceiling; an empty one: no score */
  parts: string
  decidedAt: string
}
