import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { missingLegend, notesTogether } from '#shared/i18n/reading-note.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { listPeriods } from '#shared/time/period.ts'
import { type Answer, readingsQuery } from '../../api/readings.ts'
import { scaleOf } from '../../charts/dots/scale.ts'
import { useLanguage } from '../../i18n.tsx'
import { LeagueTable } from '../../parts/LeagueTable.tsx'
import { figureKey, findRows, type LeagueRow, sortRows } from '../../parts/sort-rows.ts'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { type ReadingsParameters, readingsUrl, type ViewSearch } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { askedPeriod, BESIDE, channelOf, type Scope, type View } from '../../view.ts'
import { Failed } from './Failed.tsx'

const FIGURES = ['received', 'median-working-days', 'median-time', 'on-time-rate', 'satisfaction-index']
const TREND = 'on-time-rate'
const PERIODS = 12
const PAGE = 50

export interface LeagueProps {
  rows: readonly LeagueRow[]
  kind: 'agency' | 'service'
  /** what the question names besides `agency=*` or `service=*` */
  scope: Scope
  view: View
  label: string
  /** compare this figure alone, on a scale */
  indicator?: IndicatorItem
}

/** The question behind the table; `NotReported` asks the same, so it is answered once. */
export const leagueQuestion = (
  kind: 'agency' | 'service',
  scope: Scope,
  view: View,
  indicators: readonly string[] = FIGURES,
): ReadingsParameters => ({
  ...scope,
  [kind]: '*',
  indicators: indicators.join(','),
  channel: view.channel,
  grain: view.grain,
  from: view.span.startsOn,
  to: view.span.endsOn,
  ...(!view.channel && { include: BESIDE }),
})

/** Agencies or services with their figures: searchable, sortable, never numbered. */
export function League({ rows, kind, scope, view, label, indicator }: LeagueProps) {
  const language = useLanguage()
  const { t, words, format, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const [limit, setLimit] = useState(PAGE)
  const question = leagueQuestion(kind, scope, view, indicator ? [indicator.id] : FIGURES)
  const { data, error, refetch, isPlaceholderData } = useQuery(readingsQuery(question))
  const trend = indicator ? [] : listPeriods(view.trendFrom, view.span.endsOn, view.grain)
  const from = trend.at(-PERIODS)?.startsOn ?? view.trendFrom
  const history = useQuery({
    ...readingsQuery({ ...question, indicators: TREND, include: undefined, from }),
    enabled: !indicator,
  })
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={480} label={t.loading} />

  const codeOf = (reading: Reading) => (kind === 'agency' ? reading.agency : reading.service)
  // Spans that agencies gave themselves overlap: an answer may hold others than the one asked for.
  const period = askedPeriod(data.asked)
  const readings = data.readings.filter((one) => one.period === period)
  const figures = new Map(readings.map((one) => [figureKey(codeOf(one), one.indicator), one]))
  const past = history.data?.readings ?? []
  // Who never gave a figure of what an import created has nothing to say in its table.
  const isHere = ({ missing, coverage }: Reading) =>
    indicator?.group !== 'given' || missing !== 'not-reported' || coverage.expected > 0
  const answered = new Set(readings.filter(isHere).map(codeOf))
  const listed = rows.filter((row) => answered.has(row.code))
  const found = findRows(listed, search.q ?? '').filter((row) => !search.level || row.level === search.level)
  const sort = search.sort ?? 'name'
  const sorted = sortRows(found, sort, figures)
  const columns = (indicator ? [indicator.id] : columnsOf(data)).map((id) => ({
    id,
    name: indicator?.name[locale] ?? words.list[id]!.name,
    direction: indicator?.direction ?? findIndicator(id)?.direction,
  }))
  const shown = readings.filter((one) => isHere(one) && columns.some(({ id }) => id === one.indicator))
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const levels = [...new Set(listed.map((row) => row.level).filter((level) => level !== null))]
  const channel = channelOf(data.asked)
  const toldIn = kind === 'service' ? yearOfPeople(data, period) : null
  return (
    <div className="league" aria-busy={isPlaceholderData}>
      <search className="picker">
        <Field label={kind === 'agency' ? t.table.searchAgency : t.table.searchService}>
          {(id) => <SearchBox id={id} value={search.q ?? ''} choose={(q) => go({ q: q || undefined })} />}
        </Field>
        {levels.length > 1 && (
          <Field label={t.table.level}>
            {(id) => (
              <select
                id={id}
                value={search.level ?? ''}
                onChange={(event) => go({ level: event.target.value || undefined })}
              >
                <option value="">{t.table.allLevels}</option>
                {levels.map((level) => (
                  <option key={level} value={level}>
                    {words.levels[level as keyof typeof words.levels]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </search>
      <p className="league-note" role="status">
        {[
          t.table.figures(format.period(period)),
          channel && t.throughChannel(words.channels[channel]),
          t.table.shown(format.number(Math.min(limit, sorted.length)), format.number(listed.length)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {sorted.length === 0 ? (
        <Notice kind="info" title={t.table.none} />
      ) : (
        <LeagueTable
          rows={sorted.slice(0, limit)}
          kind={kind}
          label={label}
          columns={columns}
          figures={figures}
          sort={sort}
          chooseSort={(sort) => go({ sort })}
          last={lastColumn()}
        />
      )}
      {sorted.length > limit && (
        <button type="button" onClick={() => setLimit(limit + PAGE)}>
          {t.table.more}
        </button>
      )}
      <p className="league-note">
        {[
          t.table.caution,
          levels.length > 1 && t.table.overlap,
          ...notesTogether(language, shown),
          ...missingLegend(language, shown),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {toldIn && (
        <p className="league-note">
          <Link to="." search={{ ...search, grain: 'year', period: toldIn } as never}>
            {t.table.servicesByYear(toldIn)}
          </Link>
        </p>
      )}
      <TakeAlong question={readingsUrl(question)} data={data} withCsv />
    </div>
  )

  function lastColumn() {
    if (indicator) {
      const domain = scaleOf(shown)
      const [low, high] = domain.map((end) => format.value(indicator.unit, end))
      return { head: t.table.scale(low!, high!), domain }
    }
    const trends = new Map<string | null, (number | null)[]>()
    for (const reading of past) {
      const values = trends.get(codeOf(reading)) ?? []
      trends.set(codeOf(reading), values)
      values.push(reading.value)
    }
    const length = Math.max(0, ...[...trends.values()].map((values) => values.length))
    return { head: `${words.list[TREND]!.name}, ${t.table.trend(format.number(length))}`, trends }
  }
}

/** The last whole year, where satisfaction by service is hidden altogether: with many small counts services are told apart
 *  by the year only. null where it is told, or nothing of it was asked. */
function yearOfPeople({ asOf, readings }: Answer, period: string): string | null {
  const people = readings.filter((one) => one.indicator === 'satisfaction-index' && one.period === period)
  if (!asOf || people.length === 0 || !people.every(({ missing }) => missing === 'too-few')) return null
  const year = String(Math.min(Number(period.slice(0, 4)) || Infinity, Number(asOf.slice(0, 4)) - 1))
  return year === period ? null : year
}

/** Elapsed time where the calendar does not know every case's working days; no survey figures by channel. */
function columnsOf({ asked, readings }: Answer): string[] {
  const hasGaps = readings.some(({ flags }) => flags.includes('calendar-not-covered'))
  return FIGURES.filter((id) => {
    if (id === 'median-working-days') return !hasGaps
    if (id === 'median-time') return hasGaps
    return !(asked.channel && findIndicator(id)?.dataset === 'surveys')
  })
}
