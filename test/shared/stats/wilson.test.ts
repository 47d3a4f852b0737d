import { describe, expect, it } from 'vitest'
import { wilson, Z95 } from '#shared/stats/wilson.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, prop.test(x, n, correct = FALSE); test/fixtures/golden/intervals.R.

/** The two classes of measurement.md section 1. */
const Z: Record<number, number> = { 0.95: Z95, 0.998: 3.090232 }

describe('wilson', () => {
  it.each(golden.wilson)('gives the limits of R for $x of $n at $level', ({ x, n, level, low, high }) => {
    const interval = wilson(x, n, Z[level])!
    expect(interval[0]).toBeCloseTo(low, 7)
    expect(interval[1]).toBeCloseTo(high, 7)
  })

  it('keeps relative precision for one in a million', () => {
    const { low, high } = golden.wilson.find(({ x, n, level }) => x === 1 && n === 1e6 && level === 0.95)!
    const interval = wilson(1, 1e6)!
    expect(interval[0] / low).toBeCloseTo(1, 6)
    expect(interval[1] / high).toBeCloseTo(1, 6)
  })

  it('gives none without cases', () => expect(wilson(0, 0)).toBeNull())

  it('never leaves 0 to 1 and always contains the share', () => {
    for (let n = 1; n <= 60; n++) {
      for (let x = 0; x <= n; x++) {
        const [low, high] = wilson(x, n)!
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(x / n)
        expect(high).toBeGreaterThanOrEqual(x / n)
      }
    }
  })

  it('mirrors: the limits of the failures are those of the successes turned round', () => {
    const [low, high] = wilson(7, 29)!
    const mirrored = wilson(22, 29)!
    expect(mirrored[0]).toBeCloseTo(1 - high, 12)
    expect(mirrored[1]).toBeCloseTo(1 - low, 12)
  })
})
