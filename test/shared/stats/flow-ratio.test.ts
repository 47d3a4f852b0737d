import { describe, expect, it } from 'vitest'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, prop.test(a, a + b, correct = FALSE) as odds; test/fixtures/golden/intervals.R.

describe('flowRatioInterval', () => {
  it.each(golden.flowRatio)('gives the limits of R for $a over $b', ({ a, b, low, high }) => {
    const interval = flowRatioInterval(a, b)!
    expect(interval[0]).toBeCloseTo(low, 6)
    expect(interval[1]).toBeCloseTo(high, 6)
  })

  it('may lie above one, which a share cannot', () => {
    const [low, high] = flowRatioInterval(300, 100)!
    expect(low).toBeGreaterThan(1)
    expect(high).toBeGreaterThan(3)
  })

  it('turns round with its two flows', () => {
    const [low, high] = flowRatioInterval(95, 100)!
    const turned = flowRatioInterval(100, 95)!
    expect(turned[0]).toBeCloseTo(1 / high, 10)
    expect(turned[1]).toBeCloseTo(1 / low, 10)
  })

  it('gives none where nothing flowed, or nothing in', () => {
    expect(flowRatioInterval(0, 0)).toBeNull()
    for (let a = 1; a < 200; a++) expect(flowRatioInterval(a, 0)).toBeNull()
  })
})
