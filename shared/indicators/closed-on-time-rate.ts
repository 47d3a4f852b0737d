// Share of the cases completed in the period, among those with a due date, that were completed by it.
// Source: the usual published figure. Limit: open overdue cases are not in it; prefer on-time-rate.
import { defineIndicator, inSpeed } from './define.ts'
import { proportion } from './proportion.ts'

export const closedOnTimeRate = defineIndicator({
  ...inSpeed,
  id: 'closed-on-time-rate',
  unit: 'ratio',
  chart: 'p-prime',
  direction: 'up',
  countedIn: 'completion',
  needs: ['cases'],
  hasFacts: ({ cases }) => cases.completed > 0,
  evaluate: ({ cases }) => proportion(cases.closedOnTime, cases.closedDue),
})
