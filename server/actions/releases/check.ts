import { lineKey, listLines } from '#server/db/queries/release-lines.ts'
import { findVolumeBreaks } from '#server/readings/read-quality.ts'
import { readSignals } from '#server/readings/read-signals.ts'
import { readReleaseLines } from '#server/readings/release-lines.ts'
import type { FigureChange, ReleasedLine } from '#shared/contract/release.ts'
import type { ReleaseCheck } from '#shared/contract/release-desk.ts'
import { changesOfLine } from '#shared/proof/changes-of-line.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { lastDayOf, type Prospect, prospectOf, type ReleaseAsked } from './prospect.ts'

/** As many of each as a person looks through. */
const SHOWN = 100

/** What a release would be, from the live figures: what stands in its way, who is late, what is unusual, and what would
 *  come out differently than in the release before. Differences and hidden figures are those of months, all services
 *  together. @throws Refusal `forbidden`, `not_found` */
export async function checkRelease(context: ActionContext, asked: ReleaseAsked): Promise<ReleaseCheck> {
  await allow(context, 'release.check', 'instance')
  const { world, clock, defaultTimezone, locale } = context
  const directory = await world.directory()
  const prospect = await prospectOf(world.db.read, directory, asked, clock(), defaultTimezone)
  const viewer = { isAnonymous: true, locale }
  const first = prospect.newMonths[0]
  const since = first === undefined ? prospect.to : `${first}-01`
  const [breaks, signals, compared] = await Promise.all([
    findVolumeBreaks(world, viewer),
    readSignals(world, { indicators: null, agencies: null, since, limit: 1000, cursor: null }, viewer),
    compare(context, prospect),
  ])
  const unusual = [...breaks].flatMap(([agency, months]) =>
    months
      .filter(({ period }) => prospect.newMonths.includes(period))
      .map(({ period, value, usual }) => ({ agency, period, value, usual })),
  )
  const news = signals.items.filter(({ firedOn }) => firedOn <= prospect.to)
  return {
    through: prospect.to.slice(0, 7),
    previous: prospect.previous?.code ?? null,
    replaces: prospect.replaces?.code ?? null,
    code: prospect.code,
    asOf: directory.asOf,
    stops: prospect.stops.map((code) => ({ code, says: null })),
    coverage: {
      months: prospect.newMonths,
      agencies: prospect.expected,
      complete: prospect.expected - prospect.late.length,
      late: prospect.late.map(({ agency, months }) => ({ agency, months })),
      present: prospect.present,
      stays: prospect.lateBefore.map(({ agency }) => agency),
    },
    breaks: {
      count: unusual.length,
      items: unusual.slice(0, SHOWN).map(({ agency, period, value, usual }) => ({
        agency,
        service: null,
        indicator: 'received',
        period,
        note: `${value} / ${usual}`,
      })),
    },
    signals: {
      count: news.length,
      items: news.slice(0, SHOWN).map(({ agency, service, indicator, to, sentence }) => ({
        agency,
        service,
        indicator,
        period: to,
        sentence,
      })),
    },
    ...compared,
  }
}

type Compared = Pick<ReleaseCheck, 'suppression' | 'differences'>

async function compare({ world, clock }: ActionContext, prospect: Prospect): Promise<Compared> {
  const { previous, from, to, code } = prospect
  const before = previous && { code: previous.code, lastDay: lastDayOf(previous) }
  const now = { code, lastDay: to, publishAt: clock(), reason: null }
  const suppression = { hidden: 0, newlyHidden: 0 }
  const found: FigureChange[] = []
  let count = 0
  for await (const { agency, lines } of readReleaseLines(world, { from, to }, { monthsOnly: true })) {
    const rows = previous
      ? await listLines(world.db.read, previous.sequence, {
          part: 'readings',
          agencyIds: [agency?.agencyId ?? 0],
          services: [''],
          grain: 'month',
        })
      : []
    const olds = new Map(rows.map((row) => [lineKey(row), row.body]))
    for (const line of lines) {
      const body = olds.get(lineKey({ ...line, service: '' }))
      const old = body === undefined ? null : (JSON.parse(body) as ReleasedLine)
      const shown = new Set(old?.points.filter((point) => point[7] !== 'too-few').map(([period]) => period))
      for (const [period, , , , , , , missing] of line.points) {
        if (missing !== 'too-few') continue
        suppression.hidden++
        if (shown.has(period)) suppression.newlyHidden++
      }
      if (!before) continue
      const changes = changesOfLine(old, line, now, before)
      count += changes.length
      found.push(...changes)
      if (found.length > 20 * SHOWN) keepLargest(found)
    }
  }
  keepLargest(found)
  return { suppression, differences: { count, items: found } }
}

function keepLargest(changes: FigureChange[]): void {
  changes.sort((a, b) => sizeOf(b) - sizeOf(a))
  changes.length = Math.min(changes.length, SHOWN)
}

/** A figure that appears or goes is as large a difference as there is. */
const sizeOf = ({ old, new: now }: FigureChange): number =>
  old.value === null || now.value === null
    ? Number.POSITIVE_INFINITY
    : Math.abs(now.value - old.value) / Math.max(Math.abs(old.value), 1e-9)
