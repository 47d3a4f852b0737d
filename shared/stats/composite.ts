// One score out of several indicators, if a ministry wants one. Each figure is first brought to 0–100 between a stated
// floor and ceiling, never as a raw ratio to its target: unbounded ratios let one indicator decide all.
// Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008); the lesson of Boston's CityScore.
// Choice: a missing part is not 0: the score rests on the weights of what is there, is shown with that coverage, and is
// withheld below a set one. Choice: sensitivity is the range of the score while every weight moves by a quarter.
// Limit: weights are a judgement; two agencies whose ranges overlap are not told apart by it.

export interface CompositePart {
  id: string
  value: number | null
  /** figure that scores 0 */
  floor: number
  /** figure that scores 100; below the floor where less is better */
  ceiling: number
  /** above 0; only their ratios count */
  weight: number
}

export interface Composite {
  /** 0–100; null when withheld, or without any part */
  score: number | null
  /** share of the weights that is there, 0–1 */
  coverage: number
  /** lowest and highest score as weights move */
  sensitivity: readonly [low: number, high: number] | null
  /** what the score would gain if this part alone reached its ceiling: the first lifts it most */
  lifts: { id: string; mapped: number; gain: number }[]
}

/** Weights in force, and by which decree. */
export interface WeightRule {
  validFrom: string
  decree: string
  weights: Readonly<Record<string, number>>
}

export const MIN_COVERAGE = 0.75
const WEIGHTS_MOVE = 0.25

export function weightsOn(rules: readonly WeightRule[], on: string): WeightRule | null {
  const begun = rules.filter(({ validFrom }) => validFrom <= on)
  return begun.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null
}

export function compositeScore(
  parts: readonly CompositePart[],
  { minCoverage = MIN_COVERAGE }: { minCoverage?: number } = {},
): Composite {
  const present = parts.flatMap((part) =>
    part.value === null ? [] : [{ id: part.id, weight: part.weight, mapped: mapped(part, part.value) }],
  )
  const all = parts.reduce((sum, { weight }) => sum + weight, 0)
  const weight = present.reduce((sum, part) => sum + part.weight, 0)
  const coverage = all === 0 ? 0 : weight / all
  if (present.length === 0 || coverage < minCoverage - 1e-12) {
    return { score: null, coverage, sensitivity: null, lifts: [] }
  }
  return {
    score: weighted(present, () => 1),
    coverage,
    sensitivity: sensitivityOf(present),
    lifts: present
      .map((part) => ({
        id: part.id,
        mapped: part.mapped,
        gain: (part.weight / weight) * (100 - part.mapped),
      }))
      .sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1)),
  }
}

interface Mapped {
  id: string
  weight: number
  mapped: number
}

/** 0 at the floor and 100 at the ceiling, whichever is the larger number; no less and no more. */
function mapped({ floor, ceiling }: CompositePart, value: number): number {
  return Math.min(100, Math.max(0, ((value - floor) / (ceiling - floor)) * 100))
}

function weighted(parts: readonly Mapped[], factor: (rank: number) => number): number {
  let [sum, weights] = [0, 0]
  for (const [rank, part] of parts.entries()) {
    const weight = part.weight * factor(rank)
    sum += weight * part.mapped
    weights += weight
  }
  return sum / weights
}

/** The extremes lie where the lower parts weigh less and the higher ones more, or the other way round: one cut in the
 *  order of the parts. */
function sensitivityOf(parts: readonly Mapped[]): [number, number] {
  const sorted = parts.toSorted((a, b) => a.mapped - b.mapped)
  const scores = Array.from({ length: sorted.length + 1 }, (_, cut) =>
    [1, -1].map((side) => weighted(sorted, (rank) => 1 + side * (rank < cut ? -WEIGHTS_MOVE : WEIGHTS_MOVE))),
  ).flat()
  return [Math.min(...scores), Math.max(...scores)]
}
