// Share of the complaints due in the period that were resolved within the limit of their class; an open overdue one
// counts as late. Higher is better.
// Source: classes and limits of SP4N-LAPOR!, in working days, dated settings. Limit: says nothing about whether the
// answer helped.
import { defineIndicator, inComplaints } from './define.ts'
import { proportion } from './proportion.ts'

export const complaintOnTimeRate = defineIndicator({
  ...inComplaints,
  id: 'complaint-on-time-rate',
  unit: 'ratio',
  direction: 'up',
  chart: 'p-prime',
  countedIn: 'due',
  needs: ['complaints'],
  hasFacts: ({ complaints }) => (complaints?.due ?? 0) > 0,
  evaluate: ({ complaints }) => proportion(complaints?.dueOnTime ?? 0, complaints?.due ?? 0),
})
