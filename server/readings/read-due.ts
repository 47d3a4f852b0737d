import {
  type DeliveryRow,
  findBatches,
  listDeliveries,
  listExcuses,
  listExpectations,
} from '#server/db/queries/expectations.ts'
import type { ExpectationTable } from '#server/db/tables/expectations.ts'
import type { DueItem, DueReport } from '#shared/contract/due.ts'
import type { ExpectedDataset } from '#shared/contract/due-words.ts'
import type { ImportResult } from '#shared/contract/import.ts'
import { addDays, addMonths, type IsoDate } from '#shared/time/date.ts'
import { listPeriods, type PeriodSpan, spanOf } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { type Arrival, judgeDue } from './judge-due.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'
import { refuseSize } from './query.ts'
import type { World } from './world.ts'

// Who is expected to deliver what, by when, and how it stands now. Unlike a figure this asks the clock: whether a day
// has passed is a question of today.

/** Months before this one that are shown. */
const MONTHS_BACK = 12

export interface DueQuery {
  /** agencies that whoever asks may see */
  maySee(agency: DirectoryAgency): boolean
  now: string
  dataset?: ExpectedDataset | undefined
  /** days in the first and last month; absent: from a year ago to this month */
  from?: string | undefined
  to?: string | undefined
}

export async function readDue(world: World, asked: DueQuery): Promise<DueReport> {
  const directory = await world.directory()
  const { read } = world.db
  const today = localDate(asked.now, DEFAULT_ZONE)
  const thisMonth = spanOf(today, 'month')
  const from = spanOf(asked.from ?? addMonths(thisMonth.startsOn, -MONTHS_BACK), 'quarter').startsOn
  const to = spanOf(asked.to ?? today, 'month').endsOn
  const waits = expand(directory, await listExpectations(read)).filter(
    ({ agency, expectation }) =>
      (asked.dataset === undefined || expectation.dataset === asked.dataset) && asked.maySee(agency),
  )
  refuseSize(waits.length * Math.max(1, listPeriods(from, to, 'month').length))
  const agencies = [...new Set(waits.map(({ agency }) => agency))]
  const ids = agencies.map(({ agencyId }) => agencyId)
  const [rows, excuses] = await Promise.all([
    ids.length === 0 ? [] : listDeliveries(read, ids, { from, to }),
    listExcuses(read),
  ])
  const deliveries = new Map<string, DeliveryRow[]>()
  for (const row of rows) {
    const key = `${row.agencyId}|${row.dataset}`
    const list = deliveries.get(key)
    if (list) list.push(row)
    else deliveries.set(key, [row])
  }
  const reasons = new Map(excuses.map((one) => [`${one.agencyId}|${one.dataset}|${one.period}`, one.reason]))
  const judged = waits.flatMap(({ agency, expectation }) =>
    judgeAll(agency, expectation, {
      rows: deliveries.get(`${agency.agencyId}|${expectation.dataset}`) ?? [],
      reasons,
      now: asked.now,
      from,
      to,
    }),
  )
  const batches = await findBatches(read, [...new Set(judged.flatMap(({ importId }) => importId ?? []))])
  return {
    today,
    agencies: agencies.map(({ code, name, nameEn, level }) => ({ code, name, nameEn, level })),
    items: judged.map((item) => {
      const batch = batches.get(item.importId ?? '')
      if (!batch) return item
      const { accepted } = JSON.parse(batch.result) as ImportResult
      // How many of a file's rows are of which of its agencies, nobody counted.
      return { ...item, deliveredBy: batch.actor, rows: batch.agencies === 1 ? accepted : null }
    }),
  }
}

interface Wait {
  agency: DirectoryAgency
  expectation: ExpectationTable
}

/** Agencies with what each is expected to deliver: of several that are about the same, the one set nearest to it. */
export function expand(directory: Directory, expectations: readonly ExpectationTable[]): Wait[] {
  const nearest = new Map<string, Wait & { distance: number }>()
  for (const expectation of expectations) {
    const root = directory.agencyById.get(expectation.agencyId)
    if (!root && expectation.agencyId !== 0) continue
    for (const agency of agenciesOf(directory, expectation)) {
      const key = `${agency.agencyId}|${expectation.dataset}`
      // Said of it by name comes before said of it with others.
      const distance = expectation.whom === 'self' ? -1 : distanceOf(directory, agency, expectation.agencyId)
      const known = nearest.get(key)
      if (!known || distance < known.distance) nearest.set(key, { agency, expectation, distance })
    }
  }
  return [...nearest.values()]
    .map(({ agency, expectation }) => ({ agency, expectation }))
    .sort(
      (a, b) =>
        (a.agency.code < b.agency.code ? -1 : a.agency.code > b.agency.code ? 1 : 0) ||
        (a.expectation.dataset < b.expectation.dataset ? -1 : 1),
    )
}

/** Whom an expectation is about. */
export function agenciesOf(
  directory: Directory,
  { agencyId, whom }: Pick<ExpectationTable, 'agencyId' | 'whom'>,
): DirectoryAgency[] {
  const root = directory.agencyById.get(agencyId)
  if (whom === 'self') return root ? [root] : []
  const members = root?.members ?? (agencyId === 0 ? directory.agencies : [])
  return members.filter((agency) => (whom === 'leaves' ? agency.isLeaf : agency.level === whom))
}

function distanceOf(directory: Directory, agency: DirectoryAgency, rootId: number): number {
  let steps = 0
  for (let at: DirectoryAgency | undefined = agency; at; at = directory.agencyById.get(at.parentId ?? 0)) {
    if (at.agencyId === rootId) return steps
    steps++
  }
  return steps
}

interface Ground {
  rows: readonly DeliveryRow[]
  reasons: ReadonlyMap<string, string>
  now: string
  from: IsoDate
  to: IsoDate
}

function judgeAll(agency: DirectoryAgency, expectation: ExpectationTable, ground: Ground): DueItem[] {
  const { every, validFrom, validTo, dueDays } = expectation
  const dataset = expectation.dataset as ExpectedDataset
  const today = localDate(ground.now, agency.timeZone)
  const arrivals = ground.rows.map(
    (row): Arrival => ({
      from: row.coversFrom,
      to: row.coversTo,
      trueOn: localDate(row.asOf, agency.timeZone),
      cameOn: localDate(row.importedAt, agency.timeZone),
    }),
  )
  const isExpected = ({ startsOn, endsOn }: PeriodSpan) =>
    endsOn >= validFrom &&
    (validTo === null || startsOn <= validTo) &&
    (agency.validFrom === null || agency.validFrom <= endsOn) &&
    (agency.validTo === null || agency.validTo >= startsOn)
  return listPeriods(ground.from, ground.to, every)
    .filter(isExpected)
    .map((span): DueItem => {
      const next = spanOf(addDays(span.endsOn, 1), every)
      const dueOn = addDays(span.endsOn, dueDays)
      const reason = ground.reasons.get(`${agency.agencyId}|${dataset}|${span.period}`) ?? null
      const dates = { dueOn, nextDueOn: addDays(next.endsOn, dueDays), today }
      const { state, isLate, arrival } = judgeDue(span, arrivals, dates, reason !== null)
      const row = arrival === null ? null : ground.rows[arrival]!
      return {
        agency: agency.code,
        dataset,
        period: span.period,
        every,
        dueOn,
        state,
        isLate,
        deliveredAt: row?.importedAt ?? null,
        deliveredBy: null,
        rows: null,
        importId: row?.importId ?? null,
        reason: state === 'excused' ? reason : null,
      }
    })
}
