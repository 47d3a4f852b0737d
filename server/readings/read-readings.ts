import type { ReadDb } from '#server/db/database.ts'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import type { Measure } from '#shared/measure/measure.ts'
import { type Cell, CHANNELS, noCases } from '#shared/rollups/cell.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { type Cut, makeCut } from './cut.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { type CountRow, fetchCounts } from './fetch-counts.ts'
import { type DurationRow, fetchDurations } from './fetch-durations.ts'
import { fetchFinished } from './fetch-finished.ts'
import { fetchOffered } from './fetch-offered.ts'
import { fetchSurveys } from './fetch-surveys.ts'
import { type Plan, planReadings, type ReadingsQuery, refuseSize } from './query.ts'
import { type ScopeSituation, situationsOf } from './situations.ts'
import { suppress } from './suppress.ts'
import type { World } from './world.ts'

/** Where days begin and end when a scope has no zone of its own. */
const DEFAULT_ZONE = 'Asia/Jakarta'

/** The one path from cells to figures: tile, table, chart, file and API all show what this gives.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for what cannot be asked. */
export async function readReadings(
  world: World,
  query: ReadingsQuery,
  viewer: { isAnonymous: boolean },
): Promise<Readings> {
  const directory = await world.directory()
  const plan = planReadings(directory, query)
  const cells = await collectCells(world, directory, plan, query)
  const situations = situationsOf(directory, plan.periods, DEFAULT_ZONE)
  const readings: Reading[] = []
  // How many channels there are is only known now.
  const offered = plan.agencies.flatMap((agency) =>
    plan.services.filter((service) => cells.isOffered(agency, service)),
  )
  refuseSize(plan.definitions.length * offered.length * plan.periods.length * cells.channels.length)
  for (const definition of plan.definitions) {
    for (const agency of plan.agencies) {
      const at = situations.of(agency, definition.dataset)
      for (const service of plan.services) {
        if (!cells.isOffered(agency, service)) continue
        for (const channel of cells.channels) {
          plan.periods.forEach((period, i) => {
            const cell = cells.of(agency, service, channel, period)
            const measure = suppress(
              definition,
              evaluateIndicator(definition, cell, at[i]!),
              viewer.isAnonymous,
            )
            readings.push(place(definition, measure, agency, service, channel, period, at[i]!))
          })
        }
      }
    }
  }
  return { asOf: asOfScope(directory, plan), source: 'live', demo: directory.isDemo, readings }
}

function place(
  definition: Plan['definitions'][number],
  measure: Measure,
  agency: DirectoryAgency | null,
  service: DirectoryService | null,
  channel: string | null,
  period: PeriodSpan,
  situation: ScopeSituation,
): Reading {
  return {
    indicator: definition.id,
    agency: agency?.code ?? null,
    service: service?.code ?? null,
    channel,
    period: period.period,
    value: measure.value,
    unit: definition.unit,
    n: measure.n,
    numerator: measure.numerator,
    denominator: measure.denominator,
    low: measure.low,
    high: measure.high,
    missing: measure.missing,
    coverage: situation.coverage,
    flags: measure.flags,
  }
}

/** The latest instant that any delivery in the scopes asked for is true up to. */
function asOfScope(directory: Directory, plan: Plan): string | null {
  if (plan.agencies.includes(null)) return directory.asOf
  let latest: string | null = null
  for (const agency of plan.agencies) {
    for (const member of agency?.members ?? []) {
      for (const { asOf } of directory.delivered.get(member.agencyId)?.values() ?? []) {
        if (latest === null || asOf > latest) latest = asOf
      }
    }
  }
  return latest
}

interface CollectedCells {
  channels: (string | null)[]
  isOffered(agency: DirectoryAgency | null, service: DirectoryService | null): boolean
  of(
    agency: DirectoryAgency | null,
    service: DirectoryService | null,
    channel: string | null,
    period: PeriodSpan,
  ): Cell
}

const keyOf = (agencyId: number, serviceId: number, channel: string | null, startsOn: string): string =>
  `${agencyId}|${serviceId}|${channel ?? ''}|${startsOn}`

async function collectCells(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
): Promise<CollectedCells> {
  const cut = makeCut(plan, directory, {
    allAgencies: query.agencies === '*',
    allServices: query.services === '*',
  })
  const db = world.db.read
  const wantsCounts = plan.parts.has('cases') || plan.parts.has('backlog')
  const wantsDurations = plan.parts.has('elapsed') || plan.parts.has('workingDays')
  const wantsSurveys = plan.parts.has('survey') && !cut.hasChannels
  const isEmpty = plan.periods.length === 0
  const wantsBacklog = plan.parts.has('backlog')
  const [{ counts, durations }, surveys, offered] = await Promise.all([
    isEmpty || !(wantsCounts || wantsDurations)
      ? { counts: [], durations: [] }
      : cut.isFinished
        ? fetchFinished(db, cut, { durations: wantsDurations, opening: wantsBacklog })
        : fetchCut(db, cut, { counts: wantsCounts, durations: wantsDurations, opening: wantsBacklog }),
    wantsSurveys && !isEmpty ? fetchSurveys(db, cut) : [],
    query.services === '*' && !plan.agencies.includes(null) ? fetchOffered(db, cut) : null,
  ])
  const byKey = <
    T extends { agencyId: number; serviceId: number; startsOn: string; channel?: string | null },
  >(
    rows: T[],
  ) =>
    new Map(rows.map((row) => [keyOf(row.agencyId, row.serviceId, row.channel ?? null, row.startsOn), row]))
  const countOf = byKey(counts)
  const durationOf = byKey(durations)
  const surveyOf = byKey(surveys)
  const backlogs = plan.parts.has('backlog') ? runningBacklogs(counts, plan.periods) : null
  return {
    channels: channelsOf(plan, counts, cut),
    isOffered: (agency, service) =>
      offered === null || service === null || offered.has(`${agency?.agencyId ?? 0}|${service.serviceId}`),
    of(agency, service, channel, period) {
      const key = keyOf(agency?.agencyId ?? 0, service?.serviceId ?? 0, channel, period.startsOn)
      const duration = durationOf.get(key)
      return {
        cases: countOf.get(key) ?? noCases(),
        elapsed: duration?.elapsed ?? null,
        workingDays: duration?.workingDays ?? null,
        backlog: backlogs?.get(key) ?? null,
        survey: surveyOf.get(key)?.survey ?? null,
      }
    },
  }
}

async function fetchCut(
  db: ReadDb,
  cut: Cut,
  wants: { counts: boolean; durations: boolean; opening: boolean },
): Promise<{ counts: CountRow[]; durations: DurationRow[] }> {
  const [counts, durations] = await Promise.all([
    wants.counts ? fetchCounts(db, cut, wants.opening) : [],
    wants.durations ? fetchDurations(db, cut) : [],
  ])
  return { counts, durations }
}

/** Channels to answer for: none apart, those asked for, or every one that occurs. */
function channelsOf(plan: Plan, counts: readonly CountRow[], cut: Cut): (string | null)[] {
  if (!cut.hasChannels) return [null]
  if (plan.channels !== '*') return [...(plan.channels ?? [])]
  const present = new Set(counts.map((row) => row.channel))
  return [...CHANNELS, 'unknown'].filter((channel) => present.has(channel))
}

/** Open cases at the end of each period: received minus closed from the first day on. Keyed like the cells; a scope
 *  has none before its first case. */
function runningBacklogs(counts: readonly CountRow[], periods: readonly PeriodSpan[]): Map<string, number> {
  const flows = new Map<string, CountRow[]>()
  for (const row of counts) {
    const scope = keyOf(row.agencyId, row.serviceId, row.channel, '')
    const rows = flows.get(scope) ?? []
    flows.set(scope, rows)
    rows.push(row)
  }
  const backlogs = new Map<string, number>()
  for (const [scope, rows] of flows) {
    rows.sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
    let open = 0
    let next = 0
    let hasBegun = false
    for (const period of periods) {
      for (; next < rows.length && rows[next]!.startsOn <= period.startsOn; next++) {
        const { received, closed } = rows[next]!
        open += received - closed
        // A row may hold nothing but cases that are due before the first was received.
        hasBegun ||= received > 0 || closed > 0
      }
      if (hasBegun) backlogs.set(scope + period.startsOn, open)
    }
  }
  return backlogs
}
