import { expect, it } from 'vitest'
import { chartOf } from '#shared/indicators/chart-of.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'

const of = (id: string) => chartOf(INDICATORS.find((indicator) => indicator.id === id)!)

// measurement.md 2: p′ where the numerator is part of the denominator, XmR for everything else, clearance included.
it.each([
  ['on-time-rate', 'p-prime', [0, 1]],
  ['closed-on-time-rate', 'p-prime', [0, 1]],
  ['rejected-rate', 'p-prime', [0, 1]],
  ['digital-share', 'p-prime', [0, 1]],
  ['clearance-rate', 'xmr', [0, null]],
  ['response-rate', 'xmr', [0, null]],
  ['median-time', 'xmr', [0, null]],
  ['satisfaction-index', 'xmr', [25, 100]],
  ['satisfaction-score', 'xmr', [0, 100]],
  ['element-cost', 'xmr', [1, 4]],
] as const)('%s is charted as %s within %j', (id, kind, range) => {
  expect(of(id)).toEqual({ kind, range })
})
