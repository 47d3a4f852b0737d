// The survey form for citizens: who offers it, what came in, and what is kept apart from the answers themselves.

/** Only where an agency decided something; else a service that it has figures or a standard of is open. */
export interface SurveyFormTable {
  agencyId: number
  serviceId: number
  isOpen: boolean
  /** null: the product's own */
  dailyCap: number | null
}

/** What came in through the form, by the local day of receipt: the trace of the answers, which have no row of the audit
 *  log each. */
export interface SurveyIntakeTable {
  agencyId: number
  serviceId: number
  day: string
  counted: number
  /** fewer answers than the index takes */
  incomplete: number
  /** above the daily cap */
  refused: number
}

/** How many of each band answered. Never joined with answers: there is nothing to join by. */
export interface SurveyProfileTable {
  agencyId: number
  year: number
  question: string
  band: string
  n: number
}

export interface SurveyRemarkTable {
  agencyId: number
  /** random, so that it tells no order */
  remarkId: string
  serviceId: number
  month: string
  remark: string
  expiresOn: string
}

/** What the office will do about a weak element. Its earlier forms are in the audit log. */
export interface FollowUpPlanTable {
  agencyId: number
  serviceId: number
  /** the survey's period */
  period: string
  element: string
  problem: string
  action: string
  /** a position, not a person */
  owner: string
  /** `2027-03` */
  dueMonth: string
  status: string
  evidence: string | null
  obstacle: string | null
  closedOn: string | null
  setAt: string
}
