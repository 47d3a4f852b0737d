import { Link, useSearch } from '@tanstack/react-router'
import type { Comparison } from '#shared/contract/comparison.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { IntervalTrack } from '../charts/dots/IntervalTrack.tsx'
import { markOf } from '../charts/funnel/series.ts'
import { SignalMark } from '../charts/marks/SignalMark.tsx'
import { niceTicks } from '../charts/trend/series.ts'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'

type Compared = Comparison['agencies'][number]

/** Agencies by their figure with its interval on one scale, and the range of ranks that the data allow. */
export function ComparisonTable({
  data,
  subject,
  name,
  own,
}: {
  data: Comparison
  /** what the indicator is called */
  subject: string
  name: (code: string) => string
  /** the agency whose peers these are */
  own?: string | undefined
}) {
  const { t, words, format, locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { unit, direction, funnel } = data
  const ends = data.agencies.flatMap(({ value, low, high }) =>
    [value, low, high].filter((one) => one !== null),
  )
  const ticks = ends.length > 0 ? niceTicks(Math.min(...ends), Math.max(...ends)) : [0, 1]
  const domain = [ticks[0]!, ticks.at(-1)!] as const
  const isDown = direction === 'down'
  const rows = [...data.agencies].sort((a, b) =>
    a.value === null || b.value === null
      ? Number(a.value === null) - Number(b.value === null) || name(a.agency).localeCompare(name(b.agency))
      : (isDown ? a.value - b.value : b.value - a.value) || name(a.agency).localeCompare(name(b.agency)),
  )
  const hasRanks = rows.some(({ rank }) => rank !== null)
  return (
    <div className="league compared">
      <section className="table-scroll" aria-labelledby="intervals" tabIndex={0}>
        <table className="numbers" data-columns={1 + Number(hasRanks) + Number(funnel !== null)}>
          <caption className="visually-hidden">{t.comparison.intervals}</caption>
          <thead>
            <tr>
              <th scope="col">{t.agency}</th>
              <th scope="col">{subject}</th>
              {hasRanks && <th scope="col">{t.comparison.rank}</th>}
              {funnel && <th scope="col">{t.comparison.class}</th>}
              <th scope="col" className="drawing">
                {t.table.scale(format.value(unit, domain[0]), format.value(unit, domain[1]))}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.agency} className={one.agency === own ? 'own' : undefined}>
                <th scope="row">
                  <Link to="/agencies/$code" params={{ code: one.agency }} search={keep(search)}>
                    {name(one.agency)}
                  </Link>
                </th>
                <td className={one.value === null ? 'missing' : undefined}>
                  {readingText(format, words.missing, { ...one, unit })}
                  {isOfPart(one) && <span className="cell-interval">{coveredPhrase(locale, one)}</span>}
                  {one.low !== null && one.high !== null && (
                    <span className="cell-interval">{format.interval(unit, one.low, one.high)}</span>
                  )}
                </td>
                {hasRanks && (
                  <td>
                    {one.rank
                      ? t.comparison.rankOf(
                          format.number(one.rank.from),
                          format.number(one.rank.to),
                          format.number(one.rank.of),
                        )
                      : '–'}
                  </td>
                )}
                {funnel && (
                  <td>
                    <ClassMark one={one} direction={direction} />
                  </td>
                )}
                <td className="drawing">
                  <IntervalTrack
                    value={one.value}
                    low={one.low}
                    high={one.high}
                    domain={domain}
                    centre={funnel?.centre}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="league-note">
        {[hasRanks && t.comparison.rankNote, t.table.caution].filter(Boolean).join(' ')}
      </p>
    </div>
  )
}

/** The class of an agency in the funnel, as a mark and a word. */
function ClassMark({ one, direction }: { one: Compared; direction: Comparison['direction'] }) {
  const { t } = useLanguage()
  const place = one.funnel?.adjusted
  if (!place) return <>–</>
  const { letters } = t.signal
  return (
    <span className="class-mark">
      <SignalMark
        kind={markOf(place, direction)}
        letter={
          place === 'as-expected' ? letters.none : place.endsWith('higher') ? letters.high : letters.low
        }
      />{' '}
      {t.comparison.classes[place]}
    </span>
  )
}
