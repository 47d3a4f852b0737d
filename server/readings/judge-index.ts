import type { Grade } from '#shared/contract/grade.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { bandOf } from '#shared/indicators/bands.ts'
import { elements } from '#shared/indicators/elements.ts'
import { satisfactionIndex } from '#shared/indicators/satisfaction-index.ts'
import { explainPublishedIndex } from '#shared/indicators/satisfaction-modes.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import type { Plan, ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import type { Viewer, World } from './world.ts'

// What is said of a satisfaction index and its elements beside the figure: the grade by the rule in force on the last
// day of the period, and, where the agency published an index itself, the exact one and the way of computing that
// explains a difference.

const ELEMENT_IDS: ReadonlySet<string> = new Set(elements.map(({ id }) => id))
/** Mean scores are graded on the scale of the index. */
const PER_SCORE = 25

/** Adds grade and explanation to the readings of a plan, in place. */
export async function judgeIndices(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  readings: readonly Reading[],
): Promise<void> {
  for (const reading of readings) {
    if (reading.indicator === satisfactionIndex.id) reading.grade = gradeOf(reading, 1)
    else if (ELEMENT_IDS.has(reading.indicator)) reading.grade = gradeOf(reading, PER_SCORE)
  }
  const published = readings.filter((reading) => publishedBy(reading) !== null)
  if (published.length === 0) return
  const means = await meansOf(world, directory, plan, query, viewer)
  for (const reading of published) {
    const found = means.get(placeOf(reading)) ?? []
    if (found.length === 0) continue
    const value = publishedBy(reading)!
    const { exact, isDifferent, explainedBy } = explainPublishedIndex(found, value)
    // Made of the scores that it gave: no index was published.
    if (reading.given === undefined && value === exact) continue
    reading.published = { value, exact, isDifferent, explainedBy }
  }
}

function gradeOf({ value, period }: Reading, factor: number): Grade | null {
  const endsOn = parsePeriod(period)?.endsOn
  const band = value === null || !endsOn ? null : bandOf('satisfaction', value * factor, endsOn)
  return band && { grade: band.grade, name: band.name, rule: band.rule }
}

/** The index that the agency itself gave: beside the one from answers, or alone. */
const publishedBy = ({ indicator, value, given, flags }: Reading): number | null =>
  indicator !== satisfactionIndex.id || value === null
    ? null
    : (given ?? (flags.includes('from-values') ? value : null))

/** Mean scores by scope and period, of all elements that have one. */
async function meansOf(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
): Promise<Map<string, number[]>> {
  const parts = new Set([...plan.parts, ...elements.flatMap(({ needs }) => needs)])
  const ofElements = { ...plan, definitions: elements, parts }
  const means = new Map<string, number[]>()
  for (const reading of await readFigures(world, directory, ofElements, query, viewer, Infinity)) {
    if (reading.value === null) continue
    const place = placeOf(reading)
    const list = means.get(place)
    if (list) list.push(reading.value)
    else means.set(place, [reading.value])
  }
  return means
}

const placeOf = ({ agency, service, channel, period }: Reading): string =>
  `${agency ?? ''}|${service ?? ''}|${channel ?? ''}|${period}`
