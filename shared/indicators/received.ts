// Cases submitted in the period. Why: the demand an office meets; everything else is read against it.
// Source: the case register of each service. Limit: says nothing about how much work a case is.
import { measured } from '#shared/measure/measure.ts'
import { byar } from '#shared/stats/byar.ts'
import { defineIndicator, inVolume } from './define.ts'

export const received = defineIndicator({
  ...inVolume,
  id: 'received',
  unit: 'count',
  direction: 'none',
  countedIn: 'submission',
  hasFacts: ({ cases }) => cases.received > 0,
  evaluate: ({ cases: { received } }) =>
    measured(received, { n: received, numerator: received, interval: byar(received) }),
})
