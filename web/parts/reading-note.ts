import type { Reading } from '#shared/contract/reading.ts'
import type { Language } from '../i18n.tsx'

/** What a reader must know beside a figure: why it is missing, or what it leaves out. */
export function readingNote(
  { words }: Language,
  { value, missing, flags }: Pick<Reading, 'value' | 'missing' | 'flags'>,
): string {
  // A flag of a missing figure is the nearer reason.
  const notes = flags.map((flag) => words.flags[flag])
  if (value === null && notes.length === 0) return words.missingSentence[missing ?? 'not-reported']
  return notes.join(' ')
}
