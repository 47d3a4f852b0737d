// Grades of the satisfaction index. Bands are dated data: the same score is another grade under another rule, so
// scores are compared across the change of rules, grades never.
// Source: KEP/25/M.PAN/2/2004; PermenPANRB 14/2017. The score is rounded half up to two decimals before banding.

import { roundHalfUp } from '#shared/measure/round.ts'

export interface Band {
  grade: 'A' | 'B' | 'C' | 'D'
  /** inclusive */
  from: number
}

export interface BandRule {
  rule: string
  validFrom: string
  bands: readonly Band[]
}

export const SATISFACTION_BANDS: readonly BandRule[] = [
  {
    rule: 'PermenPANRB 14/2017',
    validFrom: '2017-05-12',
    bands: [
      { grade: 'A', from: 88.31 },
      { grade: 'B', from: 76.61 },
      { grade: 'C', from: 65 },
      { grade: 'D', from: 25 },
    ],
  },
  {
    rule: 'KEP/25/M.PAN/2/2004',
    validFrom: '2004-02-24',
    bands: [
      { grade: 'A', from: 81.26 },
      { grade: 'B', from: 62.51 },
      { grade: 'C', from: 43.76 },
      { grade: 'D', from: 25 },
    ],
  },
]

/** Grade of an index (25–100) under the rule in force on a day; null before the first rule. */
export function gradeOf(index: number, on: string): { grade: Band['grade']; rule: string } | null {
  const rule = SATISFACTION_BANDS.find((candidate) => candidate.validFrom <= on)
  const rounded = roundHalfUp(index, 2)
  const band = rule?.bands.find((candidate) => rounded >= candidate.from)
  return rule && band ? { grade: band.grade, rule: rule.rule } : null
}
