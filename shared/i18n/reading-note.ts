import type { Reading } from '#shared/contract/reading.ts'
import type { Flag } from '#shared/measure/measure.ts'
import type { Formats } from './formats.ts'
import type { Texts } from './id.ts'

/** What a language says things with. */
export interface Spoken {
  t: Texts['web']
  words: Texts['indicators']
  format: Formats
}

/** Flags that say why there is no figure, more closely than the reason itself does. */
const REASONS: ReadonlySet<Flag> = new Set(['not-additive', 'calendar-not-covered', 'flagged-cases'])

/** What a reader must know beside a figure: why it is missing, what it leaves out, and what the agency gave itself. */
export function readingNote(
  language: Spoken,
  {
    value,
    missing,
    flags,
    unit,
    given,
    casesAlone,
  }: Pick<Reading, 'value' | 'missing' | 'flags'> & Partial<Reading>,
): string {
  const { words, format } = language
  const said = value === null ? flags.filter((flag) => REASONS.has(flag)) : flags
  const notes = said.map((flag) => words.flags[flag])
  if (value === null && notes.length === 0) notes.push(words.missingSentence[missing ?? 'not-reported'])
  if (value !== null && casesAlone) notes.push(words.casesAlone(format.number(casesAlone)))
  const beside = unit === undefined ? null : givenBeside(language, { value, unit, given })
  return [...notes, ...(beside ? [language.t.givenBeside(beside)] : [])].join(' ')
}

/** What the agency gave itself beside a figure from facts, where it reads otherwise; null where it does not. */
export function givenBeside(
  { format }: Pick<Spoken, 'format'>,
  { value, unit, given }: Pick<Reading, 'value' | 'unit'> & { given?: number | undefined },
): string | null {
  if (given === undefined) return null
  const said = format.value(unit, given)
  return value !== null && format.value(unit, value) === said ? null : said
}

/** What a reader must know of several figures together, each thing once. */
export function notesTogether(
  { words }: Pick<Spoken, 'words'>,
  readings: readonly Pick<Reading, 'value' | 'flags'>[],
): string[] {
  const flags = new Set(
    readings.flatMap(({ value, flags }) =>
      value === null ? flags.filter((one) => REASONS.has(one)) : flags,
    ),
  )
  return [...flags].map((flag) => words.flags[flag])
}

/** What each reason of missing figures means, once, where a table has room for its short word only. */
export function missingLegend(
  { words }: Pick<Spoken, 'words'>,
  readings: readonly Pick<Reading, 'missing' | 'flags'>[],
): string[] {
  const plain = readings.filter(({ flags }) => !flags.some((flag) => REASONS.has(flag)))
  const reasons = new Set(plain.flatMap(({ missing }) => missing ?? []))
  return [...reasons].map((reason) => `“${words.missing[reason]}”: ${words.missingSentence[reason]}`)
}
