// The weakest elements of a survey: the three with the lowest mean score, which PermenPANRB 14/2017 asks a follow-up
// plan for. Elements that tie with the third, as shown with two decimals, are among them: a rule that leaves one of them
// out by the order of a list would be chance. Limit: mean scores of a sample differ by chance too; elements outside the
// list whose 95 % interval overlaps that of the third are named, because another sample could have put them in.
import { roundHalfUp } from '#shared/measure/round.ts'
import type { Element } from '#shared/rollups/cell.ts'

const ASKED_FOR = 3

export interface ElementMean {
  element: Element
  value: number
  low: number | null
  high: number | null
}

/** `weakest`: lowest first. `notClearlyApart`: outside the list, but not told apart from its highest by the sample. */
export function weakestElements(means: readonly ElementMean[]): {
  weakest: Element[]
  notClearlyApart: Element[]
} {
  const shown = (mean: ElementMean) => roundHalfUp(mean.value, 2)
  const sorted = [...means].sort((a, b) => a.value - b.value)
  const last = sorted[Math.min(ASKED_FOR, sorted.length) - 1]
  if (!last) return { weakest: [], notClearlyApart: [] }
  const isWeak = (mean: ElementMean) => shown(mean) <= shown(last)
  const top = Math.max(...sorted.filter(isWeak).map(({ value, high }) => high ?? value))
  return {
    weakest: sorted.filter(isWeak).map(({ element }) => element),
    notClearlyApart: sorted
      .filter((mean) => !isWeak(mean) && (mean.low ?? mean.value) <= top)
      .map(({ element }) => element),
  }
}

/** The index without the element of cost, as a second reading where everybody said that the service is free: 4.00 then
 *  lifts the index by itself. Null where that is not so, or nothing else is known. 25–100. */
export function indexWithoutCost(means: readonly Pick<ElementMean, 'element' | 'value'>[]): number | null {
  const cost = means.find(({ element }) => element === 'cost')
  const others = means.filter(({ element }) => element !== 'cost')
  if (cost?.value !== 4 || others.length === 0) return null
  return (others.reduce((sum, { value }) => sum + value, 0) / others.length) * 25
}
