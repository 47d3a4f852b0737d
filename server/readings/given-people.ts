import { sql } from 'kysely'
import { RELEASED_GRAINS, type ReleasedGrain } from '#shared/contract/release.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { listPeriods, type PeriodSpan, parsePeriod, periodOf } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { fetchGiven, type GivenRow } from './fetch-given.ts'
import { givenMeasure, givenYes } from './find-hidden.ts'
import type { GivenFigures } from './given-figures.ts'
import { loadGiven } from './load-given.ts'
import type { PeopleCount } from './people-lattice.ts'
import type { Plan } from './query.ts'
import { Situations } from './situations.ts'
import type { World } from './world.ts'

// How many people stand behind what agencies gave themselves, of every figure that can be asked for of it. What was given
// of a quarter or by an agency for all below it stands for its parts, so the counts of totals are not the sums of others:
// each is told as it is shown.

const aboutPeople = INDICATORS.filter(({ isAboutPeople }) => isAboutPeople)
/** People of parts of one: sums of such counts are exact. */
const FRACTIONS = 1024
const rounded = (people: number): number => Math.round(people * FRACTIONS) / FRACTIONS

/** By indicator, in the order of agencies (0: everything together), services and periods; places without anybody are
 *  absent. `month` names the period. */
export async function countGiven(world: World, directory: Directory): Promise<Map<string, PeopleCount[]>> {
  const counts = new Map<string, PeopleCount[]>()
  if (!directory.hasGiven) return counts
  const rows = await fetchGiven(
    world.db.read,
    aboutPeople.map(({ id }) => id),
    { from: '0001-01-01', to: '9999-12-31' },
    sql`true`,
    sql`true`,
  )
  const given = new Set(rows.map(({ indicator }) => indicator))
  const definitions = aboutPeople.filter(({ id }) => given.has(id))
  for (const grain of RELEASED_GRAINS) {
    const periods = periodsOf(rows, grain)
    if (periods.length === 0) continue
    const plan: Plan = {
      definitions,
      agencies: [null],
      services: [null],
      channels: null,
      periods,
      grain,
      parts: new Set(definitions.flatMap(({ needs }) => needs)),
    }
    const figures = await loadGiven(world, directory, plan, new Situations(directory, periods))
    if (figures) countFigures(directory, plan, figures, rows, counts)
  }
  for (const found of counts.values()) found.sort(inOrder)
  return counts
}

/** Counts what was given of the periods of a plan, wherever a row has to do with it. */
export function countFigures(
  directory: Directory,
  { definitions, periods, grain }: Pick<Plan, 'definitions' | 'periods'> & { grain: Plan['grain'] },
  figures: GivenFigures,
  rows: readonly GivenRow[],
  into: Map<string, PeopleCount[]>,
): void {
  const indexOf = new Map(periods.map(({ period }, i) => [period, i]))
  for (const definition of definitions) {
    const found = into.get(definition.id) ?? []
    into.set(definition.id, found)
    const seen = new Set<string>()
    for (const row of rows) {
      const period = row.indicator === definition.id ? periodAround(row, grain) : null
      if (period === null) continue
      const periodIndex = indexOf.get(period)!
      let agency = directory.agencyById.get(row.agencyId) ?? null
      for (let isTop = false; !isTop; agency = directory.agencyById.get(agency?.parentId ?? 0) ?? null) {
        isTop = agency === null
        for (const serviceId of new Set([0, row.serviceId])) {
          const agencyId = agency?.agencyId ?? 0
          const name = `${agencyId},${serviceId},${period}`
          if (seen.has(name)) continue
          seen.add(name)
          const service = directory.serviceById.get(serviceId) ?? null
          const place = { agency, service, period: periods[periodIndex]!, periodIndex }
          const people = figures.peopleOf(definition, place)
          const n = rounded(people.n ?? 0)
          const yes = people.yes === null ? {} : { yes: Math.min(n, rounded(people.yes)) }
          if (n > 0) found.push({ agencyId, serviceId, month: period, n, ...yes })
        }
      }
    }
  }
}

/** The spans that were given; of other grains all periods from the first with a figure to the last. */
export function periodsOf(rows: readonly GivenRow[], grain: ReleasedGrain): PeriodSpan[] {
  const names = new Set(rows.map((row) => periodAround(row, grain)))
  const periods = [...names]
    .flatMap((name) => (name === null ? [] : parsePeriod(name)!))
    .sort((a, b) => (a.startsOn < b.startsOn || (a.startsOn === b.startsOn && a.endsOn < b.endsOn) ? -1 : 1))
  const [first, last] = [periods[0], periods.at(-1)]
  return grain === 'given' || !first || !last ? periods : listPeriods(first.startsOn, last.endsOn, grain)
}

/** The period of a grain that a figure is counted in; null where it is in none. */
function periodAround(row: GivenRow, grain: Plan['grain']): string | null {
  if (grain === 'given' || row.grain === 'given') return grain === row.grain ? row.period : null
  const name = periodOf(row.startsOn, grain)
  return row.endsOn <= parsePeriod(name)!.endsOn ? name : null
}

const inOrder = (a: PeopleCount, b: PeopleCount): number =>
  a.agencyId - b.agencyId || a.serviceId - b.serviceId || (a.month < b.month ? -1 : a.month > b.month ? 1 : 0)

/** Counts as they are handed on and kept: of each measure a text, and of shares of people another one of how many of them
 *  are counted, also where nobody is. */
export function givenTexts(given: ReadonlyMap<string, readonly PeopleCount[]>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [id, rows] of given) {
    const textOf = (of: (row: PeopleCount) => number | undefined) =>
      rows
        .flatMap((row) => (of(row) ? `${row.agencyId},${row.serviceId},${row.month},${of(row)}` : []))
        .join(';')
    texts[givenMeasure(id)] = textOf(({ n }) => n)
    if (rows.some(({ yes }) => yes !== undefined)) texts[givenYes(id)] = textOf(({ yes }) => yes)
  }
  return texts
}
