/** How long raw facts are kept; a dataset without a row is kept for good. */
export interface RetentionRuleTable {
  /** `cases`, `surveys`, `complaints` or `remarks` */
  dataset: string
  months: number
  reason: string
  setAt: string
  setBy: string
}

/** Facts that are gone: those of an agency and dataset of which every date lies on or before `through`, the last day of
 *  a month. What they add up to stays, and is never computed anew. */
export interface ExpiredFactsTable {
  agencyId: number
  dataset: string
  through: string
  /** how many are gone, of all times that it was done */
  facts: number
  expiredAt: string
}
