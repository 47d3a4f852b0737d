import type { Unit } from '#shared/measure/measure.ts'
import type { Formats } from './formats.ts'

/** Of fewer cases than these a share or a half is said with how many there are. */
export const FEW = 10

/** `n 1`: of how few a figure is; empty where it is of more, or a count itself. */
export const fewPhrase = (
  format: Pick<Formats, 'number'>,
  { unit, n }: { unit: Unit; n: number | null },
): string => (unit !== 'count' && n !== null && n < FEW ? `n ${format.number(n)}` : '')
