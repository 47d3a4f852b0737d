import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import { type Formats, readingText } from '#shared/i18n/formats.ts'
import { listPeriods } from '#shared/time/period.ts'
import { readingsQuery } from '../../api/readings.ts'
import { Sparkline } from '../../charts/Sparkline.tsx'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ReadingsParameters, type ViewSearch } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Scope, View } from '../../view.ts'
import { Failed } from './Failed.tsx'

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
  scope: Scope
  view: View
  label: string
}

/** The question behind the table; `NotReported` asks the same, so it is answered once. */
export const leagueQuestion = (kind: 'agency' | 'service', scope: Scope, view: View): ReadingsParameters => ({
  ...scope,
  [kind]: '*',
  indicators: COLUMNS.join(','),
  channel: view.channel,
  grain: view.grain,
  from: view.span.startsOn,
  to: view.span.endsOn,
})

/** Agencies or services with their figures: searchable, sortable, never numbered. */
export function League({ rows, kind, scope, view, label }: LeagueProps) {
  const { t, words, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const [limit, setLimit] = useState(PAGE)
  const question = leagueQuestion(kind, scope, view)
  const { data, error, refetch, isPlaceholderData } = useQuery(readingsQuery(question))
  const from = listPeriods(view.trendFrom, view.span.endsOn, view.grain).at(-12)?.startsOn ?? view.trendFrom
  const history = useQuery(readingsQuery({ ...question, indicators: TREND, from }))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
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
  const listed = rows.filter((row) => offered.has(row.code))
  const found = listed.filter(
    (row) =>
      (!word || row.name.toLowerCase().includes(word) || row.code.includes(word)) &&
      (!search.level || row.level === search.level),
  )
  const sorted = sortRows(found, search.sort ?? 'name', figures)
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const levels = [...new Set(rows.map((row) => row.level).filter((level) => level !== null))]
  return (
    <div className="league" aria-busy={isPlaceholderData}>
      <search className="picker">
        <Field label={t.table.search}>
          {(id) => (
            <input
              id={id}
              type="search"
              value={search.q ?? ''}
              onChange={(event) => go({ q: event.target.value || undefined })}
            />
          )}
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
        <span className="muted" role="status">
          {t.table.shown(format.number(Math.min(limit, sorted.length)), format.number(listed.length))}
        </span>
      </search>
      {sorted.length === 0 ? (
        <Notice kind="info" title={t.table.none} />
      ) : (
        <section className="table-scroll" aria-label={label} tabIndex={0}>
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
                        onClick={() =>
                          go({
                            sort:
                              order === 'descending'
                                ? column
                                : order === 'ascending'
                                  ? `-${column}`
                                  : column === 'name'
                                    ? column
                                    : `-${column}`,
                          })
                        }
                      >
                        {name}
                        <span aria-hidden="true">
                          {order === 'descending' ? ' ↓' : order === 'ascending' ? ' ↑' : ''}
                        </span>
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
                        {cellText(format, words.missing, reading)}
                        {reading?.value != null &&
                          reading.low !== null &&
                          reading.high !== null &&
                          column !== 'received' && (
                            <span className="cell-interval">{cellInterval(format, reading)}</span>
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
        </section>
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

/** Working days without their unit: the column's head says it. */
const cellText = (format: Formats, missing: Record<string, string>, reading: Reading | undefined): string =>
  reading?.unit === 'days' && reading.value !== null
    ? format.number(reading.value, 1)
    : readingText(format, missing, reading)

const cellInterval = (format: Formats, { unit, low, high }: Reading): string =>
  unit === 'days'
    ? `${format.number(low!, 1)}–${format.number(high!, 1)}`
    : format.interval(unit, low!, high!)

function sortOrder(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
}

/** By a figure or by name; those without a figure come last either way. */
function sortRows(
  rows: readonly LeagueRow[],
  sort: string,
  figures: ReadonlyMap<string, Reading>,
): LeagueRow[] {
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
