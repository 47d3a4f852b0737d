import type { FigureChange, ReleasedLine, ReleasedPoint } from '#shared/contract/release.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { isAbsent } from './absent-point.ts'

/** The release that another is held against. */
export interface ReleaseBefore {
  code: string
  /** last day of its last month */
  lastDay: string
}

interface ReleaseNow {
  code: string
  lastDay: string
  publishAt: string
  reason: string | null
}

type Figure = FigureChange['old']
const NOT_THERE: Figure = { value: null, n: null, missing: null }

/** The figures of a line that a release says otherwise than the one before, of periods that both speak of in full: a
 *  month more is no change, nor is the year it falls in. A figure that is hidden in either is left out: that it changed
 *  would tell of it. null: there is no such line. */
export function changesOfLine(
  old: ReleasedLine | null,
  now: ReleasedLine | null,
  release: ReleaseNow,
  before: ReleaseBefore,
): FigureChange[] {
  const { indicator, agency, service, grain } = (now ?? old)!
  const [olds, news] = [figuresOf(old, before.lastDay), figuresOf(now, release.lastDay)]
  const isSameSpan = before.lastDay === release.lastDay
  const changes: FigureChange[] = []
  for (const period of [...new Set([...olds.keys(), ...news.keys()])].sort()) {
    const [was, is] = [olds.get(period) ?? NOT_THERE, news.get(period) ?? NOT_THERE]
    if (was.value === is.value && was.n === is.n && was.missing === is.missing) continue
    if (was.missing === 'too-few' || is.missing === 'too-few') continue
    if (!isSameSpan && !isWhole(period, before.lastDay)) continue
    changes.push({
      release: release.code,
      previous: before.code,
      publishedAt: release.publishAt,
      indicator,
      agency,
      service,
      grain,
      period,
      old: was,
      new: is,
      reason: release.reason,
    })
  }
  return changes
}

const isWhole = (period: string, lastDay: string): boolean => (parsePeriod(period)?.endsOn ?? '') <= lastDay

function figuresOf(line: ReleasedLine | null, lastDay: string): Map<string, Figure> {
  const points: readonly ReleasedPoint[] = line?.points ?? []
  return new Map(
    points
      .filter((point) => !isAbsent(point, lastDay))
      .map(([period, value, n, , , , , missing]) => [period, { value, n, missing }]),
  )
}
