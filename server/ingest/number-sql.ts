import { quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject } from '#shared/contract/mapping-column.ts'

// Numbers as files write them. Strict: what a mark cannot mean here is no number, so that nothing is read wrongly.

const groupOf = (thousands: string | undefined): string | undefined =>
  thousands === ' ' ? '[ \u00a0\u202f]' : thousands && `[${thousands}]`

/** SQL of a number written with the mapping's decimal and thousands marks. Where the thousands mark does not group
 *  digits, the text is no number, so that 1.5 is never read as 15. */
export function numberSql(text: string, mapping: Pick<Mapping, 'format'>): string {
  const { decimal = '.', thousands } = mapping.format ?? {}
  const mark = groupOf(thousands)
  // The last group has three digits; in India the others have two.
  const whole = mark ? `(\\d+|\\d{1,3}(${mark}\\d{2,3})*${mark}\\d{3})` : '\\d+'
  const grammar = `^[-+]?(${whole}([${decimal}]\\d*)?|[${decimal}]\\d+)([eE][-+]?\\d{1,3})?$`
  let plain = text
  if (mark) plain = `regexp_replace(${plain}, ${quote(mark)}, '', 'g')`
  if (decimal === ',') plain = `replace(${plain}, ',', '.')`
  return `case when regexp_matches(${text}, ${quote(grammar)}) then try_cast(${plain} as double) end`
}

/** A number of the mapping itself, as the file would write it. */
export const writtenNumber = (value: string | number | boolean, mapping: Mapping): string =>
  typeof value === 'number' && mapping.format?.decimal === ','
    ? String(value).replace('.', ',')
    : String(value)

const BLANK = '[\\s\\x{00a0}\\x{202f}]*'
const PERCENT = `(?i)${BLANK}(%|persen|percent)$`

/** SQL of whether a text ends as a percentage does. */
export const isPercent = (text: string): string => `regexp_matches(${text}, ${quote(PERCENT)})`

/** SQL of a text without its sign of percent. */
export const barePercent = (text: string): string => `regexp_replace(${text}, ${quote(PERCENT)}, '')`

/** What may stand around an amount of rupiah: `Rp 1.000,-`, `IDR 5.000`, `5.000 rupiah`. */
const BEFORE = `(?i)^([-+]?)${BLANK}(rp\\.?|idr)${BLANK}`
const AFTER = `(?i)(${BLANK}(rupiah|idr|rp\\.?)|[.,]${BLANK}[-–—]+)${BLANK}$`

/** SQL of an amount without the signs of the rupiah. */
export const bareAmount = (text: string): string =>
  `regexp_replace(regexp_replace(${text}, ${quote(BEFORE)}, '\\1'), ${quote(AFTER)}, '')`

const EXPONENTS = { 1000: 'e3', 1000000: 'e6', 1000000000: 'e9' } as const

/** Stands behind a text that its column cannot read and its file could: no number then, and nothing that is seen. */
const UNREAD = '\u2060'

/** SQL of the text of a column that writes numbers otherwise than its file, as the file would write them: everything
 *  after reads one way. What cannot be read so stays as it is, for no other way is meant. */
export function inFileMarks(text: string, spec: ColumnObject, mapping: Mapping): string {
  const { currency, times } = spec
  if ((spec.decimal ?? spec.thousands ?? currency ?? times) === undefined) return text
  const file = mapping.format ?? {}
  const decimal = spec.decimal ?? file.decimal ?? '.'
  const thousands = spec.thousands ?? (file.thousands === decimal ? undefined : file.thousands)
  const number = barePercent(text)
  const bare = currency === undefined ? number : bareAmount(number)
  const groups = groupOf(thousands)
  let written = groups === undefined ? bare : `regexp_replace(${bare}, ${quote(groups)}, '', 'g')`
  if (decimal !== (file.decimal ?? '.'))
    written = `replace(${written}, ${quote(decimal)}, ${quote(file.decimal ?? '.')})`
  // By its exponent, so that nothing is rounded.
  if (times !== undefined) written = `${written} || ${quote(EXPONENTS[times])}`
  const own = { format: { decimal, ...(thousands !== undefined && { thousands }) } }
  const conditions = [`(${numberSql(bare, own)}) is not null`]
  if (times !== undefined) conditions.push(`not regexp_matches(${bare}, '[eE]')`)
  // Rupiah have no thousandths: 1.000 is a thousand, which the mapping did not say.
  else if (currency !== undefined)
    conditions.push(`not regexp_matches(${bare}, ${quote(`[${decimal}]\\d{3}$`)})`)
  return `case when ${conditions.join(' and ')} then ${written} || regexp_extract(${text}, ${quote(PERCENT)})
    when (${numberSql(number, mapping)}) is not null then ${text} || ${quote(UNREAD)} else ${text} end`
}
