import { roundHalfUp } from '#shared/measure/round.ts'
import { BAND_SCHEMES, SATISFACTION_BANDS } from './band-schemes.ts'

// Grades of scores. Bands are dated data: the same score is another grade under another rule, so scores are compared
// across a change of rules, grades never; and where a rule breaks its series, not even scores are.
// Sources: beside the data in band-schemes.ts. Scores are rounded half up before banding, to the digits of the rule.

export interface Band {
  grade: string
  /** lower end */
  bound: number
  name: { id: string; en: string }
}

export interface BandRule {
  rule: string
  validFrom: string
  /** scores from here on are not comparable with earlier ones */
  breaksSeries?: boolean
  /** `from`: the bound belongs to its band; `above`: to the one below */
  bound: 'from' | 'above'
  /** digits that a score is rounded to before banding */
  decimals: number
  /** lowest score, which belongs to the lowest band though its bound is open */
  floor?: number
  /** the highest first; none where the rule gives no grades */
  bands: readonly Band[]
}

export type BandScheme = keyof typeof BAND_SCHEMES

/** The band of a score under the rule in force on a day; null before the first rule, below the scale, or without bands. */
export function bandOf(scheme: BandScheme, score: number, on: string): (Band & { rule: string }) | null {
  return bandIn(BAND_SCHEMES[scheme], score, on)
}

function bandIn(rules: readonly BandRule[], score: number, on: string): (Band & { rule: string }) | null {
  const rule = ruleOn(rules, on)
  if (!rule) return null
  const rounded = roundHalfUp(score, rule.decimals)
  const band = rule.bands.find(
    ({ bound }) => rounded > bound || (rounded === bound && (rule.bound === 'from' || bound === rule.floor)),
  )
  return band ? { ...band, rule: rule.rule } : null
}

/** Whether scores of two days stand in one series: no rule that breaks it began between them. */
export function isOneSeries(scheme: BandScheme, one: string, other: string): boolean {
  const [from, to] = one < other ? [one, other] : [other, one]
  const rules: readonly BandRule[] = BAND_SCHEMES[scheme]
  return !rules.some(({ breaksSeries, validFrom }) => breaksSeries && validFrom > from && validFrom <= to)
}

/** Grade of an index (25–100) under the rule in force on a day; null before the first rule. */
export function gradeOf(index: number, on: string): { grade: string; rule: string } | null {
  const band = bandIn(SATISFACTION_BANDS, index, on)
  return band && { grade: band.grade, rule: band.rule }
}

const ruleOn = (rules: readonly BandRule[], on: string): BandRule | undefined =>
  rules.find((rule) => rule.validFrom <= on)
