import { achievement } from './achievement.ts'
import { backlog } from './backlog.ts'
import { casesPerStaff } from './cases-per-staff.ts'
import { clearanceRate } from './clearance-rate.ts'
import { closedOnTimeRate } from './closed-on-time-rate.ts'
import { complaintOnTimeRate } from './complaint-on-time-rate.ts'
import { complaintsPer1000 } from './complaints-per-1000.ts'
import { completed } from './completed.ts'
import { costPerCase } from './cost-per-case.ts'
import type { IndicatorDefinition } from './define.ts'
import { digitalShare } from './digital-share.ts'
import { meanTime, medianTime, p90Time } from './elapsed-times.ts'
import { elements } from './elements.ts'
import { medianWorkingDays } from './median-working-days.ts'
import { onTimeRate } from './on-time-rate.ts'
import { received } from './received.ts'
import { rejectedRate } from './rejected-rate.ts'
import { respondents } from './respondents.ts'
import { responseRate } from './response-rate.ts'
import { satisfactionIndex } from './satisfaction-index.ts'
import { satisfactionScore } from './satisfaction-score.ts'

/** Every figure of the product, in the order they are listed. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  received,
  completed,
  backlog,
  clearanceRate,
  digitalShare,
  rejectedRate,
  medianTime,
  p90Time,
  meanTime,
  medianWorkingDays,
  onTimeRate,
  closedOnTimeRate,
  satisfactionIndex,
  ...elements,
  satisfactionScore,
  respondents,
  responseRate,
  complaintsPer1000,
  complaintOnTimeRate,
  costPerCase,
  casesPerStaff,
  achievement,
]

const byId = new Map(INDICATORS.map((definition) => [definition.id, definition]))

export const findIndicator = (id: string): IndicatorDefinition | undefined => byId.get(id)
