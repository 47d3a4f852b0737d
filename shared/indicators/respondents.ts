// Responses counted in the index, or in the score where there is no index.
// Source: the survey register. Limit: incomplete responses are not in it.
import { measured } from '#shared/measure/measure.ts'
import type { Cell } from '#shared/rollups/cell.ts'
import { byar } from '#shared/stats/byar.ts'
import { defineIndicator, inSatisfaction } from './define.ts'

export const countRespondents = ({ survey }: Cell): number =>
  survey?.measures.index?.n || survey?.measures.score?.n || 0

export const respondents = defineIndicator({
  ...inSatisfaction,
  id: 'respondents',
  unit: 'count',
  direction: 'none',
  isCount: true,
  hasFacts: (cell) => countRespondents(cell) > 0,
  evaluate(cell) {
    const n = countRespondents(cell)
    return measured(n, { n, numerator: n, interval: byar(n) })
  },
})
