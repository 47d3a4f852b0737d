// Completed over received in the same period: below 1 the backlog grows.
// Source: court and case-flow statistics (CEPEJ). Limit: a month may close cases received long before.
import { measured, missing } from '#shared/measure/measure.ts'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import { defineIndicator, inVolume } from './define.ts'

export const clearanceRate = defineIndicator({
  ...inVolume,
  id: 'clearance-rate',
  unit: 'ratio',
  direction: 'up',
  countedIn: 'flow',
  isCount: false,
  hasFacts: ({ cases }) => cases.received > 0 || cases.completed > 0,
  evaluate({ cases: { completed, received } }) {
    if (received === 0) return missing('not-applicable')
    return measured(completed / received, {
      n: received,
      numerator: completed,
      denominator: received,
      interval: flowRatioInterval(completed, received),
    })
  },
})
