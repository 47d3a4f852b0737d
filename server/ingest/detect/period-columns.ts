import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
import { YEAR_OPEN } from '#shared/contract/mapping-year.ts'
import { type PeriodWords, periodReplacements, readPeriodWords } from '#shared/time/period-words.ts'
import { plainHeader } from './field-words.ts'
import type { ColumnProfile } from './profile-columns.ts'

// Where a table says of which months its figures are: in a column, in two, or in the headers of its columns.

/** Names that the import reads as they are. */
const CANONICAL =
  /^[12]\d{3}(-(Q[1-4]|S[12]|W\d\d|0[1-9]|1[0-2])(-\d\d)?|-(0[1-9]|1[0-2])\/[12]\d{3}-(0[1-9]|1[0-2]))?$/
const FIRST_OF_MONTH = /^[12]\d{3}-\d\d-01( 00:00:00)?$/
const MOSTLY = 0.8

interface FoundPeriod {
  column: ColumnProfile
  /** how it is to be read; null: as it is written */
  spec: ColumnSpec | null
}

/** The column of the periods, and how it is read: `Januari 2026`, or `Januari` beside a column of years, or `Januari`
 *  where the year is told above the table (`year`) or nowhere. null when no column names periods. */
export function findPeriod(
  columns: readonly ColumnProfile[],
  nameOf: (column: ColumnProfile) => string | number,
  year: string | null,
): FoundPeriod | null {
  const read = columns.map((column) => ({ column, words: wordsOf(column) }))
  const whole = read.find(({ words }) => words?.every(({ year, part }) => year !== null && part !== ''))
  if (whole) {
    const { column, words } = whole
    const texts = column.values.map(({ value }) => value)
    const isMonths =
      texts.every((text) => FIRST_OF_MONTH.test(text)) && (texts.length > 1 || saysMonth(column))
    // A column of days is not one of months.
    if (column.type === 'date' && !isMonths) return null
    if (!isMonths && texts.every((text) => CANONICAL.test(text))) return { column, spec: null }
    return { column, spec: { column: nameOf(column), replace: periodReplacements(partsOf(words!)) } }
  }
  const part = read.find(
    ({ column, words }) =>
      words?.every(({ year, part }) => year === null && part !== '') || isNumbered(column),
  )
  if (!part) return null
  const years = read.find(
    ({ column, words }) => column !== part.column && words?.every(({ part }) => part === ''),
  )
  const { column, words } = part
  const kind = words === null ? /triwulan|quarter|semester/.exec(plainHeader(column.header))?.[0] : undefined
  const parts =
    words === null ? [kind === undefined ? '01' : kind === 'semester' ? 'S1' : 'Q1'] : partsOf(words)
  const before = years ? `{${nameOf(years.column)}}` : (year ?? YEAR_OPEN)
  // A template knows columns by their headers only.
  if ([column, ...(years ? [years.column] : [])].some((one) => typeof nameOf(one) === 'number')) return null
  const template = `${before} ${kind === undefined ? '' : `${kind} `}{${nameOf(column)}}`
  return { column, spec: { template, replace: periodReplacements(parts) } }
}

const partsOf = (words: readonly PeriodWords[]): string[] => [...new Set(words.map(({ part }) => part))]

/** What the values of a column say of periods; null where some are no periods. */
function wordsOf(column: ColumnProfile): PeriodWords[] | null {
  let [all, told] = [0, 0]
  const words: PeriodWords[] = []
  for (const { value, count } of column.values) {
    all += count
    const read = readPeriodWords(value)
    if (read?.others !== '') continue
    told += count
    words.push(read)
  }
  return all > 0 && told >= all * MOSTLY ? words : null
}

const saysMonth = ({ header }: ColumnProfile): boolean =>
  /\b(bulan|month|periode|period)\b/.test(plainHeader(header))

/** 1 to 12 below `Bulan`, I to IV below `Triwulan`. */
function isNumbered({ header, values }: ColumnProfile): boolean {
  const plain = plainHeader(header)
  const most = /^(bulan|month|bln)( ke)?$/.test(plain)
    ? 12
    : /^(triwulan|quarter)( ke)?$/.test(plain)
      ? 4
      : /^semester( ke)?$/.test(plain)
        ? 2
        : 0
  const roman = ['i', 'ii', 'iii', 'iv']
  const is = (text: string) =>
    (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= most) ||
    (most <= 4 && roman.slice(0, most).includes(text.toLowerCase()))
  return most > 0 && values.length > 0 && values.every(({ value }) => is(value.trim()))
}

/** Columns that are one period each. */
interface WideColumns {
  columns: WideColumn[]
  /** what else stands below the same periods, by the words beside them: `masuk`, `selesai`; the columns are of one of
   *  them. Empty where all columns are of one thing. */
  figures: { name: string; columns: WideColumn[] }[]
}

export interface WideColumn {
  column: ColumnProfile
  year: string | null
  part: string
}

/** What columns of figures are called besides their month, the likeliest first; a figure is never what was planned. */
const ACTUAL = /\b(realisasi|capaian|hasil|nilai|actual|value)\b/
const PLANNED = /\b(target|rencana|pagu|plan|planned|budget)\b/

/** Months (quarters, years …) as columns; null where there are not two of them.
 *  @param isPlan what was planned is looked for, not what came of it */
export function findWide(columns: readonly ColumnProfile[], isPlan = false): WideColumns | null {
  const [meant, other] = isPlan ? [PLANNED, ACTUAL] : [ACTUAL, PLANNED]
  const groups = new Map<string, WideColumn[]>()
  for (const column of columns) {
    if (column.type === 'date' || column.isReason || column.header === '') continue
    const words = readPeriodWords(column.header)
    if (!words || other.test(words.others)) continue
    const group = groups.get(words.others) ?? []
    const kind = (part: string) => part.replaceAll(/\d/g, '').padStart(part === '' ? 0 : 1, '0')
    // Months beside their quarter: the finer ones say it all.
    if (group.length > 0 && kind(group[0]!.part) !== kind(words.part)) continue
    if (group.some(({ year, part }) => year === words.year && part === words.part)) continue
    group.push({ column, year: words.year, part: words.part })
    groups.set(words.others, group)
  }
  const found = [...groups].filter(([, group]) => group.length > 1)
  found.sort(
    ([a, left], [b, right]) => Number(meant.test(b)) - Number(meant.test(a)) || right.length - left.length,
  )
  if (!found[0]) return null
  const [words, likeliest] = found[0]
  const isNamed = words !== '' && !meant.test(words)
  const figures = found.filter(([name, group]) => name !== '' && group.length === likeliest.length)
  return {
    columns: likeliest,
    figures: isNamed && figures.length > 1 ? figures.map(([name, group]) => ({ name, columns: group })) : [],
  }
}
