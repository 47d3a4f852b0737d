import type { AgencyQuality, QualityReport } from '#shared/contract/quality.ts'
import { qualitySentence } from '#shared/i18n/quality-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import {
  plausibleDays,
  shareOf,
  timelinessOf,
  type VolumeBreak,
  volumeBreaks,
} from '#shared/stats/data-quality.ts'
import { daysBetween } from '#shared/time/date.ts'
import { chartHistory } from './chart-history.ts'
import { monthsReported } from './completeness.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { historiesOf, windowOf } from './history.ts'
import { ledgerOf } from './ledger.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'
import {
  checkedRows,
  heapingOf,
  listDeliveries,
  listRefusals,
  openCases,
  type Refusals,
} from './quality-facts.ts'
import { publishedIndices, samplesOf } from './quality-surveys.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import { asOfScope } from './read-readings.ts'
import { notInRelease } from './refuse-facts.ts'
import { standingOf } from './standing.ts'
import { subtreesOf } from './subtrees.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

/** How good the data are, of each agency with everything below it: one question for all agencies each time.
 *  `agencies`: each with every agency below it; null: all. @throws Refusal `not_found` for an unknown code. */
export const readQuality = (
  world: World,
  asked: { agencies: readonly string[] | null },
  viewer: Viewer & { locale: Locale },
): Promise<QualityReport> =>
  inOneVersion(world, async (directory) => {
    // Most of it is told by single cases.
    if (world.release) throw notInRelease(world.release)
    const db = world.db.read
    const agencies = asked.agencies === null ? directory.agencies : subtreesOf(directory, asked.agencies)
    const ids = asked.agencies === null ? null : agencies.map(({ agencyId }) => agencyId)
    const query = queryOf(agencies, asked.agencies === null)
    const deliveries = await listDeliveries(db)
    const refusals = await listRefusals(db, !viewer.isAnonymous)
    const [checked, heaping, open, plausible, breaks, samples, published] = await Promise.all([
      checkedRows(db, deliveries, refusals, !viewer.isAnonymous),
      heapingOf(db, ids),
      openCases(db, ids),
      plausibleOf(world, directory, query, viewer),
      breaksOf(world, directory, query, viewer),
      samplesOf(world, directory, query, viewer),
      publishedIndices(world, directory, ids, query, viewer),
    ])
    const deliveriesOf = Map.groupBy(deliveries, ({ agencyId }) => agencyId)
    const heapingBy = new Map(heaping.map((row) => [row.agencyId, row]))
    const refusalsOf = Map.groupBy(refusals, ({ agencyId }) => agencyId)
    const openOf = Map.groupBy(open, ({ agencyId }) => agencyId)
    const of = <T>(map: ReadonlyMap<number, T>, agency: DirectoryAgency): T[] =>
      agency.members.flatMap(({ agencyId }) => map.get(agencyId) ?? [])
    const qualities = agencies.map((agency): AgencyQuality => {
      const rows = of(checked, agency)
      const heaps = of(heapingBy, agency)
      const present = agency.asOf && localDate(agency.asOf, DEFAULT_ZONE)
      const olderThanDays = plausible.get(agency.code) ?? plausibleDays(null)
      const cases = of(openOf, agency).flat()
      const stale = cases.filter(
        ({ submittedOn }) => present !== null && daysBetween(submittedOn, present) > olderThanDays,
      )
      const hasCases = agency.members.some(({ agencyId }) => directory.delivered.get(agencyId)?.has('cases'))
      const months = monthsReported(directory, agency)
      const quality: Omit<AgencyQuality, 'sentence'> = {
        agency: agency.code,
        completeness: shareOf(months.reported, months.expected),
        timeliness: timelinessOf(
          of(deliveriesOf, agency)
            .flat()
            .map(({ coversTo, importedAt }) => ({
              coveredTo: coversTo,
              arrivedOn: localDate(importedAt, agency.timeZone),
            })),
        ),
        validity: shareOf(sum(rows, 'bad'), sum(rows, 'rows')),
        pushRefusals: addUp(of(refusalsOf, agency).flat()),
        duplicates: shareOf(sum(rows, 'duplicates'), sum(rows, 'ownRows')),
        staleOpen: hasCases ? { ...shareOf(sum(stale, 'n'), sum(cases, 'n')), olderThanDays } : null,
        heaping:
          heaps.length === 0
            ? null
            : {
                atStandard:
                  sum(heaps, 'withDue') === 0
                    ? null
                    : shareOf(sum(heaps, 'atStandard'), sum(heaps, 'withDue')),
                atMonthEnd: shareOf(sum(heaps, 'atMonthEnd'), sum(heaps, 'completed')),
              },
        volumeBreaks: breaks.get(agency.code) ?? [],
        sample: samples.get(agency.code) ?? null,
        publishedIndex: published.get(agency.code) ?? [],
      }
      return { ...quality, sentence: qualitySentence(viewer.locale, quality) }
    })
    return {
      ...standingOf(
        world,
        directory,
        asOfScope(directory, { agencies: asked.agencies === null ? [null] : agencies }),
      ),
      agencies: qualities,
    }
  })

const MOST_REFUSALS = 100

/** Of an agency with everything below it, by day and kind. */
function addUp(refusals: readonly Refusals[]): AgencyQuality['pushRefusals'] {
  const byKind = Map.groupBy(refusals, ({ day, dataset, code }) => [day, dataset, code].join(' '))
  return Array.from(byKind.values(), (same) => {
    const { day, dataset, code } = same[0]!
    return { day, dataset, code, items: sum(same, 'items') }
  })
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
    .slice(0, MOST_REFUSALS)
}

const sum = <Key extends string>(rows: readonly Record<Key, number>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0)

const queryOf = (agencies: readonly DirectoryAgency[], isAll: boolean): ReadingsQuery => ({
  indicators: [],
  agencies: isAll ? '*' : agencies.map(({ code }) => code),
  services: null,
  channels: null,
  levels: null,
  grain: 'month',
  from: '1970-01-01',
  to: '1970-01-01',
})

/** Age in days from which an open case is hardly one, by agency. */
async function plausibleOf(
  world: World,
  directory: Directory,
  asked: ReadingsQuery,
  viewer: Viewer,
): Promise<Map<string, number>> {
  const query: ReadingsQuery = { ...asked, indicators: ['p90-time'], grain: 'all' }
  const readings = await readFigures(world, directory, planReadings(directory, query), query, viewer)
  return new Map(readings.map(({ agency, value }) => [agency!, plausibleDays(value)]))
}

/** Months of unusual volume of every agency, by code. */
export const findVolumeBreaks = (world: World, viewer: Viewer): Promise<Map<string, VolumeBreak[]>> =>
  inOneVersion(world, (directory) => breaksOf(world, directory, queryOf(directory.agencies, true), viewer))

/** Months of unusual volume, by agency, of those that are over and told in full. */
async function breaksOf(
  world: World,
  directory: Directory,
  asked: ReadingsQuery,
  viewer: Viewer,
): Promise<Map<string, VolumeBreak[]>> {
  const last = windowOf(directory, 'month', false).periods.at(-1)
  if (!last) return new Map()
  const indicator = 'received'
  const query: ReadingsQuery = { ...asked, indicators: [indicator], from: last.startsOn, to: last.startsOn }
  const plan = planReadings(directory, query, Number.POSITIVE_INFINITY)
  const scopes = plan.agencies.map((agency) => ({
    indicator,
    agency: agency!.code,
    service: null,
    channel: null,
  }))
  const [pasts, ledger] = await Promise.all([
    historiesOf(world, directory, plan, query, viewer, scopes),
    ledgerOf(world.db.read, directory),
  ])
  return new Map(
    scopes.map((scope) => {
      const history = pasts(scope)
      return [scope.agency, history ? volumeBreaks(chartHistory(directory, ledger, history).points) : []]
    }),
  )
}
