import { roundHalfUp } from '#shared/measure/round.ts'

// The ways in which agencies compute their IKM, and which of them explains a published figure that differs.
// The rule prints the weight 1/9 as 0.111 or 0.11, and agencies multiply by what is printed; others round at each step.
// Source: PermenPANRB 14/2017 and published reports. Ours is `exact`; the others only explain.
// Limit: two modes may give the same figure; the first in this order is named.

export const SATISFACTION_MODES = ['exact', 'weight-0.111', 'weight-0.11', 'cascade'] as const
export type SatisfactionMode = (typeof SATISFACTION_MODES)[number]

/** Index, 25–100, of the mean scores of the elements, 1–4. Weights are those of as many elements as there are. */
export function satisfactionIndexBy(mode: SatisfactionMode, means: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const weight = 1 / means.length
  switch (mode) {
    case 'exact':
      return (sum(means) / means.length) * 25
    case 'weight-0.111':
      return sum(means) * roundHalfUp(weight, 3) * 25
    case 'weight-0.11':
      return sum(means) * roundHalfUp(weight, 2) * 25
    case 'cascade': {
      const rounded = means.map((mean) => roundHalfUp(mean, 2))
      return roundHalfUp(sum(rounded) / rounded.length, 2) * 25
    }
    default:
      return mode satisfies never
  }
}

/** The exact figure beside a published one: `isDifferent` from 0.01 on; `explainedBy` the mode that gives what was
 *  published, null when none does. */
export function explainPublishedIndex(
  means: readonly number[],
  published: number,
): { exact: number; isDifferent: boolean; explainedBy: SatisfactionMode | null } {
  const gives = (mode: SatisfactionMode) =>
    Math.abs(roundHalfUp(satisfactionIndexBy(mode, means), 2) - published) < 0.01 - 1e-9
  return {
    exact: satisfactionIndexBy('exact', means),
    isDifferent: !gives('exact'),
    explainedBy: SATISFACTION_MODES.find(gives) ?? null,
  }
}
