import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { DraftColumn } from '#shared/contract/draft-detection.ts'
import { bareAmount, barePercent, isPercent, numberSql } from '../number-sql.ts'
import { askColumns } from './ask-columns.ts'

// How numbers are written: by those that can be read in one way only, 1.250.000 and 3,5 here, 1,250,000 and 3.5 there.
// Each column by its own; one that has none of them like the rest of its file; and where nothing tells whether 1.234 is
// a thousand or one, a person is asked.

export interface NumberMarks {
  decimal: '.' | ','
  thousands: '.' | ',' | null
}

export type ColumnNumbers = NonNullable<DraftColumn['numbers']>

/** SQL of a number without the signs that are told beside it. */
export const bareNumber = (text: string): string => bareAmount(barePercent(text))

export const formatOf = ({ decimal, thousands }: NumberMarks) => ({
  decimal,
  ...(thousands && { thousands }),
})

const other = (mark: '.' | ','): '.' | ',' => (mark === '.' ? ',' : '.')

/** The marks of a file, and of each of its columns. */
export async function findMarks(
  engine: ImportEngine,
  headers: readonly string[],
  given: { delimiter: string; decimal?: '.' | ','; thousands?: string },
): Promise<{ marks: NumberMarks; columns: ColumnNumbers[]; hasCommas: boolean }> {
  const told = (decimal: string, group: string) =>
    `^[-+]?(\\d{1,3}([${group}]\\d{3}){2,}([${decimal}]\\d+)?|\\d{1,3}([${group}]\\d{3})+[${decimal}]\\d+|\\d+[${decimal}](\\d{1,2}|\\d{4,})|0[${decimal}]\\d+)$`
  const grouped = (group: string) => `^[-+]?[1-9]\\d{0,2}([${group}]\\d{3})+`
  const once = (group: string) => `^[-+]?[1-9]\\d{0,2}[${group}]\\d{3}$`
  const patterns = {
    comma: told(',', '.'),
    dot: told('.', ','),
    byDot: grouped('.'),
    byComma: grouped(','),
    dotOnce: once('.'),
    commaOnce: once(','),
  }
  const names = Object.keys(patterns) as (keyof typeof patterns)[]
  const found = await askColumns(engine, 'look', headers, (i) => {
    const bare = bareNumber(`t${i + 1}`)
    const is = (pattern: string) => `regexp_matches(${bare}, ${quote(pattern)})`
    return [
      ...names.map((name) => `count(*) filter (where ${is(patterns[name])}) as ${name}${i}`),
      `count(*) filter (where ${bareAmount(`t${i + 1}`)} <> t${i + 1} and ${is('^[-+]?\\d')}) as rupiah${i}`,
      `count(*) filter (where ${isPercent(`t${i + 1}`)} and ${is('^[-+]?\\d')}) as percent${i}`,
      // One that is there to be asked about.
      `arg_min(t${i + 1}, record) filter (where ${is(`${patterns.dotOnce}|${patterns.commaOnce}`)}) as example${i}`,
    ]
  })
  const own = headers.map((_, i) => {
    const count = (name: string) => found[`${name}${i}`] ?? 0
    const isRupiah = count('rupiah') > 0
    return {
      // Rupiah have no thousandths.
      comma: count('comma') + (isRupiah ? count('dotOnce') : 0),
      dot: count('dot') + (isRupiah ? count('commaOnce') : 0),
      byDot: count('byDot'),
      byComma: count('byComma'),
      once: count('dotOnce') + count('commaOnce'),
      isRupiah,
      hasPercent: count('percent') > 0,
      example: (found[`example${i}`] as unknown as string | null) ?? null,
    }
  })
  const sum = (name: 'comma' | 'dot' | 'byDot' | 'byComma') => own.reduce((all, one) => all + one[name], 0)
  const [comma, dot, byDot, byComma] = [sum('comma'), sum('dot'), sum('byDot'), sum('byComma')]
  // Where nothing tells, Excel in a country of decimal commas separates columns by semicolons.
  const bySemicolon = comma === 0 && dot === 0 && given.delimiter === ';' && byDot > 0
  const isComma = comma === dot ? given.delimiter === ';' && byDot > 0 : comma > dot
  const decimal = given.decimal ?? (isComma ? ',' : '.')
  const groupsOf = (mark: '.' | ',', counted: { byDot: number; byComma: number }) =>
    (mark === ',' ? counted.byDot : counted.byComma) > 0 ? other(mark) : null
  const isSaid = given.thousands === '.' || given.thousands === ','
  const marks: NumberMarks = {
    decimal,
    thousands: isSaid ? (given.thousands as '.' | ',') : groupsOf(decimal, { byDot, byComma }),
  }
  const isFileOpen = given.decimal === undefined && !bySemicolon && comma > 0 === dot > 0
  const columns: ColumnNumbers[] = []
  for (const one of own) {
    const mark =
      given.decimal ??
      (one.comma === one.dot ? decimal : one.comma > one.dot ? (',' as const) : ('.' as const))
    const isOpen = isFileOpen && one.comma === 0 && one.dot === 0 && one.once > 0 && one.example !== null
    columns.push({
      decimal: mark,
      thousands: mark === decimal ? marks.thousands : groupsOf(mark, one),
      isRupiah: one.isRupiah,
      hasPercent: one.hasPercent,
      choices: isOpen ? await choicesOf(engine, one.example!) : [],
    })
  }
  return { marks, columns, hasCommas: comma > 0 }
}

/** The two ways to read 1.234. */
async function choicesOf(engine: ImportEngine, example: string): Promise<ColumnNumbers['choices']> {
  const mark = /\d([.,])\d/.exec(example)![1] as '.' | ','
  const ways: NumberMarks[] = [
    { decimal: other(mark), thousands: mark },
    { decimal: mark, thousands: null },
  ]
  const read = ways.map((way) => numberSql(bareNumber(quote(example)), { format: formatOf(way) }))
  const [values] = await engine.rows<{ a: number; b: number }>(`select ${read[0]} as a, ${read[1]} as b`)
  return ways.map((way, i) => ({ ...way, example, reads: i === 0 ? values!.a : values!.b }))
}
