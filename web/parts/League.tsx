import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { listPeriods } from '#shared/time/period.ts'
import { readingsQuery } from '../api/readings.ts'
import { Sparkline } from '../charts/Sparkline.tsx'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import type { View } from '../view.ts'

const COLUMNS = ['received', 'median-working-days', 'on-time-rate', 'satisfaction-index'] as const
const TREND = 'on-time-rate'
const PAGE = 50

export interface LeagueRow {
  code: string
  name: string
  level: string | null
}

export interface LeagueProps {
  rows: readonly LeagueRow[]
  kind: 'agency' | 'service'
  /** what the question names besides `agency=*` or `service=*` */
  scope: { agency?: string; service?: string }
  view: View
  label: string
}

/** Agencies or services with their figures: searchable, sortable, never numbered. */
export function League({ rows, kind, scope, view, label }: LeagueProps) {
  const { t, words, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const [limit, setLimit] = useState(PAGE)
  const each = kind === 'agency' ? { ...scope, agency: '*' } : { ...scope, service: '*' }
  const common = { ...each, channel: view.channel, grain: view.grain, to: view.span.endsOn }
  const { data, error } = useQuery(readingsQuery({ ...common, indicators: COLUMNS.join(','), from: view.span.startsOn }))
  const periods = listPeriods(view.trendFrom, view.span.endsOn, view.grain).slice(-12)
  const history = useQuery(readingsQuery({ ...common, indicators: TREND, from: periods[0]?.startsOn ?? view.span.startsOn }))
  if (error && !data) return <Notice kind="error" title={t.failed}>{error.message}</Notice>
  if (!data) return <Skeleton height={480} label={t.loading} />

  const of = (reading: Reading) => (kind === 'agency' ? reading.agency : reading.service)
  const figures = new Map(data.readings.map((reading) => [`${of(reading)}|${reading.indicator}`, reading]))
  const offered = new Set(data.readings.map(of))
  const trends = new Map<string | null, (number | null)[]>()
  for (const reading of history.data?.readings ?? []) {
    const values = trends.get(of(reading)) ?? []
    trends.set(of(reading), values)
    values.push(reading.value)
  }
  const word = (search.q ?? '').toLowerCase()
  const found = rows.filter(
    (row) =>
      offered.has(row.code) &&
      (!word || row.name.toLowerCase().includes(word) || row.code.includes(word)) &&
      (!search.level || row.level === search.level),
  )
  const sorted = sortRows(found, search.sort ?? 'name', figures)
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const levels = [...new Set(rows.map((row) => row.level).filter((level) => level !== null))]
  return (
    <div className="league">
      <form className="picker" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {t.table.search}
          <input type="search" value={search.q ?? ''} onChange={(event) => go({ q: event.target.value || undefined })} />
        </label>
        {levels.length > 1 && (
          <label>
            {t.table.level}
            <select value={search.level ?? ''} onChange={(event) => go({ level: event.target.value || undefined })}>
              <option value="">{t.table.allLevels}</option>
              {levels.map((level) => (
                <option key={level} value={level}>
                  {words.levels[level as keyof typeof words.levels]}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="muted" role="status">
          {t.table.shown(format.number(Math.min(limit, sorted.length)), format.number(rows.length))}
        </span>
      </form>
      {sorted.length === 0 ? (
        <Notice kind="info" title={t.table.none} />
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
          <table className="numbers">
            <caption className="visually-hidden">{label}</caption>
            <thead>
              <tr>
                {['name', ...COLUMNS].map((column) => {
                  const name = column === 'name' ? t.table.name : words.list[column]!.name
                  const order = sortOrder(search.sort ?? 'name', column)
                  return (
                    <th key={column} scope="col" aria-sort={order}>
                      <button
                        type="button"
                        className="sort"
                        title={t.table.sortBy(name)}
                        onClick={() => go({ sort: order === 'descending' ? column : order === 'ascending' ? `-${column}` : column === 'name' ? column : `-${column}` })}
                      >
                        {name}
                        <span aria-hidden="true">{order === 'descending' ? ' ↓' : order === 'ascending' ? ' ↑' : ''}</span>
                      </button>
                    </th>
                  )
                })}
                <th scope="col">
                  {words.list[TREND]!.name}, {t.table.trend.toLowerCase()}
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, limit).map((row) => (
                <tr key={row.code}>
                  <th scope="row">
                    {kind === 'agency' ? (
                      <Link to="/agencies/$code" params={{ code: row.code }} search={keep(search)}>
                        {row.name}
                      </Link>
                    ) : (
                      <Link to="/services/$code" params={{ code: row.code }} search={keep(search)}>
                        {row.name}
                      </Link>
                    )}
                  </th>
                  {COLUMNS.map((column) => {
                    const reading = figures.get(`${row.code}|${column}`)
                    return (
                      <td key={column} className={reading?.value === null ? 'missing' : undefined}>
                        {readingText(format, words.missing, reading)}
                        {reading?.value != null && reading.low !== null && reading.high !== null && column !== 'received' && (
                          <span className="cell-interval">{format.interval(reading.unit, reading.low, reading.high)}</span>
                        )}
                      </td>
                    )
                  })}
                  <td>
                    <Sparkline values={trends.get(row.code) ?? []} label={`${row.name}: ${t.table.trend}`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sorted.length > limit && (
        <button type="button" onClick={() => setLimit(limit + PAGE)}>
          {t.table.more}
        </button>
      )}
      <p className="muted">{t.table.caution}</p>
    </div>
  )
}

function sortOrder(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
}

/** By a figure or by name; those without a figure come last either way. */
function sortRows(rows: readonly LeagueRow[], sort: string, figures: ReadonlyMap<string, Reading>): LeagueRow[] {
  const isDown = sort.startsWith('-')
  const column = isDown ? sort.slice(1) : sort
  const sign = isDown ? -1 : 1
  return [...rows].sort((a, b) => {
    if (column === 'name') return sign * a.name.localeCompare(b.name)
    const [x, y] = [a, b].map((row) => figures.get(`${row.code}|${column}`)?.value ?? null)
    if (x === y) return a.name.localeCompare(b.name)
    if (x === null || x === undefined) return 1
    if (y === null || y === undefined) return -1
    return sign * (x - y)
  })
}
