import { describe, expect, it } from 'vitest'
import { studentT } from '#shared/stats/student-t.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, qt(p, freedom); test/fixtures/golden/intervals.R.

describe('studentT', () => {
  it.each(golden.studentT)('gives the quantile of R for p $p and $freedom degrees', ({ p, freedom, t }) => {
    expect(studentT(p, freedom) / t).toBeCloseTo(1, 9)
  })

  it('is zero in the middle', () => expect(studentT(0.5, 7)).toBeCloseTo(0, 9))
})
