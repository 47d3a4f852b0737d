// IKM, the citizen satisfaction index: the mean score of each element, every element weighing the same, times 25.
// Source: PermenPANRB 14/2017. Computed exactly: no rounding in between, weight 1/9 and not the printed 0.11.
// A missing answer is not in its element's divisor; a response with fewer than five answers is kept out (house rule).
// Limit: a free service lifts the element "cost" to 4 by itself. The interval is that of the respondents' own indices.
import { type Flag, measured, missing } from '#shared/measure/measure.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import { defineIndicator, inSatisfaction } from './define.ts'

const SCALE = { factor: 25, min: 25, max: 100 } as const

export const satisfactionIndex = defineIndicator({
  ...inSatisfaction,
  id: 'satisfaction-index',
  unit: 'index',
  possible: [SCALE.min, SCALE.max],
  hasFacts: ({ survey }) => (survey?.measures.index?.n ?? 0) > 0,
  evaluate({ survey }) {
    const own = survey?.measures.index
    if (!survey || !own || own.n === 0) return missing('not-applicable')
    const means = ELEMENTS.flatMap((element) => {
      const sums = survey.measures[element]
      return sums && sums.weight > 0 ? [sums.sum / sums.weight] : []
    })
    if (means.length === 0) return missing('not-applicable')
    const flags: Flag[] = means.length < ELEMENTS.length ? ['elements-missing'] : []
    const interval = meanInterval(own)
    return measured((means.reduce((sum, mean) => sum + mean, 0) / means.length) * SCALE.factor, {
      n: own.n,
      interval: interval && [Math.max(SCALE.min, interval[0]), Math.min(SCALE.max, interval[1])],
      flags,
    })
  },
})
