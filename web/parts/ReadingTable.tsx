import type { Reading } from '#shared/contract/reading.ts'
import { givenBeside, readingNote } from '#shared/i18n/reading-note.ts'
import { useLanguage } from '../i18n.tsx'
import { includedColumns } from './included-columns.ts'

/** Readings as a table: value, interval, n, and what a reader must know; a missing figure gives its reason. */
export function ReadingTable({
  readings,
  caption,
  head,
  label,
}: {
  readings: readonly Reading[]
  caption: string
  /** what the rows are, where they are not periods */
  head?: string
  label?: (reading: Reading) => string
}) {
  const language = useLanguage()
  const { t, format } = language
  const notes = readings.map((reading) => readingNote(language, reading))
  const given = readings.map((reading) => givenBeside(language, reading))
  const hasGiven = given.some((one) => one !== null)
  const hasNotes = notes.some((note) => note !== '')
  const included = includedColumns(language, readings)
  const nameOf = label ?? ((reading: Reading) => format.period(reading.period))
  return (
    <table className="numbers">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head ?? t.period}</th>
          <th scope="col">{t.value}</th>
          {hasGiven && <th scope="col">{t.given}</th>}
          <th scope="col">{t.interval}</th>
          <th scope="col">{t.n}</th>
          {included.map(({ head }) => (
            <th key={head} scope="col" className="note">
              {head}
            </th>
          ))}
          {hasNotes && (
            <th scope="col" className="note">
              {t.note}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {readings.map((reading, i) => (
          <tr
            key={`${reading.indicator}|${reading.agency}|${reading.service}|${reading.channel}|${reading.period}`}
          >
            <th scope="row">{nameOf(reading)}</th>
            <td>{reading.value === null ? '–' : format.value(reading.unit, reading.value)}</td>
            {hasGiven && <td>{given[i] ?? '–'}</td>}
            <td>
              {reading.low === null || reading.high === null
                ? reading.value === null
                  ? '–'
                  : t.noInterval
                : format.interval(reading.unit, reading.low, reading.high)}
            </td>
            <td>{reading.n === null ? '–' : format.number(reading.n)}</td>
            {included.map(({ head, text }) => (
              <td key={head} className="note">
                {text(reading)}
              </td>
            ))}
            {hasNotes && <td className="note">{notes[i]}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
