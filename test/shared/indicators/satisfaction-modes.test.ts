import { describe, expect, it } from 'vitest'
import {
  explainPublishedIndex,
  SATISFACTION_MODES,
  type SatisfactionMode,
  satisfactionIndexBy,
} from '#shared/indicators/satisfaction-modes.ts'
import { roundHalfUp } from '#shared/measure/round.ts'

const over = (n: number, sums: readonly number[]) => sums.map((sum) => sum / n)

// Published reports (domain.md 1.7), each recomputed from what it prints.
const PUBLISHED: {
  name: string
  means: number[]
  published: number
  by: Record<'exact' | 'weight-0.111' | 'weight-0.11', number>
  explainedBy: SatisfactionMode
}[] = [
  {
    name: 'Kelurahan Pelabuhan, Samarinda, 2022',
    means: over(175, [590, 594, 586, 700, 577, 604, 600, 615, 610]),
    published: 86.92,
    by: { exact: 86.92, 'weight-0.111': 86.83, 'weight-0.11': 86.05 },
    explainedBy: 'exact',
  },
  {
    name: 'Puskesmas Tanjung Pinang, Kota Jambi, Q1 2026',
    means: over(25, [99.75, 99.25, 97.5, 97, 100, 98, 97.75, 98.5, 100]),
    published: 98.54,
    by: { exact: 98.64, 'weight-0.111': 98.54, 'weight-0.11': 97.65 },
    explainedBy: 'weight-0.111',
  },
  {
    name: 'PTSP Kanwil Kemenag Sulawesi Barat, Q3 2025',
    means: over(29, [105, 101, 100, 116, 102, 105, 106, 105, 115]),
    published: 90.56,
    by: { exact: 91.48, 'weight-0.111': 91.38, 'weight-0.11': 90.56 },
    explainedBy: 'weight-0.11',
  },
  {
    name: 'Disdukcapil Tulang Bawang Barat, S1 2023',
    means: Array(9).fill(4),
    published: 100,
    by: { exact: 100, 'weight-0.111': 99.9, 'weight-0.11': 99 },
    explainedBy: 'exact',
  },
]

describe('satisfactionIndexBy', () => {
  it.each(PUBLISHED)('$name', ({ means, by }) => {
    for (const [mode, value] of Object.entries(by)) {
      expect(roundHalfUp(satisfactionIndexBy(mode as SatisfactionMode, means), 2)).toBe(value)
    }
  })

  it('a perfect survey gives 100 only where the weight is not cut', () => {
    const perfect = SATISFACTION_MODES.map((mode) =>
      roundHalfUp(satisfactionIndexBy(mode, Array(9).fill(4)), 2),
    )
    expect(perfect).toEqual([100, 99.9, 99, 100])
  })

  it('cascade rounds the mean scores, then their mean', () => {
    // 3.004, 3.005 and 3.016 become 3.00, 3.01 and 3.02, their mean 3.01.
    expect(satisfactionIndexBy('cascade', [3.004, 3.005, 3.016])).toBeCloseTo(75.25, 10)
  })

  it('weights are those of as many elements as there are', () => {
    expect(satisfactionIndexBy('weight-0.11', Array(10).fill(4))).toBeCloseTo(100, 10)
    expect(satisfactionIndexBy('weight-0.111', Array(12).fill(4))).toBeCloseTo(12 * 4 * 0.083 * 25, 10)
  })
})

describe('explainPublishedIndex', () => {
  it.each(PUBLISHED)('$name is explained by $explainedBy', ({ means, published, by, explainedBy }) => {
    const explained = explainPublishedIndex(means, published)
    expect(explained.explainedBy).toBe(explainedBy)
    expect(explained.isDifferent).toBe(explainedBy !== 'exact')
    expect(explained.exact).toBeCloseTo(by.exact, 1)
  })

  it('says when no mode explains it', () => {
    expect(explainPublishedIndex(Array(9).fill(3.2), 84)).toMatchObject({
      isDifferent: true,
      explainedBy: null,
    })
  })

  it('differs from 0.01 on', () => {
    expect(explainPublishedIndex(Array(9).fill(3.2), 80)).toMatchObject({
      isDifferent: false,
      explainedBy: 'exact',
    })
    expect(explainPublishedIndex(Array(9).fill(3.2), 80.01).isDifferent).toBe(true)
  })
})
