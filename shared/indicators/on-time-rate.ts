// Share of the cases due in the period that were completed by their due date; an open overdue case counts as late,
// so leaving the slow ones open does not help. Higher is better.
// Source: the standard of each service (UU 25/2009). Limit: says nothing about how late the late ones are.
import { defineIndicator, inSpeed } from './define.ts'
import { proportion } from './proportion.ts'

export const onTimeRate = defineIndicator({
  ...inSpeed,
  id: 'on-time-rate',
  unit: 'ratio',
  chart: 'p-prime',
  direction: 'up',
  countedIn: 'due',
  needs: ['cases'],
  hasFacts: ({ cases }) => cases.due > 0,
  evaluate: ({ cases }) => proportion(cases.dueOnTime, cases.due),
})
