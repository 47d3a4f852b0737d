// Mean score (NRR) of each of the nine elements of the satisfaction survey, 1 to 4.
// Source: PermenPANRB 14/2017. Stored by name, never by number: agencies use two orders for the last two.
// Limit: answers of responses kept out of the index are left out here too, so that the elements make up the index.
import { measured, missing } from '#shared/measure/measure.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import { defineIndicator, inSatisfaction } from './define.ts'

export const elements = ELEMENTS.map((element) =>
  defineIndicator({
    ...inSatisfaction,
    id: `element-${element}`,
    unit: 'score',
    possible: [1, 4],
    hasFacts: ({ survey }) => (survey?.measures[element]?.n ?? 0) > 0,
    evaluate({ survey }) {
      const sums = survey?.measures[element]
      if (!sums || sums.weight === 0) return missing('not-applicable')
      const interval = meanInterval(sums)
      return measured(sums.sum / sums.weight, {
        n: sums.n,
        numerator: sums.sum,
        denominator: sums.weight,
        interval: interval && [Math.max(1, interval[0]), Math.min(4, interval[1])],
      })
    },
  }),
)
