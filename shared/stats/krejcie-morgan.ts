// How many respondents a survey needs to speak for so many users.
// s = λ²NP(1 − P) / (d²(N − 1) + λ²P(1 − P)), λ² = 3.841, P = 0.5, d = 0.05, rounded to the nearest whole number, which
// reproduces the printed table (rounding up does not).
// Source: Krejcie & Morgan, Educational and Psychological Measurement 30 (1970) 607–610; asked for by PermenPANRB
// 14/2017. Limit: assumes a random sample; a counter's willing visitors are none.

const CHI_SQUARE = 3.841
const SHARE = 0.5
const MARGIN = 0.05

/** `population`: users of the service in the period before that is comparable. 0 for nobody. */
export function requiredSample(population: number): number {
  const spread = CHI_SQUARE * SHARE * (1 - SHARE)
  return Math.round((spread * population) / (MARGIN * MARGIN * (population - 1) + spread))
}
