import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { findNewestRelease, listReleases, type ReleaseRow } from '#server/db/queries/release-chain.ts'
import type { Directory } from '#server/readings/directory.ts'
import { localDate } from '#server/readings/local-date.ts'
import { aYearBefore, touches } from '#server/readings/situations.ts'
import { type LateAgency, ReleaseManifest } from '#shared/contract/release.ts'
import type { FreezeStop } from '#shared/contract/release-desk.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { listPeriods, spanOf } from '#shared/time/period.ts'
import { listHeldBack } from './held-back.ts'

// What a release would be, before anything of it is made: its name and span, what stands in its way, and who is late.

/** `through` of a regular release, or the code of the one that a revision corrects. */
export type ReleaseAsked = { through: string; replaces: null } | { through: null; replaces: string }

export interface Prospect {
  code: string
  kind: 'regular' | 'revision'
  sequence: number
  previous: ReleaseRow | null
  replaces: ReleaseRow | null
  /** first and last day */
  from: string
  to: string
  /** `YYYY-MM`, that the release before does not hold */
  newMonths: string[]
  stops: FreezeStop[]
  /** agencies that are expected to deliver and have delivered nothing of some new month */
  late: { agencyId: number; agency: string; months: string[] }[]
  /** agencies that were expected in some new month */
  expected: number
  /** codes of those of them that are not late, and of a revision of all that the release it corrects did not leave out:
   *  each can be held back all the same */
  present: string[]
  /** of a revision: those that were late or held back in what it corrects, and are still */
  lateBefore: LateAgency[]
}

/** The datasets that tell of what an agency did; plans tell of what it means to do. */
const OF_DEEDS: ReadonlySet<string> = new Set(['cases', 'surveys', 'complaints', 'values'])

/** @throws Refusal `not_found` for a code that is no release */
export async function prospectOf(
  db: ReadDb,
  directory: Directory,
  asked: ReleaseAsked,
  now: string,
  zone: string,
): Promise<Prospect> {
  const previous = (await findNewestRelease(db)) ?? null
  const replaces = asked.replaces === null ? null : await getRelease(db, asked.replaces)
  const span = spanOf(replaces?.through ?? `${asked.through}-01`, 'month')
  const before = await monthsBefore(db, previous, replaces)
  const newMonths = before ? listPeriods(addMonths(before, 1), span.startsOn, 'month') : [span]
  const stops = new Set<FreezeStop>()
  if (directory.asOf === null || localDate(directory.asOf, zone) <= span.endsOn)
    stops.add(directory.asOf === null ? 'no-figures' : 'month-not-over')
  if (!replaces && previous && span.startsOn <= previous.through) stops.add('not-after-latest')
  if (replaces && replaces.releaseId !== previous?.releaseId) stops.add('not-after-latest')
  if (previous && previous.publishAt > now) stops.add('one-is-waiting')
  const months = !before || before < span.startsOn ? newMonths : []
  const { late, expected, present } = findLate(directory, months, await listUnaccepted(db, months))
  if (months.length > 0 && !months.some((month) => isDelivered(directory, month))) stops.add('no-figures')
  const wasLate = replaces ? ReleaseManifest.parse(JSON.parse(replaces.manifest)).late : []
  const held = replaces ? await listHeldBack(db, directory, replaces, wasLate, months) : new Set()
  const lateBefore = wasLate.filter(
    ({ agency }) => held.has(agency) || late.some((one) => one.agency === agency),
  )
  const isStill = (code: string) => lateBefore.some(({ agency }) => agency === code)
  return {
    code: replaces ? await revisionCode(db, replaces) : span.period,
    kind: replaces ? 'revision' : 'regular',
    sequence: (previous?.sequence ?? 0) + 1,
    previous,
    replaces,
    from: [previous?.startsOn, firstDay(directory), span.startsOn].filter((day) => day != null).sort()[0]!,
    to: span.endsOn,
    newMonths: months.map(({ period }) => period),
    stops: [...stops],
    late: replaces ? [] : late,
    expected,
    present: replaces
      ? [...present, ...late.map(({ agency }) => agency)].filter((code) => !isStill(code))
      : present,
    lateBefore,
  }
}

/** First day of the last month that was released before; a revision covers what the one it corrects did anew. */
async function monthsBefore(
  db: ReadDb,
  previous: ReleaseRow | null,
  replaces: ReleaseRow | null,
): Promise<string | null> {
  if (!replaces) return previous?.through ?? null
  const { rows } = await sql<{ through: string | null }>`select max(through) as through from release
    where through < cast(${replaces.through} as date)`.execute(db)
  return rows[0]?.through ?? null
}

async function getRelease(db: ReadDb, code: string): Promise<ReleaseRow> {
  const found = await db.selectFrom('release').selectAll().where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-release', { code })
  return found
}

/** `2026-10-r1`, then `-r2`. */
async function revisionCode(db: ReadDb, { through }: ReleaseRow): Promise<string> {
  const same = (await listReleases(db)).filter((one) => one.through === through)
  return `${through.slice(0, 7)}-r${same.length}`
}

/** The first day that anybody delivered anything of, at the start of its month. */
function firstDay(directory: Directory): string | null {
  let first: string | null = null
  for (const sets of directory.delivered.values()) {
    for (const { dataset, spans } of sets.values()) {
      if (!OF_DEEDS.has(dataset)) continue
      for (const { from } of spans) if (first === null || from < first) first = from
    }
  }
  return first === null ? null : spanOf(first < '1900-01-01' ? '1900-01-01' : first, 'month').startsOn
}

interface Span {
  period: string
  startsOn: string
  endsOn: string
}

const spansOf = (directory: Directory, agencyId: number) =>
  [...(directory.delivered.get(agencyId)?.values() ?? [])]
    .filter(({ dataset }) => OF_DEEDS.has(dataset))
    .flatMap(({ spans }) => spans)

const isDelivered = (directory: Directory, { startsOn, endsOn }: Span): boolean =>
  directory.agencies.some(({ agencyId }) => touches(spansOf(directory, agencyId), startsOn, endsOn))

/** `AGENCY_ID MONTH` of what was submitted and is not accepted. */
async function listUnaccepted(db: ReadDb, months: readonly Span[]): Promise<Set<string>> {
  if (months.length === 0) return new Set()
  const rows = await db
    .selectFrom('submission')
    .select(['agencyId', 'month'])
    .where('state', '<>', 'accepted')
    .where(
      'month',
      'in',
      months.map(({ startsOn }) => startsOn),
    )
    .execute()
  return new Set(rows.map(({ agencyId, month }) => `${agencyId} ${month}`))
}

/** Who delivered something in the twelve months before a month is expected in it; who then delivered nothing of it, of
 *  any kind, is late, and so is whose month was submitted and not accepted. */
function findLate(
  directory: Directory,
  months: readonly Span[],
  unaccepted: ReadonlySet<string>,
): Pick<Prospect, 'late' | 'expected' | 'present'> {
  const late: Prospect['late'] = []
  const present: string[] = []
  let expected = 0
  for (const { agencyId, code, validFrom, validTo } of directory.agencies) {
    const spans = spansOf(directory, agencyId)
    if (spans.length === 0) continue
    const due = months.filter(
      ({ startsOn, endsOn }) =>
        (validFrom === null || validFrom <= endsOn) &&
        (validTo === null || validTo >= startsOn) &&
        touches(spans, aYearBefore(startsOn), endsOn),
    )
    if (due.length > 0) expected++
    const missed = due.filter(
      ({ startsOn, endsOn }) =>
        !touches(spans, startsOn, endsOn) || unaccepted.has(`${agencyId} ${startsOn}`),
    )
    if (missed.length > 0) late.push({ agencyId, agency: code, months: missed.map(({ period }) => period) })
    else if (due.length > 0) present.push(code)
  }
  return { late, expected, present }
}

/** Last day of a release, whose `through` is the first of its last month. */
export const lastDayOf = ({ through }: Pick<ReleaseRow, 'through'>): string =>
  addDays(addMonths(through, 1), -1)
