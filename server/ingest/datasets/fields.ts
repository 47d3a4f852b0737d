import type { IssueCode } from '#shared/contract/import.ts'
import type { Unit } from '#shared/measure/measure.ts'

// What a dataset's fields are, as far as reading them goes.

export type FieldKind =
  | { type: 'text' }
  | { type: 'date' }
  /** a period by name: its text, and beside it `…_grain`, `…_from` and `…_to` */
  | { type: 'period' }
  /** `integer`: only whole numbers; `scale`: allowed range, from the mapping where it says so */
  | {
      type: 'number'
      integer?: boolean
      min?: number
      max?: number
      isScaled?: boolean
      /** of the row's indicator, which says its unit */
      isFigure?: boolean
      /** keeps beside, as `na_…`, that the file says that there can be none */
      tellsNotApplicable?: boolean
    }
  | { type: 'choice'; choices: readonly string[] }

/** Words that are data of the instance. */
export interface KnownWords {
  indicators: readonly { code: string; name: string; unit?: Unit }[]
  /** codes of the classes of complaints */
  complaintClasses: readonly string[]
}

export interface DatasetField {
  name: string
  isRequired: boolean
  kind: FieldKind
}

export interface DatasetReader {
  fields: readonly DatasetField[]
  /** columns that find a fact within its agency; service_index where the service is one of them */
  key: readonly string[]
  /** a field of which a code is made, which is the column `code` */
  coded?: string
  /** SQL over the texts of a row of the unit of its figures; null where nobody has said it */
  figureUnit?: string
  /** its indicators may be created, and are known by code or name */
  isIndicatorCreatable?: boolean
  /** SQL over `ready` of the first and the last day that a fact speaks of; `zone` is SQL of the time zone */
  span(zone: string): { from: string; to: string }
  /** errors besides missing and unreadable values, as SQL conditions over the typed columns */
  errors?: readonly { code: IssueCode; field: string; condition: string; value: string | null }[]
  /** warnings as SQL conditions over `ready`; `asOf` is SQL of the instant, `zone` of the time zone */
  warnings(sql: {
    asOf: string
    zone: string
  }): { code: IssueCode; field: string; condition: string; isFlag: boolean }[]
  /** columns of the table `ready` after the key, as SQL over the typed columns */
  ready: readonly string[]
}

export const BY_REF = ['service_index', 'ref'] as const

/** The span of facts that happen on one day. */
export const ofDay =
  (name: string) =>
  (zone: string): { from: string; to: string } => {
    const day = `coalesce(${name}_on, cast(timezone(${zone}, ${name}_at) as date))`
    return { from: day, to: day }
  }

/** The span of facts about a period. */
export const ofPeriod = (): { from: string; to: string } => ({ from: 'period_from', to: 'period_to' })

/** What `ready` says of a period beside its name. */
export const PERIOD_READY = ['period_grain', 'period_from', 'period_to'] as const

/** Columns of a typed date field. */
export const dateColumns = (name: string): [at: string, on: string] => [
  `${snake(name)}_at`,
  `${snake(name)}_on`,
]

/** `submittedAt` → `submitted`; `startedOn` → `started`; `pausedSeconds` → `paused_seconds`. */
export const snake = (name: string): string =>
  name.replace(/(At|On)$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Columns of a typed period: its name, grain, first and last day. */
export const periodColumns = (name: string): string[] => [
  snake(name),
  ...['grain', 'from', 'to'].map((part) => `${snake(name)}_${part}`),
]
