// Cases completed in the period, whatever their outcome; withdrawn ones are left out.
// Source: the case register of each service. Limit: a rejected case is completed too.
import { measured } from '#shared/measure/measure.ts'
import { byar } from '#shared/stats/byar.ts'
import { defineIndicator, inVolume } from './define.ts'

export const completed = defineIndicator({
  ...inVolume,
  id: 'completed',
  unit: 'count',
  direction: 'none',
  countedIn: 'completion',
  hasFacts: ({ cases }) => cases.completed > 0,
  evaluate: ({ cases: { completed } }) =>
    measured(completed, { n: completed, numerator: completed, interval: byar(completed) }),
})
