// Periods as offices write them: “Januari 2026”, “Jan-26”, “Triwulan II”, “01/2026”, in words of both languages.

/** What a text says of a period. */
export interface PeriodWords {
  /** four digits; null where the text names none */
  year: string | null
  /** `01` … `12`, `Q1` … `Q4`, `S1`, `S2`, or blank where it is the whole year */
  part: string
  /** the words beside it, in small letters: `realisasi`, `target` */
  others: string
}

/** Names of the months, each by its number less one. */
const MONTH_WORDS: readonly (readonly string[])[] = [
  ['januari', 'january', 'jan'],
  ['februari', 'pebruari', 'february', 'feb', 'peb'],
  ['maret', 'march', 'mar', 'mrt'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['agustus', 'august', 'agust', 'agst', 'agt', 'ags', 'agu', 'aug'],
  ['september', 'sept', 'sep'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nopember', 'nov', 'nop'],
  ['desember', 'december', 'des', 'dec'],
]

const ROMAN = ['i', 'ii', 'iii', 'iv'] as const
const QUARTER = '(?:triwulan|tri wulan|tw|trw|kuartal|quarter|q)'
const SEMESTER = '(?:semester|smt|sem)'
/** Words that only say that a period follows. */
const SMALL = '(?:bulan|bln|periode|period|tahun anggaran|tahun|thn|th|ta|month|year)'

/** The n-th of a kind of period, in digits or as Roman numbers. */
const nth = (kind: string, n: number) => `\\b${kind}[ .-]*(?:ke[ -]*)?(?:${n}|${ROMAN[n - 1]})\\b`

/** What begins as words and ends as marks (`#01`, `#Q2`), in the order that they are to be replaced. RE2 and JavaScript
 *  read these alike, letters of any size aside. */
const PARTS: readonly (readonly [pattern: string, part: string])[] = [
  ...MONTH_WORDS.map(
    (words, i) => [`\\b(?:${words.join('|')})\\b\\.?`, String(i + 1).padStart(2, '0')] as const,
  ),
  ...[1, 2, 3, 4].map((n) => [nth(QUARTER, n), `Q${n}`] as const),
  ...[1, 2].map((n) => [nth(SEMESTER, n), `S${n}`] as const),
]

/** What a text says of a period; null where it names none, or several. */
export function readPeriodWords(text: string): PeriodWords | null {
  const plain = ` ${text
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .trim()} `
  const iso = /^ ((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])(?:-01(?: 00:00:00)?)? $/.exec(plain)
  const turned = /^ (0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d) $/.exec(plain)
  const named = iso ?? (turned && [turned[0], turned[2]!, turned[1]!])
  if (named) return { year: named[1]!, part: named[2]!.padStart(2, '0'), others: '' }
  let rest = plain
  let part = ''
  for (const [pattern, name] of PARTS) {
    const marked = rest.replace(new RegExp(pattern, 'g'), '#')
    if (marked === rest) continue
    if (part !== '') return null
    part = name
    rest = marked
  }
  const years = rest.match(/\b(?:19|20)\d\d\b/g) ?? []
  if (years.length > 1 || (part === '' && years.length === 0)) return null
  const short = years.length === 0 ? /#[ '’/.-]*(\d\d)\b/.exec(rest) : null
  const year = years[0] ?? (short ? `20${short[1]}` : null)
  if (years[0]) rest = rest.replace(years[0], ' ')
  if (short) rest = rest.replace(short[0], '#')
  const others = rest
    .replaceAll(new RegExp(`\\b${SMALL}\\b\\.?`, 'g'), ' ')
    .replaceAll(/[^a-z0-9%]+/g, ' ')
    .trim()
  return { year, part, others }
}

const WHEN = new RegExp(
  `[\\s,;:(/–—-]*(?:\\b(?:${SMALL}|per|s\\.?d|sampai|(?:\\d{1,2} )?(?:${MONTH_WORDS.flat().join('|')})|(?:${QUARTER}|${SEMESTER})[ .-]*(?:ke[ -]*)?(?:[1-4]|iv|i{1,3}))\\b[\\s.,:–—-]*)*\\b(?:19|20)\\d\\d\\b.*$`,
  'i',
)

/** What a title says besides of when it is: `Dinas Sosial` of `Dinas Sosial – Tahun Anggaran 2026`. */
export const withoutPeriod = (text: string): string => text.replace(WHEN, '').trim()

/** Name of a period by its year and part. */
export const periodName = (year: string, part: string): string => (part === '' ? year : `${year}-${part}`)

/** The period that the texts around a table tell, of the first that tells a year: of its title, its sheet, its file. A
 *  month or a quarter that another of them tells makes it narrower: a sheet `JAN` below `Tahun 2026`. Where they tell
 *  several, only the year is known. */
export function toldPeriod(texts: readonly string[]): { year: string; period: string | null } | null {
  const told = texts.flatMap((text) => (text.length > 200 ? [] : (readPeriodWords(text) ?? [])))
  const first = told.find(({ year }) => year !== null)
  if (!first?.year) return null
  const { year } = first
  if (first.part !== '') return { year, period: periodName(year, first.part) }
  const parts = new Set(
    told.filter((words) => words.part !== '' && (words.year ?? year) === year).map(({ part }) => part),
  )
  const [part = ''] = parts
  return { year, period: parts.size > 1 || texts.some(isSeveral) ? null : periodName(year, part) }
}

/** `Januari s.d. Maret` */
const isSeveral = (text: string): boolean =>
  PARTS.filter(([pattern]) => new RegExp(pattern).test(text.toLowerCase())).length > 1

/** Replacements (RE2, in order) that make the names of periods out of texts as offices write them, for the kinds of parts
 *  that a column has. What names none is left nearly as it is, and refused as no period. */
export function periodReplacements(parts: readonly string[]): [pattern: string, replacement: string][] {
  const kinds = new Set(parts.map(kindOf))
  return [
    ...PARTS.filter(([, part]) => kinds.has(kindOf(part))).map(([pattern, part]): [string, string] => [
      `(?i)${pattern}`,
      `#${part}`,
    ]),
    [`(?i)\\b${SMALL}\\b\\.?`, ''],
    ['^[^0-9#A-Za-z]*#(\\w\\w)[^0-9#A-Za-z]*(\\d{4})$', '$2-$1'],
    ['^[^0-9#A-Za-z]*(\\d{4})[^0-9#A-Za-z]*#(\\w\\w)$', '$1-$2'],
    ['^[^0-9#A-Za-z]*#(\\w\\w)[^0-9#A-Za-z]*(\\d\\d)$', '20$2-$1'],
    ['^(\\d{4})[ /.-](\\d)$', '$1-0$2'],
    ['^(\\d{4})[ /.](\\d\\d)$', '$1-$2'],
    ['^(\\d)[ /.-](\\d{4})$', '$2-0$1'],
    ['^(\\d\\d)[ /.-](\\d{4})$', '$2-$1'],
    ['^(\\d{4}-\\d\\d)-01( 00:00:00)?$', '$1'],
  ]
}

/** `Q`, `S`, or blank for months and years. */
const kindOf = (part: string): string => part.replaceAll(/[0-9]/g, '')
