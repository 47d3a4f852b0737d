import type { FigureChange } from '#shared/contract/release.ts'
import type { MissingReason, Unit } from '#shared/measure/measure.ts'
import type { Spoken } from './reading-note.ts'

/** What a figure was and is, in words; one that was missing gives its reason. `absent`: where it was not there at all. */
export function changedText(
  { format, words }: Pick<Spoken, 'format' | 'words'>,
  absent: string,
  { old, new: now }: Pick<FigureChange, 'old' | 'new'>,
  unit: Unit,
): { old: string; new: string } {
  const said = ({ value, missing }: FigureChange['old']): string =>
    value !== null
      ? format.value(unit, value)
      : missing !== null
        ? (words.missing[missing as MissingReason] ?? absent)
        : absent
  const [was, is] = [said(old), said(now)]
  if (was !== is) return { old: was, new: is }
  // What reads the same rests on more or fewer.
  const rests = ({ n }: FigureChange['old']): string => (n === null ? '' : ` (n ${format.number(n)})`)
  return { old: was + rests(old), new: is + rests(now) }
}
