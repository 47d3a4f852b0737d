import { Link, useSearch } from '@tanstack/react-router'
import type { Reading } from '#shared/contract/reading.ts'
import type { Explanation } from '#shared/contract/target.ts'
import { readingNote } from '#shared/i18n/reading-note.ts'
import { changeOf, notPerDay, otherUnits } from '#shared/i18n/sentences.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { Sparkline } from '../charts/Sparkline.tsx'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { TargetHeld } from './TargetHeld.tsx'
import { WhyAssured, WhyMarked } from './WhyMarked.tsx'

export interface IndicatorCardProps {
  indicator: string
  current: Reading | undefined
  /** why there can be none in this view, before any other reason */
  unavailable?: string | undefined
  previous: Reading | undefined
  lastYear: Reading | undefined
  /** the figure over the last periods */
  history: readonly Reading[]
  /** the same figure with what its control chart says of it, and its target */
  marked?: Reading | undefined
  /** what the agency says of the target that it missed */
  explanation?: Explanation | undefined
}

/** A key figure: how much, how sure, against what, and over time in a line. */
export function IndicatorCard({
  indicator,
  current,
  unavailable,
  previous,
  lastYear,
  history,
  marked,
  explanation,
}: IndicatorCardProps) {
  const language = useLanguage()
  const { t, words, format } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const { name } = words.list[indicator]!
  const isMissing = !current || current.value === null
  const note = current && readingNote(language, current)
  const direction = findIndicator(indicator)?.direction
  const signal = marked?.signal
  return (
    <article className="card">
      <h3>
        <Link to="/indicators/$id" params={{ id: indicator }} search={keep(search)}>
          {name}
        </Link>
      </h3>
      <div className="card-figure">
        {isMissing ? (
          <p className="card-missing">{words.missing[current?.missing ?? 'not-reported']}</p>
        ) : (
          <p className="card-value">
            <Quantity>{format.value(current.unit, current.value!)}</Quantity>
          </p>
        )}
        <Sparkline
          values={history.map((reading) => reading.value)}
          label={`${name}: ${t.table.trend(format.number(history.length))}`}
        />
      </div>
      <p className="card-interval">
        {isMissing
          ? (unavailable ?? note ?? words.missingSentence['not-reported'])
          : current.low !== null && current.high !== null
            ? `${t.interval}: ${format.interval(current.unit, current.low, current.high)}`
            : t.noInterval}
      </p>
      {!isMissing && (
        <ul className="card-changes">
          <ChangeLine indicator={indicator} current={current} base={previous} />
          {lastYear?.period !== previous?.period && (
            <ChangeLine indicator={indicator} current={current} base={lastYear} />
          )}
        </ul>
      )}
      {marked && <TargetHeld reading={marked} explanation={explanation} />}
      <div className="card-marks">
        {!isMissing && signal?.variation && (
          <WhyMarked marked={{ ...signal, variation: signal.variation }} direction={direction} />
        )}
        {!isMissing && signal?.assurance && !signal.isOvertaken && (
          <WhyAssured assurance={signal.assurance} />
        )}
      </div>
      {!isMissing && note && <p className="card-note">{note}</p>}
    </article>
  )
}

/** A number in words, its unit smaller than the number. */
function Quantity({ children }: { children: string }) {
  const [, number, unit] = /^([<>]?[\d.,]+) (\D+)$/.exec(children) ?? []
  if (!number) return children
  return (
    <>
      {number} <span className="card-unit">{unit}</span>
    </>
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
  const { t, format, locale } = useLanguage()
  if (base && base.value !== null && isOfPart(base) && !isOfPart(current)) {
    return <li className="change change-chance">{t.notWhole(format.period(base.period))}</li>
  }
  const change = changeOf({ current, previous: base })
  if (!change || !base) return null
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
  const others = otherUnits(locale, current, base)
  const verdict = change.isOtherUnits
    ? others
    : change.difference === 0 || (change.isBeyondChance === null && current.unit === 'count')
      ? ''
      : change.isBeyondChance === null
        ? t.unknownChance
        : kind === 'chance'
          ? t.withinChance
          : [
              [t[kind], t.beyondChance, notPerDay(locale, change)].filter(Boolean).join(', '),
              ...(others ? [others] : []),
            ].join('; ')
  return (
    <li className={`change change-${kind}`}>
      <span aria-hidden="true">{MARKS[kind]} </span>
      {change.difference === 0
        ? t.same(format.period(base.period))
        : `${format.difference(current.unit, change.difference, current.value ?? undefined)} ${t.against(format.period(base.period))}`}
      {verdict && <span className="change-verdict">: {verdict}</span>}
    </li>
  )
}
