// What is planned, spent and registered, about an agency with everything below it. serviceId 0: all its services.

/** A period by name with its first and last day. */
interface OfPeriod {
  period: string
  periodGrain: string
  periodFrom: string
  periodTo: string
}

interface FromImport {
  source: string
  importId: string
}

export interface TargetTable extends OfPeriod, FromImport {
  agencyId: number
  serviceId: number
  indicator: string
  kind: string
  /** in the indicator's own unit, as low and high are */
  value: number | null
  low: number | null
  high: number | null
  text: string | null
  provenance: string | null
  isCumulative: boolean
}

/** Why a target was missed, as its agency says it. */
export interface ExplanationTable {
  agencyId: number
  serviceId: number
  indicator: string
  period: string
  periodTo: string
  text: string
  /** what is done about it, and by when */
  action: string | null
  dueOn: string | null
  explainedAt: string
  explainedBy: string
}

export interface AgencyCostTable extends OfPeriod, FromImport {
  agencyId: number
  serviceId: number
  /** whole units of the instance's currency */
  cost: number | null
  /** mean staff of the period (full-time equivalents) × 10,000 */
  staffParts: number | null
}

export interface InnovationTable extends FromImport {
  agencyId: number
  /** made of the name; unique within the agency */
  code: string
  serviceId: number
  name: string
  startedOn: string
  trialOn: string | null
  stage: string | null
  initiator: string | null
  kind: string | null
  form: string | null
  affair: string | null
  theme: string | null
  legalBasis: string | null
  design: string | null
  /** what it is said to bring about */
  claim: string | null
  aim: string | null
  benefit: string | null
  result: string | null
  budget: number | null
  evidence: string | null
  verification: string | null
  status: string | null
}
