// Mean of answers on another scale than the nine elements, brought to 0–100. Never mixed with the index.
// Source: the agency's own survey. Limit: scales with different wordings are not comparable.
import { measured, missing } from '#shared/measure/measure.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import { defineIndicator, inSatisfaction } from './define.ts'

export const satisfactionScore = defineIndicator({
  ...inSatisfaction,
  id: 'satisfaction-score',
  unit: 'index',
  possible: [0, 100],
  hasFacts: ({ survey }) => (survey?.measures.score?.n ?? 0) > 0,
  evaluate({ survey }) {
    const sums = survey?.measures.score
    if (!sums || sums.weight === 0) return missing('not-applicable')
    const interval = meanInterval(sums)
    return measured(sums.sum / sums.weight, {
      n: sums.n,
      interval: interval && [Math.max(0, interval[0]), Math.min(100, interval[1])],
    })
  },
})
