import { Link, useSearch } from '@tanstack/react-router'
import type { Reading } from '#shared/contract/reading.ts'
import { fewPhrase } from '#shared/i18n/few-phrase.ts'
import { type Formats, readingText } from '#shared/i18n/formats.ts'
import { givenBeside } from '#shared/i18n/reading-note.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import { type Direction, isOfPart } from '#shared/measure/measure.ts'
import { IntervalTrack } from '../charts/dots/IntervalTrack.tsx'
import { Sparkline } from '../charts/Sparkline.tsx'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { figureKey, type LeagueRow, nextSort, sortOrder } from './sort-rows.ts'
import { TargetCell } from './TargetHeld.tsx'
import { WhyAssured, WhyMarked } from './WhyMarked.tsx'

export interface LeagueColumn {
  /** of the indicator */
  id: string
  name: string
  direction: Direction | undefined
}

export interface LeagueTableProps {
  rows: readonly LeagueRow[]
  kind: 'agency' | 'service'
  label: string
  columns: readonly LeagueColumn[]
  figures: ReadonlyMap<string, Reading>
  sort: string
  chooseSort: (sort: string) => void
  /** the last column: a trend, or the first figure on a scale */
  last: { head: string } & (
    | { trends: ReadonlyMap<string | null, readonly (number | null)[]> }
    | { domain: readonly [number, number] }
  )
}

/** Agencies or services with their figures, never numbered. */
export function LeagueTable({
  rows,
  kind,
  label,
  columns,
  figures,
  sort,
  chooseSort,
  last,
}: LeagueTableProps) {
  const language = useLanguage()
  const { t, words, format, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  return (
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table className="numbers" data-columns={columns.length}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {[{ id: 'name', name: t.table.name }, ...columns].map(({ id: column, name }) => {
              const order = sortOrder(sort, column)
              return (
                <th key={column} scope="col" aria-sort={order}>
                  <button
                    type="button"
                    className="sort"
                    title={t.table.sortBy(name)}
                    onClick={() => chooseSort(nextSort(sort, column))}
                  >
                    {name}
                    <span aria-hidden="true">
                      {order === 'descending' ? ' ↓' : order === 'ascending' ? ' ↑' : ''}
                    </span>
                  </button>
                </th>
              )
            })}
            <th scope="col" className="drawing">
              {last.head}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const first = figures.get(figureKey(row.code, columns[0]!.id))
            return (
              <tr key={row.code}>
                <th scope="row">
                  <Link
                    to={kind === 'agency' ? '/agencies/$code' : '/services/$code'}
                    params={{ code: row.code }}
                    search={keep(search)}
                  >
                    {row.name}
                  </Link>
                  {row.note && <span className="cell-interval">{row.note}</span>}
                </th>
                {columns.map(({ id: column, direction }) => {
                  const reading = figures.get(figureKey(row.code, column))
                  const beside = reading && givenBeside(language, reading)
                  return (
                    <td key={column} className={reading?.value == null ? 'missing' : undefined}>
                      {reading?.signal?.variation && reading.signal.variation !== 'common-cause' && (
                        <WhyMarked
                          marked={{ ...reading.signal, variation: reading.signal.variation }}
                          direction={direction}
                          isShort
                        />
                      )}
                      {cellText(format, words.missing, reading)}
                      {reading?.value != null && isOfPart(reading) && (
                        <span className="cell-interval">{coveredPhrase(locale, reading)}</span>
                      )}
                      {reading?.value != null &&
                        reading.low !== null &&
                        reading.high !== null &&
                        (column !== 'received' || columns.length === 1) && (
                          <span className="cell-interval">{cellInterval(format, reading)}</span>
                        )}
                      {reading?.value != null && reading.low === null && fewPhrase(format, reading) && (
                        <span className="cell-interval">{fewPhrase(format, reading)}</span>
                      )}
                      {beside && <span className="cell-interval">{t.givenBeside(beside)}</span>}
                      {reading && (
                        <TargetCell
                          reading={reading}
                          assured={
                            reading.signal?.assurance &&
                            !reading.signal.isOvertaken && (
                              <WhyAssured assurance={reading.signal.assurance} isShort />
                            )
                          }
                        />
                      )}
                    </td>
                  )
                })}
                <td className="drawing">
                  {'domain' in last ? (
                    <IntervalTrack
                      value={first?.value ?? null}
                      low={first?.low ?? null}
                      high={first?.high ?? null}
                      domain={last.domain}
                    />
                  ) : (
                    <Sparkline values={last.trends.get(row.code) ?? []} label={`${row.name}: ${last.head}`} />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
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
