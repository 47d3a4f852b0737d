// Facts: one row each, found by agency + service + ref, corrected by key, never summed by hand.

export interface ServiceCaseTable {
  agencyId: number
  serviceId: number
  ref: string
  /** null when the file gave a date only; the local date in the agency's zone is always there */
  submittedAt: string | null
  submittedOn: string
  completedAt: string | null
  completedOn: string | null
  /** null when the clock starts at submission */
  clockStartedAt: string | null
  clockStartedOn: string | null
  /** the last instant that is on time: for a due date without a time, the end of that local day */
  dueAt: string | null
  dueOn: string | null
  /** the file gave the due date; otherwise it comes from the service standard, or is null */
  dueIsGiven: boolean
  pausedSeconds: number | null
  channel: string | null
  outcome: string | null
  region: string | null
  /** its dates contradict each other: in counts only */
  isFlagged: boolean
  /** set when the case counts in times: completed, not withdrawn, not flagged */
  elapsedSeconds: number | null
  /** as elapsedSeconds, and null too when the calendar does not cover the years between */
  workingDays: number | null
  /** set when completed (not withdrawn, not flagged) with a due date */
  onTime: boolean | null
  /** belongs to the cases judged on their due date: has one, not flagged, not withdrawn in time */
  countsDue: boolean
  source: string
  importId: string
}

export interface SurveyAnswerTable {
  agencyId: number
  serviceId: number
  ref: string
  answeredAt: string | null
  answeredOn: string
  requirements: number | null
  procedure: number | null
  time: number | null
  cost: number | null
  product: number | null
  competence: number | null
  behaviour: number | null
  complaints: number | null
  facilities: number | null
  /** score of 0–100 in millionths, so that sums are whole numbers and equal in any order */
  scoreMillionths: number | null
  /** weight × 10,000 */
  weightParts: number
  /** mean of the answered elements × 2520 (the least common multiple of 5 to 9 answers: a whole number);
   *  null when fewer than five were answered: kept out of the index */
  indexParts: number | null
  isFlagged: boolean
  source: string
  importId: string
}

export interface ComplaintTable {
  agencyId: number
  serviceId: number
  ref: string
  receivedAt: string | null
  receivedOn: string
  resolvedAt: string | null
  resolvedOn: string | null
  /** code of complaint_class; null: the default class */
  class: string | null
  /** end of the last local day that is on time; null when the calendar does not cover it */
  dueAt: string | null
  dueOn: string | null
  isFlagged: boolean
  onTime: boolean | null
  countsDue: boolean
  source: string
  importId: string
}
