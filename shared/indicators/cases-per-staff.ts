// Cases completed for each member of staff (full-time equivalents, on average over the period).
// Source: the agency's own staff figures. Limit: says nothing about how much work a case is; more is not better where
// quality suffers, so read it beside times and satisfaction.
// Choice: only of periods that the staff told cover exactly, and of those agencies and services that told theirs.
import { measured, missing } from '#shared/measure/measure.ts'
import { defineIndicator, inCost } from './define.ts'

export const casesPerStaff = defineIndicator({
  ...inCost,
  id: 'cases-per-staff',
  unit: 'count',
  direction: 'up',
  hasFacts: ({ costs }) => costs?.staff != null,
  isIncomplete: ({ costs }) => costs?.isStaffIncomplete ?? false,
  evaluate({ costs }) {
    const staff = costs?.staff
    if (!staff || staff.total === 0) return missing('not-applicable')
    return measured(staff.completed / staff.total, {
      n: staff.completed,
      numerator: staff.completed,
      denominator: staff.total,
      flags: staff.isPartial ? ['partial'] : [],
    })
  },
})
