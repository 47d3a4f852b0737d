import { identifier, quote } from '#server/db/import-engine.ts'
import type { DatasetReader } from './datasets/fields.ts'

// Lines of a sheet that are about its table and no record of it: totals, averages, notes, who signed it, and the header
// that stands above each block again. Found by what
// they say and by what they lack; only a line that could not be taken in anyway is left out for what it lacks.

const PLACE = '(keseluruhan|seluruhnya|semua|total|kabupaten|kota|provinsi|dinas|umum|per unsur)'
/** The whole of what the first cell says. */
const TOTAL = `^(grand |sub ?-?)?(total|jumlah|rata ?- ?rata|rerata|average|sum)( ?/ ?(total|rata ?- ?rata))?( ${PLACE}( .*)?)?[ .:=]*[0-9]*$`
/** Lines below a survey by the rule of the ministry. */
const SURVEY = '^([Σσ∑]|nrr\\b|ikm unit|(total |jumlah )?nilai ?(/|per) ?unsur)'
/** How a line begins that says something about the others. */
const ABOUT =
  '^(sub ?-?total|total|jumlah|rata ?- ?rata|ket(erangan)?\\b|catatan|note|sumber|source|mengetahui|menyetujui|nip\\b|\\*)'

const texts = (cells: readonly string[]) => cells.map((cell) => `nullif(trim(${cell}), '')`)

/** SQL of the first cell of a line that says anything. */
export const firstCell = (cells: readonly string[]): string =>
  cells.length === 1 ? texts(cells)[0]! : `coalesce(${texts(cells).join(', ')})`

const filled = (cells: readonly string[]): string =>
  cells.map((cell) => `(case when trim(${cell}) <> '' then 1 else 0 end)`).join(' + ')

const says = (text: string, pattern: string): string =>
  `coalesce(regexp_matches(lower(${text}), ${quote(pattern)}), false)`

/** SQL of whether a line looks like one that is no record, before anybody has said what the columns mean. */
export function looksLikeSummary(cells: readonly string[], headers: readonly string[]): string {
  const first = firstCell(cells)
  const few =
    cells.length >= 4 ? `(${filled(cells)}) <= ${Math.max(1, Math.floor(cells.length / 4))}` : 'false'
  const half = `(${filled(cells)}) <= ${Math.floor(cells.length / 2)}`
  return `(${says(first, TOTAL)} or ${says(first, SURVEY)} or (${half} and ${says(first, ABOUT)}) or (${few} and ${noNumber(first)}) or ${isHeader(cells, headers)})`
}

/** SQL of whether a text is what stands below tables: a total, a note, who signed. */
export const looksLikeNote = (text: string): string => `(${says(text, TOTAL)} or ${says(text, ABOUT)})`

const noNumber = (text: string): string => `coalesce(not regexp_matches(${text}, '^[0-9]'), false)`

/** SQL, over what `typed` is made of, of whether a line is none of the records: its fields are read by then. */
export function isSummary(
  cells: readonly string[],
  headers: readonly string[],
  reader: DatasetReader,
): string {
  const first = firstCell(cells)
  const lacks = reader.fields.flatMap(({ name, kind, isRequired }) => {
    const text = identifier(`x_${name}`)
    if (kind.type === 'date' && isRequired) {
      const [at, on] = [identifier(`at_${name}`), identifier(`on_${name}`)]
      return [`(${at} is null and ${on} is null)`]
    }
    if (kind.type === 'period')
      return [`not coalesce(regexp_matches(${text}, '^[12][0-9]{3}(-[A-Z0-9/-]+)?$'), false)`]
    if (kind.type === 'number') return [`(${text} is not null and ${identifier(`n_${name}`)} is null)`]
    return isRequired ? [`${text} is null`] : []
  })
  const isSurvey = reader.fields.some(({ name }) => name === 'answeredAt')
  // Where the sheet says no dates, only its answers tell a respondent from a note.
  if (isSurvey) {
    const answers = reader.fields.filter(({ kind }) => kind.type === 'number' && kind.min !== 0)
    lacks.push(`(${answers.map(({ name }) => `${identifier(`n_${name}`)} is null`).join(' and ')})`)
  }
  const isLacking = lacks.length > 0 ? `(${lacks.join(' or ')})` : 'false'
  const few = `(${filled(cells)}) <= ${Math.floor(cells.length / 3)}`
  return `(${says(first, TOTAL)} or ${isSurvey ? says(first, SURVEY) : 'false'} or ${isHeader(cells, headers)}
    or (${isLacking} and (${says(first, ABOUT)} or ${few})))`
}

/** SQL of whether a line says its headers again, or one of the two lines that they are made of. */
export function isHeader(cells: readonly string[], headers: readonly string[]): string {
  const named = cells.flatMap((cell, i) => {
    const header = headers[i]?.toLowerCase() ?? ''
    const text = `regexp_replace(lower(trim(${cell})), '\\s+', ' ', 'g')`
    return header === ''
      ? []
      : [
          `case when ${text} = '' or ${cell} is null then 0 when starts_with(${quote(header)}, ${text}) or ends_with(${quote(header)}, ${text}) then 1 else -1000 end`,
        ]
  })
  // One cell alone may be a value that is called as its column.
  return named.length < 2 ? 'false' : `(${named.join(' + ')}) >= 2`
}
