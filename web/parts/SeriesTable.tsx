import type { Series } from '#shared/contract/series.ts'
import { readingNote } from '#shared/i18n/reading-note.ts'
import { useLanguage } from '../i18n.tsx'

/** The numbers of a control chart, newest first: figure, interval, limits, and why it is marked or missing. */
export function SeriesTable({
  series,
  caption,
  revised,
}: {
  series: Series
  caption: string
  /** what a release corrected, by period */
  revised: ReadonlyMap<string, string>
}) {
  const language = useLanguage()
  const { t, format } = language
  const { unit, points } = series
  const span = (low: number | null, high: number | null) =>
    low === null || high === null ? '–' : format.interval(unit, low, high)
  return (
    <table className="numbers">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.period}</th>
          <th scope="col">{t.value}</th>
          <th scope="col">{t.interval}</th>
          <th scope="col">{t.n}</th>
          <th scope="col">{t.control.centre}</th>
          <th scope="col">{t.control.limits}</th>
          <th scope="col" className="note">
            {t.note}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...points].reverse().map((point) => (
          <tr key={point.period}>
            <th scope="row">{format.period(point.period)}</th>
            <td>{point.value === null ? '–' : format.value(unit, point.value)}</td>
            <td>{span(point.low, point.high)}</td>
            <td>{point.n === null ? '–' : format.number(point.n)}</td>
            <td>{point.centre === null ? '–' : format.value(unit, point.centre)}</td>
            <td>{span(point.lower, point.upper)}</td>
            <td className="note">
              {[
                point.variation && point.rule
                  ? `${t.signal.variations[point.variation]}: ${t.signal.rules[point.rule]}.`
                  : '',
                readingNote(language, point),
                revised.get(point.period),
              ]
                .filter(Boolean)
                .join(' ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
