import type { Reading } from '#shared/contract/reading.ts'
import { useLanguage } from '../i18n.tsx'

/** Readings as a table: value, interval, n, and what a reader must know; a missing figure gives its reason. */
export function ReadingTable({
  readings,
  caption,
  label,
}: {
  readings: readonly Reading[]
  caption: string
  label?: (reading: Reading) => string
}) {
  const { t, words, format } = useLanguage()
  const nameOf = label ?? ((reading: Reading) => format.period(reading.period))
  return (
    <table className="numbers">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.period}</th>
          <th scope="col">{t.value}</th>
          <th scope="col">{t.interval}</th>
          <th scope="col">{t.n}</th>
          <th scope="col">{t.note}</th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr
            key={`${reading.indicator}|${reading.agency}|${reading.service}|${reading.channel}|${reading.period}`}
          >
            <th scope="row">{nameOf(reading)}</th>
            <td>{reading.value === null ? '–' : format.value(reading.unit, reading.value)}</td>
            <td>
              {reading.low === null || reading.high === null
                ? reading.value === null
                  ? '–'
                  : t.noInterval
                : format.interval(reading.unit, reading.low, reading.high)}
            </td>
            <td>{reading.n === null ? '–' : format.number(reading.n)}</td>
            <td className="note">
              {reading.missing
                ? words.missingSentence[reading.missing]
                : reading.flags.map((flag) => words.flags[flag]).join(' ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
