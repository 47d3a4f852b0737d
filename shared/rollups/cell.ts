// The additive cell: everything in it adds up over agencies, services, channels and periods.
// Rates, means, quantiles and indices are derived from a merged cell when it is read, so nobody averages averages.

/** Channels a case may come through; null is an unknown channel. */
export const CHANNELS = ['counter', 'web', 'mobile', 'phone', 'mail', 'email', 'other'] as const
export type Channel = (typeof CHANNELS)[number]

/** The nine elements of the satisfaction survey, in the order of the rule's text (PermenPANRB 14/2017). */
export const ELEMENTS = [
  'requirements',
  'procedure',
  'time',
  'cost',
  'product',
  'competence',
  'behaviour',
  'complaints',
  'facilities',
] as const
export type Element = (typeof ELEMENTS)[number]

/** Counts of cases. Each is counted in the period named; withdrawn cases are in `received` and `closed` only,
 *  and in `due` when withdrawn after their due date. */
export interface CaseCounts {
  /** by submission */
  received: number
  /** by completion, withdrawn ones included: what leaves the backlog */
  closed: number
  /** by completion, withdrawn ones left out */
  completed: number
  /** completed with outcome rejected */
  rejected: number
  /** completed through web or mobile */
  digital: number
  /** completed with a known channel */
  channelKnown: number
  /** by due date, due no later than what the agency has delivered */
  due: number
  dueOnTime: number
  /** by completion, with a due date */
  closedDue: number
  closedOnTime: number
  /** by completion: completed cases whose dates contradict each other, left out of every time figure */
  flagged: number
  /** by completion: cases without working days because their year has no holiday list */
  calendarNotCovered: number
}

export const CASE_COUNTS = [
  'received',
  'closed',
  'completed',
  'rejected',
  'digital',
  'channelKnown',
  'due',
  'dueOnTime',
  'closedDue',
  'closedOnTime',
  'flagged',
  'calendarNotCovered',
] as const satisfies readonly (keyof CaseCounts)[]

/** What is known of a set of durations: quantiles with their order-statistic intervals, and sums for the mean. */
export interface DurationSummary {
  n: number
  sum: number
  squareSum: number
  isExact: boolean
  p50: number | null
  p50Low: number | null
  p50High: number | null
  p90: number | null
  p90Low: number | null
  p90High: number | null
}

/** Weighted sums over respondents of one measure of the survey: an element (1–4), each respondent's own index
 *  (25–100) or score (0–100). With weight 1: weight = n. */
export interface SurveySums {
  n: number
  weight: number
  sum: number
  squareSum: number
}

export const SURVEY_MEASURES = [...ELEMENTS, 'index', 'score'] as const
export type SurveyMeasure = (typeof SURVEY_MEASURES)[number]

export interface SurveyCell {
  /** every answer delivered, incomplete ones included */
  responses: number
  measures: Partial<Record<SurveyMeasure, SurveySums>>
}

/** Counts of complaints. */
export interface ComplaintCounts {
  /** by receipt */
  received: number
  /** by resolution */
  resolved: number
  /** by due date, due no later than what the agency has delivered */
  due: number
  dueOnTime: number
  /** by receipt: complaints whose dates contradict each other, left out of every time figure */
  flagged: number
}

export const COMPLAINT_COUNTS = [
  'received',
  'resolved',
  'due',
  'dueOnTime',
  'flagged',
] as const satisfies readonly (keyof ComplaintCounts)[]

/** An amount told for whole periods, beside the completed cases of those who told it. */
export interface CostSum {
  /** currency for cost, mean full-time equivalents for staff */
  total: number
  /** completed cases of the same agencies and services */
  completed: number
  /** others completed cases too, and told no amount: they are in neither part */
  isPartial: boolean
}

/** Costs and staff of a scope in a period; a sum is null where nobody told one for the whole period. */
export interface CostCell {
  cost: CostSum | null
  staff: CostSum | null
  /** there is no sum, though something was told for a part of the period */
  isCostIncomplete: boolean
  isStaffIncomplete: boolean
}

/** Everything an indicator may need, for one scope and one period. A part is null when it was not asked for. */
export interface Cell {
  cases: CaseCounts
  elapsed: DurationSummary | null
  workingDays: DurationSummary | null
  /** open at the period's end; null before the first case */
  backlog: number | null
  /** a unit in it that stopped delivering is counted with what was last known of it */
  isBacklogLastKnown: boolean
  survey: SurveyCell | null
  complaints: ComplaintCounts | null
  costs: CostCell | null
}

/** Which parts of a cell an indicator reads, so that a query fetches no more. */
export type CellPart = 'cases' | 'elapsed' | 'workingDays' | 'backlog' | 'survey' | 'complaints' | 'costs'

// Count by count, not in a loop over their names: an answer may add up thousands of cells.

export const noCases = (): CaseCounts => ({
  received: 0,
  closed: 0,
  completed: 0,
  rejected: 0,
  digital: 0,
  channelKnown: 0,
  due: 0,
  dueOnTime: 0,
  closedDue: 0,
  closedOnTime: 0,
  flagged: 0,
  calendarNotCovered: 0,
})

/** Adds `other` into `into`, and gives it back. */
export function addCases(into: CaseCounts, other: CaseCounts): CaseCounts {
  into.received += other.received
  into.closed += other.closed
  into.completed += other.completed
  into.rejected += other.rejected
  into.digital += other.digital
  into.channelKnown += other.channelKnown
  into.due += other.due
  into.dueOnTime += other.dueOnTime
  into.closedDue += other.closedDue
  into.closedOnTime += other.closedOnTime
  into.flagged += other.flagged
  into.calendarNotCovered += other.calendarNotCovered
  return into
}
