import type { ReadDb, Tx } from '#server/db/database.ts'
import { type DeliveryRow, listDeliveries } from '#server/db/queries/expectations.ts'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import { listProvisional, listSubmissions } from '#server/db/queries/submissions.ts'
import type { ReleaseTable } from '#server/db/tables/releases.ts'
import { EXPECTED_DATASETS } from '#shared/contract/due-words.ts'
import type { ReleaseManifest } from '#shared/contract/release.ts'
import type { SubmissionBoard, SubmissionItem } from '#shared/contract/submission.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { localDate } from './local-date.ts'
import { monthFigures, monthKey } from './month-figures.ts'
import { readDue } from './read-due.ts'
import { judgeSubmission, type MonthStanding } from './submission-state.ts'
import type { World } from './world.ts'

// How the figures of each agency's months are on their way to a release. Like what is due, this asks the clock.

const TOLD: readonly string[] = EXPECTED_DATASETS

/** First days of the newest months that have ended, newest first. */
export function endedMonths(today: string, count: number): string[] {
  const first = spanOf(today, 'month').startsOn
  return Array.from({ length: count }, (_, i) => addMonths(first, -1 - i))
}

export interface BoardQuery {
  maySee(agency: DirectoryAgency): boolean
  now: string
  zone: string
  /** how many months, newest first */
  months: number
  /** says who it was, of an actor as the audit log names it */
  who(actor: string): string
}

/** Agencies that deliver by themselves, by their newest months. */
export async function readSubmissions(world: World, asked: BoardQuery): Promise<SubmissionBoard> {
  const { read } = world.db
  const directory = await world.directory()
  const months = endedMonths(localDate(asked.now, asked.zone), asked.months)
  const from = months.at(-1)!
  const to = spanOf(months[0]!, 'month').endsOn
  const due = await readDue(world, { maySee: asked.maySee, now: asked.now, from, to })
  const expected = new Set(due.items.map(({ agency }) => agency))
  const agencies = directory.agencies.filter(
    (agency) => asked.maySee(agency) && (expected.has(agency.code) || hasDelivered(directory, agency)),
  )
  const [standings, provisional] = await Promise.all([
    findStandings(read, agencies, months, asked.now),
    listProvisional(read),
  ])
  const missing = missingByMonth(due.items, directory, agencies)
  const items = agencies.flatMap((agency) =>
    months
      .filter((month) => isActive(agency, month))
      .map((month): SubmissionItem => {
        const standing = standings.get(monthKey(agency.agencyId, month))!
        const { state, hasChanged } = judgeSubmission(standing)
        const { row, release, deliveredAt } = standing
        // Of a month that is released, what led there is history.
        const own = row !== null && state === row.state
        return {
          agency: agency.code,
          month: month.slice(0, 7),
          state,
          hasChanged,
          deliveredAt,
          at: own ? row.changedAt : null,
          by: own ? asked.who(row.changedBy) : null,
          reason: own ? row.reason : null,
          release: release?.code ?? null,
          missing: missing(agency, month),
        }
      }),
  )
  return {
    months: months.map((month) => month.slice(0, 7)),
    agencies: agencies.map(({ agencyId, code, name, nameEn, level }) => ({
      code,
      name,
      nameEn,
      level,
      showsProvisional: provisional.has(agencyId),
    })),
    items,
  }
}

/** How months of agencies stand, given as first days. */
export async function findStandings(
  db: ReadDb | Tx,
  agencies: readonly DirectoryAgency[],
  months: readonly string[],
  now: string,
): Promise<Map<string, MonthStanding>> {
  const ids = agencies.map(({ agencyId }) => agencyId)
  const sorted = [...months].sort()
  if (ids.length === 0 || !sorted[0]) return new Map()
  const span = { from: sorted[0], to: spanOf(sorted.at(-1)!, 'month').endsOn }
  const rows = await listSubmissions(db, ids, months)
  const figures = await monthFigures(db, [...new Set(rows.map(({ agencyId }) => agencyId))], months)
  const deliveries = await listDeliveries(db as ReadDb, ids, span)
  const isReleased = releasedMonths(await listPublishedReleases(db, now))
  const submitted = new Map(rows.map((row) => [monthKey(row.agencyId, row.month), row]))
  const delivered = latestDeliveries(deliveries, months)
  return new Map(
    agencies.flatMap(({ agencyId, code }) =>
      months.map((month): [string, MonthStanding] => {
        const key = monthKey(agencyId, month)
        return [
          key,
          {
            row: submitted.get(key) ?? null,
            figures: figures.get(key) ?? null,
            deliveredAt: delivered.get(key) ?? null,
            release: isReleased(code, month),
          },
        ]
      }),
    ),
  )
}

/** Of each agency's month, when the latest delivery that touches it came. */
function latestDeliveries(rows: readonly DeliveryRow[], months: readonly string[]): Map<string, string> {
  const spans = months.map((month) => spanOf(month, 'month'))
  const latest = new Map<string, string>()
  for (const { agencyId, dataset, coversFrom, coversTo, importedAt } of rows) {
    if (!TOLD.includes(dataset)) continue
    for (const { startsOn, endsOn } of spans) {
      if (coversFrom > endsOn || coversTo < startsOn) continue
      const key = monthKey(agencyId, startsOn)
      if (importedAt > (latest.get(key) ?? '')) latest.set(key, importedAt)
    }
  }
  return latest
}

/** Which published release holds an agency's month: the newest one that reaches it, and in which it was not late. */
export function releasedMonths(published: readonly ReleaseTable[]) {
  const newest = published[0]
  if (!newest) return () => null
  const { late } = JSON.parse(newest.manifest) as Pick<ReleaseManifest, 'late'>
  const lateCodes = new Set(late.map(({ agency }) => agency))
  const before = published.find(({ through }) => through < newest.through)?.through ?? ''
  const { code, frozenAt } = newest
  return (agency: string, month: string): MonthStanding['release'] =>
    month < newest.startsOn || month > newest.through || (lateCodes.has(agency) && month > before)
      ? null
      : { code, frozenAt }
}

const hasDelivered = (directory: Directory, { agencyId }: DirectoryAgency): boolean =>
  TOLD.some((dataset) => directory.delivered.get(agencyId)?.has(dataset))

const isActive = ({ validFrom, validTo }: DirectoryAgency, month: string): boolean =>
  (validFrom === null || validFrom <= spanOf(month, 'month').endsOn) && (validTo === null || validTo >= month)

/** What is not there of a month: of what is expected as that says, else of what came for the month before. */
function missingByMonth(
  due: Awaited<ReturnType<typeof readDue>>['items'],
  directory: Directory,
  agencies: readonly DirectoryAgency[],
) {
  const expected = Map.groupBy(due, ({ agency }) => agency)
  const codes = new Set(agencies.map(({ code }) => code))
  return ({ agencyId, code }: DirectoryAgency, month: string): SubmissionItem['missing'] => {
    if (!codes.has(code)) return []
    const { startsOn, endsOn } = spanOf(month, 'month')
    const waited = expected.get(code) ?? []
    const own = waited.filter(({ period }) => endsWith(period, month))
    const known = new Set(waited.map(({ dataset }): string => dataset))
    const told = own.flatMap(({ dataset, state }): SubmissionItem['missing'] =>
      state === 'delivered' || state === 'excused'
        ? []
        : [{ dataset, state: state === 'partial' ? 'partial' : 'missing' }],
    )
    const before = spanOf(addDays(startsOn, -1), 'month')
    for (const [dataset, { spans }] of directory.delivered.get(agencyId) ?? []) {
      // What is told by quarter or year is not missing in the months between.
      if (known.has(dataset) || !TOLD.includes(dataset) || dataset === 'costs') continue
      const reaches = (from: string, to: string) => spans.some((one) => one.from <= to && one.to >= from)
      if (reaches(before.startsOn, before.endsOn) && !reaches(startsOn, endsOn))
        told.push({ dataset, state: 'missing' })
    }
    return told
  }
}

/** A month, or a quarter in its last month. */
const endsWith = (period: string, month: string): boolean => {
  if (period === month.slice(0, 7)) return true
  return (
    period === spanOf(month, 'quarter').period &&
    spanOf(month, 'quarter').endsOn.startsWith(month.slice(0, 7))
  )
}
