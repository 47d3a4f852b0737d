import type { AgencyQuality } from '#shared/contract/quality.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { requiredSample } from '#shared/stats/krejcie-morgan.ts'
import type { Grain } from '#shared/time/period.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { windowOf } from './history.ts'
import { judgeIndices } from './judge-index.ts'
import { givenIndices } from './quality-facts.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import type { Viewer, World } from './world.ts'

// What surveys say about themselves: whether enough were heard, and whether a published index is the exact one.

type Sample = NonNullable<AgencyQuality['sample']>
type Published = AgencyQuality['publishedIndex']

/** Respondents of the latest year that has ended with any (else of the latest), against the users served in the year
 *  before; in the same one where nothing is known of that. By agency. */
export async function samplesOf(
  world: World,
  directory: Directory,
  asked: ReadingsQuery,
  viewer: Viewer,
): Promise<Map<string, Sample>> {
  const years = windowOf(directory, 'year', false).periods
  const [first, last] = [years[0], years.at(-1)]
  if (!first || !last) return new Map()
  const query: ReadingsQuery = {
    ...asked,
    indicators: ['respondents', 'completed'],
    grain: 'year',
    from: first.startsOn,
    to: last.startsOn,
  }
  const plan = planReadings(directory, query, Number.POSITIVE_INFINITY)
  const readings = await readFigures(world, directory, plan, query, viewer, Number.POSITIVE_INFINITY)
  const present = directory.present!
  const samples = new Map<string, Sample>()
  for (const [agency, own] of Map.groupBy(readings, (reading) => reading.agency!)) {
    const sample = sampleOf(own, present)
    if (sample) samples.set(agency, sample)
  }
  return samples
}

function sampleOf(readings: readonly Reading[], present: string): Sample | null {
  const valuesOf = (id: string) =>
    readings.filter(({ indicator, value }) => indicator === id && value !== null && value > 0)
  const heard = valuesOf('respondents')
  const served = new Map(valuesOf('completed').map(({ period, value }) => [period, value!]))
  const latest = heard.findLast(({ period }) => parsePeriod(period)!.endsOn < present) ?? heard.at(-1)
  if (!latest) return null
  const { period, value } = latest
  const population = served.get(String(Number(period) - 1)) ?? served.get(period)
  if (population === undefined) return null
  const required = requiredSample(population)
  return { period, respondents: value!, required, population, isSufficient: value! >= required }
}

/** Indices that agencies published and that are not the exact ones, with the way of computing that explains them, by
 *  agency. */
export async function publishedIndices(
  world: World,
  directory: Directory,
  agencyIds: readonly number[] | null,
  asked: ReadingsQuery,
  viewer: Viewer,
): Promise<Map<string, Published>> {
  const published = new Map<string, Published>()
  if (!directory.hasGiven) return published
  const given = await givenIndices(world.db.read, agencyIds)
  for (const [grain, rows] of Map.groupBy(given, (row) => row.grain)) {
    const dates = rows.flatMap(({ from, to }) => [from, to]).sort()
    const query: ReadingsQuery = {
      ...asked,
      indicators: ['satisfaction-index'],
      agencies: rows.map(({ agencyId }) => directory.agencyById.get(agencyId)!.code),
      grain: grain as Grain,
      from: dates[0]!,
      to: dates.at(-1)!,
    }
    const plan = planReadings(directory, query, Number.POSITIVE_INFINITY)
    const readings = await readFigures(world, directory, plan, query, viewer, Number.POSITIVE_INFINITY)
    await judgeIndices(world, directory, plan, query, viewer, readings)
    for (const { agency, period, published: found } of readings) {
      if (!found?.isDifferent) continue
      const list = published.get(agency!) ?? []
      published.set(agency!, list)
      list.push({ period, published: found.value, exact: found.exact, explainedBy: found.explainedBy })
    }
  }
  return published
}
