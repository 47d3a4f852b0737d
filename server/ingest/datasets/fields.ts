import type { IssueCode } from '#shared/contract/import.ts'

// What a dataset's fields are, as far as reading them goes.

export type FieldKind =
  | { type: 'text' }
  | { type: 'date' }
  /** a period by name: its text, and beside it `…_grain`, `…_from` and `…_to` */
  | { type: 'period' }
  /** `integer`: only whole numbers; `scale`: allowed range, from the mapping where it says so */
  | { type: 'number'; integer?: boolean; min?: number; max?: number; isScaled?: boolean }
  | { type: 'choice'; choices: readonly string[] }

export interface DatasetField {
  name: string
  isRequired: boolean
  kind: FieldKind
}

export interface DatasetReader {
  fields: readonly DatasetField[]
  /** the date that places a fact in time */
  mainDate: string
  /** warnings as SQL conditions over the typed columns; `asOf` is SQL of the instant, `zone` of the time zone */
  warnings(sql: {
    asOf: string
    zone: string
  }): { code: IssueCode; field: string; condition: string; isFlag: boolean }[]
  /** columns of the table `ready` after the identity, as SQL over the typed columns */
  ready: readonly string[]
}

/** Columns of a typed date field. */
export const dateColumns = (name: string): [at: string, on: string] => [
  `${snake(name)}_at`,
  `${snake(name)}_on`,
]

/** `submittedAt` → `submitted`; `pausedSeconds` → `paused_seconds`. */
export const snake = (name: string): string =>
  name.replace(/At$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
