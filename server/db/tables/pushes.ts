/** Cells whose facts have changed since they were computed: what a push leaves to the next refresh. A row may stand here
 *  more than once. */
export interface StaleCellTable {
  dataset: string
  agencyId: number
  serviceId: number
  month: string
}

/** The same of days, which only cases have. */
export interface StaleDayTable {
  agencyId: number
  day: string
}

/** What a request with an Idempotency-Key was answered. */
export interface PushKeyTable {
  actor: string
  key: string
  /** SHA-256 of what was asked */
  requestHash: string
  status: number
  /** JSON */
  answer: string
  keptAt: string
}

/** Items that were refused, by the day and dataset that its import id names, agency and what was wrong first. */
export interface PushRefusalTable {
  importId: string
  agencyId: number
  code: string
  items: number
}
