import { Link, useSearch } from '@tanstack/react-router'
import type { Reading } from '#shared/contract/reading.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { changeBetween } from '#shared/stats/change.ts'
import { Sparkline } from '../charts/Sparkline.tsx'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'

export interface IndicatorCardProps {
  indicator: string
  current: Reading | undefined
  previous: Reading | undefined
  lastYear: Reading | undefined
  /** the figure over the last periods */
  history: readonly Reading[]
}

/** A key figure: how much, how sure, against what, and over time in a line. */
export function IndicatorCard({ indicator, current, previous, lastYear, history }: IndicatorCardProps) {
  const { t, words, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { name } = words.list[indicator]!
  const isMissing = !current || current.value === null
  return (
    <article className="card">
      <h3>
        <Link to="/indicators/$id" params={{ id: indicator }} search={keep(search)}>
          {name}
        </Link>
      </h3>
      {isMissing ? (
        <p className="card-missing">{words.missing[current?.missing ?? 'not-reported']}</p>
      ) : (
        <p className="card-value">{format.value(current.unit, current.value!)}</p>
      )}
      <p className="card-interval">
        {isMissing
          ? words.missingSentence[current?.missing ?? 'not-reported']
          : current.low !== null && current.high !== null
            ? `${t.interval}: ${format.interval(current.unit, current.low, current.high)}`
            : t.noInterval}
      </p>
      {!isMissing && (
        <ul className="card-changes">
          <ChangeLine indicator={indicator} current={current} base={previous} />
          <ChangeLine indicator={indicator} current={current} base={lastYear} />
        </ul>
      )}
      <Sparkline values={history.map((reading) => reading.value)} label={`${name}: ${t.table.trend}`} />
    </article>
  )
}

const MARKS = { better: '▲', worse: '▼', moved: '◆', chance: '·' } as const

/** The change against another period: its size, whether it is more than chance, and which way that is. */
function ChangeLine({
  indicator,
  current,
  base,
}: {
  indicator: string
  current: Reading
  base: Reading | undefined
}) {
  const { t, format } = useLanguage()
  const change = base && changeBetween(current, base)
  if (!change) return null
  const direction = findIndicator(indicator)?.direction
  const isBetter = direction === 'up' ? change.difference > 0 : change.difference < 0
  const kind =
    change.isBeyondChance !== true
      ? 'chance'
      : direction === 'up' || direction === 'down'
        ? isBetter
          ? 'better'
          : 'worse'
        : 'moved'
  const verdict =
    change.isBeyondChance === null || change.difference === 0
      ? ''
      : kind === 'chance'
        ? t.withinChance
        : `${t[kind]}, ${t.beyondChance}`
  return (
    <li className={`change change-${kind}`}>
      <span aria-hidden="true">{MARKS[kind]} </span>
      {change.difference === 0
        ? t.same(format.period(base.period))
        : `${format.difference(current.unit, change.difference)} ${t.against(format.period(base.period))}`}
      {verdict && <span className="change-verdict">: {verdict}</span>}
    </li>
  )
}
