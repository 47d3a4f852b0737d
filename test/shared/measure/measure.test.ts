import { describe, expect, it } from 'vitest'
import { measured, missing } from '#shared/measure/measure.ts'

describe('measured', () => {
  it('carries what it is given and says null for the rest', () => {
    expect(
      measured(0.5, { n: 4, numerator: 2, denominator: 4, interval: [0.15, 0.85], flags: ['approximate'] }),
    ).toEqual({
      value: 0.5,
      n: 4,
      numerator: 2,
      denominator: 4,
      low: 0.15,
      high: 0.85,
      missing: null,
      flags: ['approximate'],
    })
    expect(measured(0, { interval: null })).toMatchObject({
      value: 0,
      n: null,
      low: null,
      high: null,
      flags: [],
    })
  })
})

describe('missing', () => {
  it('is never zero', () => {
    expect(missing('not-reported')).toEqual({
      value: null,
      n: null,
      numerator: null,
      denominator: null,
      low: null,
      high: null,
      missing: 'not-reported',
      flags: [],
    })
  })
})
