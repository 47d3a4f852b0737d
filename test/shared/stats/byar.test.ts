import { describe, expect, it } from 'vitest'
import { byar } from '#shared/stats/byar.ts'
import { chiSquareQuantile } from '#shared/stats/chi-square.ts'
import { Z95 } from '#shared/stats/wilson.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: epiR 2.0.57 on R 4.2.2, epi.smr(obs = x, exp = 1, method = 'byar'); test/fixtures/golden/intervals.R.

const Z: Record<number, number> = { 0.95: Z95, 0.998: 3.090232 }

describe('byar', () => {
  it.each(golden.byar)('gives the limits of epiR for $x at $level', ({ x, level, low, high }) => {
    const interval = byar(x, Z[level])!
    expect(interval[0] / low).toBeCloseTo(1, 6)
    expect(interval[1] / high).toBeCloseTo(1, 6)
  })

  it('gives the 81.36 to 121.63 of the public-health tools for 100', () => {
    // PHEindicatormethods (UKHSA): byars_lower(100) = 81.36210549052788
    expect(byar(100)![0]).toBeCloseTo(81.36210549, 5)
  })

  it.each(golden.poisson.filter(({ x }) => x < 10))('is exact below ten: $x', ({ x, low, high }) => {
    const interval = byar(x)!
    expect(interval[0]).toBeCloseTo(low, 8)
    expect(interval[1]).toBeCloseTo(high, 8)
  })

  it('is exact below ten at the outer class too: chi-square quantiles', () => {
    for (const x of [1, 4, 9]) {
      const [low, high] = byar(x, 3.090232)!
      expect(low).toBeCloseTo(chiSquareQuantile(0.001, 2 * x) / 2, 5)
      expect(high).toBeCloseTo(chiSquareQuantile(0.999, 2 * x + 2) / 2, 5)
    }
  })

  it('is within 0.2 % of the exact limits from ten on, as its source says', () => {
    for (const { x, low, high } of golden.poisson.filter((count) => count.x >= 10)) {
      const interval = byar(x)!
      expect(Math.abs(interval[0] / low - 1)).toBeLessThan(0.002)
      expect(Math.abs(interval[1] / high - 1)).toBeLessThan(0.002)
    }
  })
})
