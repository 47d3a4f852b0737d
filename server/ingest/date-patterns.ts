import { quote } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'

// Date patterns as people write them (yyyy-MM-dd HH:mm) and as the engine reads them (%Y-%m-%d %H:%M).

const TOKENS: [RegExp, string][] = [
  [/^y{3,4}/, '%Y'],
  [/^yy/, '%y'],
  [/^y/, '%Y'],
  // Month names are turned into marked numbers before parsing: read in both languages, and never taken for days.
  [/^M{3,4}/, '#%m'],
  [/^M{1,2}/, '%m'],
  [/^d{1,2}/, '%d'],
  [/^H{1,2}/, '%H'],
  [/^h{1,2}/, '%I'],
  [/^m{1,2}/, '%M'],
  [/^s{1,2}/, '%S'],
  [/^S{1,9}/, '%f'],
  [/^a/, '%p'],
  [/^(X{1,3}|x{1,3}|Z{1,5})/, '%z'],
  [/^E{1,4},? ?/, ''],
]

export interface DatePattern {
  format: string
  kind: 'date' | 'local' | 'instant'
  hasMonthName: boolean
  hasWeekday: boolean
}

/** @throws Refusal `invalid` naming the letter that is not understood. */
export function compilePattern(pattern: string): DatePattern {
  let format = ''
  let rest = pattern
  while (rest.length > 0) {
    const literal = /^'((?:[^']|'')*)'/.exec(rest)
    const token = literal ? undefined : TOKENS.find(([start]) => start.test(rest))
    if (literal) {
      format += literal[1]!.replaceAll("''", "'").replaceAll('%', '%%')
      rest = rest.slice(literal[0].length)
    } else if (token) {
      format += token[1]
      rest = rest.replace(token[0], '')
    } else if (/^[A-Za-z]/.test(rest) && !/^T/.test(rest)) {
      throw new Refusal('invalid', 'datetime-letter', { letter: rest[0]!, pattern })
    } else {
      format += rest[0] === '%' ? '%%' : rest[0]
      rest = rest.slice(1)
    }
  }
  const hasTime = /%[HI]/.test(format)
  const letters = pattern.replaceAll(/'[^']*'/g, '')
  return {
    format,
    kind: /%z/.test(format) ? 'instant' : hasTime ? 'local' : 'date',
    hasMonthName: /MMM/.test(letters),
    hasWeekday: /E/.test(letters),
  }
}

const MONTH_NAMES = [
  'jan',
  'feb|peb',
  'mar',
  'apr',
  'may|mei',
  'jun',
  'jul',
  'aug|agu|agt|ags',
  'sep',
  'oct|okt',
  'nov|nop',
  'dec|des',
]

const withMonthNumbers = (text: string): string =>
  MONTH_NAMES.reduce(
    (inner, names, i) =>
      `regexp_replace(${inner}, '(?i)\\b(${names})[a-z]*\\.?', '#${String(i + 1).padStart(2, '0')}')`,
    text,
  )

const WEEKDAYS =
  'mon|tue|wed|thu|fri|sat|sun|senin|sen|selasa|sel|rabu|rab|kamis|kam|jumat|jum|sabtu|sab|minggu|min|ahad'

/** What the engine does not read itself: names of months and days, more than six digits of a second, Z for UTC. */
function readable(text: string, pattern: DatePattern): string {
  let source = text
  if (pattern.hasWeekday) source = `regexp_replace(${source}, '(?i)\\b(${WEEKDAYS})[a-z'']*\\.?,?\\s*', '')`
  if (pattern.hasMonthName) source = withMonthNumbers(source)
  if (/%f/.test(pattern.format)) source = `regexp_replace(${source}, '([.,]\\d{6})\\d{1,3}', '\\1')`
  if (/%p/.test(pattern.format)) source = `regexp_replace(${source}, '(?i)\\b([ap])\\. ?m\\.?', '\\1m')`
  if (pattern.kind === 'instant') source = `regexp_replace(${source}, '(\\d) ?(Z|z|UTC|GMT)$', '\\1+00:00')`
  return source
}

/** Sanity of a calendar: outside these years a date is a typing error. */
const FIRST = '1900-01-01'
const LAST = '2200-12-31'

export interface ParsedDate {
  /** SQL of the instant; null for a date without a time */
  at: string
  /** SQL of the calendar date; null for a value with a time */
  on: string
}

const ISO_TIME = '\\d{4}-\\d{1,2}-\\d{1,2}[T ]\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?'

/** With a zone the engine wants seconds, no blank before it, and UTC as an offset. */
const withSeconds = (text: string): string => {
  const offset = `regexp_replace(${text}, ' ?(Z|z|UTC|GMT)$', '+00')`
  return `regexp_replace(regexp_replace(${offset}, ' ([+-])', '\\1'), '^([^T ]+[T ]\\d{1,2}:\\d{2})([+-])', '\\1:00\\2')`
}

/** Strict on both sides: a zone by name must not be read as local time. */
function isoInstant(text: string, zone: string): string {
  const isLocal = `regexp_matches(${text}, '^${ISO_TIME}$')`
  const isZoned = `regexp_matches(${text}, '^${ISO_TIME} ?(Z|z|UTC|GMT|[+-]\\d\\d(:?\\d\\d)?)$')`
  return `case when ${isLocal} then timezone(${zone}, try_cast(${text} as timestamp))
    when ${isZoned} then try_cast(${withSeconds(text)} as timestamptz) end`
}

/** The rarer spellings that ISO 8601 allows: without marks (20260105T080000), a decimal comma, a small t. */
const isSpelledOtherwise = (text: string): string =>
  `regexp_matches(${text}, '^(\\d{8}[Tt]\\d{6}|\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d)([.,]\\d{1,9})?[Zz+-]?[\\d:]*$')`

const spelled = (text: string): string =>
  `regexp_replace(replace(${text}, ',', '.'), '^(\\d{4})-?(\\d\\d)-?(\\d\\d)[Tt ](\\d\\d):?(\\d\\d):?(\\d\\d)', '\\1-\\2-\\3T\\4:\\5:\\6')`

/** SQL that reads a text by patterns in order. A value without a zone is local time in `zone` (SQL):
 *  a local time that
 *  occurs twice is the later instant, one that does not exist moves forward by the gap (the engine's own rule). */
export function dateSql(text: string, patterns: readonly string[], zone: string): ParsedDate {
  const instants: string[] = []
  const days: string[] = []
  for (const pattern of patterns) {
    if (pattern === 'iso') {
      instants.push(
        isoInstant(text, zone),
        `case when ${isSpelledOtherwise(text)} then ${isoInstant(spelled(text), zone)} end`,
      )
      days.push(
        `case when regexp_matches(${text}, '^\\d{4}-\\d{1,2}-\\d{1,2}$') then try_cast(${text} as date) end`,
      )
      continue
    }
    const compiled = compilePattern(pattern)
    const parsed = parse(text, compiled, patterns.length > 1)
    if (compiled.kind === 'date') days.push(`cast(${parsed} as date)`)
    else if (compiled.kind === 'local') instants.push(`timezone(${zone}, ${parsed})`)
    else instants.push(`cast(${parsed} as timestamptz)`)
  }
  return { at: first(instants) ?? 'cast(null as timestamptz)', on: first(days) ?? 'cast(null as date)' }
}

/** A pattern that does not fit is dear, because the engine writes down why: where it is one of several, texts too short
 *  for it (a date without a time) are not tried. */
function parse(text: string, pattern: DatePattern, isOneOfSeveral: boolean): string {
  const parsed = `try_strptime(${readable(text, pattern)}, ${quote(pattern.format)})`
  return isOneOfSeveral
    ? `case when strlen(${text}) >= ${fewestBytes(pattern.format)} then ${parsed} end`
    : parsed
}

/** Each number has a digit at least, each mark is one; blanks may be missing. */
const fewestBytes = (format: string): number => format.replaceAll(/%./g, '0').replaceAll(' ', '').length

const first = (parts: readonly string[]): string | null =>
  parts.length > 1 ? `coalesce(${parts.join(', ')})` : (parts[0] ?? null)

/** The same, null where the year cannot be meant. Best given columns: each is named twice. */
export const saneDate = ({ at, on }: ParsedDate): ParsedDate => ({
  at: `case when (${at}) between timestamptz '${FIRST}' and timestamptz '${LAST}' then ${at} end`,
  on: `case when (${on}) between date '${FIRST}' and date '${LAST}' then ${on} end`,
})
