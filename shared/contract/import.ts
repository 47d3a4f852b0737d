/** What an import found wrong with one row (or, with row null, with a file or the whole delivery). */
export interface Issue {
  /** null when the import has one file */
  file: string | null
  /** 1-based record after the header; the same for every measure of it */
  row: number | null
  /** header as the file writes it */
  column: string | null
  code: IssueCode
  severity: 'error' | 'warning'
  message: string
}

export const ISSUE_CODES = [
  // errors: the row is rejected
  'required-missing',
  'bad-date',
  'bad-number',
  'bad-period',
  'unknown-agency',
  'agency-not-yours',
  'unknown-service',
  'unknown-indicator',
  'duplicate-ref',
  'bad-record',
  'lookup-ambiguous',
  'out-of-range',
  'not-permitted',
  'too-long',
  'facts-expired',
  // warnings: the row is accepted and the fact is flagged
  'completed-before-submitted',
  'in-the-future',
  'outcome-without-completion',
  'unknown-value',
  'ratio-above-one',
  'unknown-field',
  'lookup-missing',
  'cell-error',
  // the row is no record, and is left out
  'summary-line',
  // the whole delivery
  'demo-removed',
] as const
export type IssueCode = (typeof ISSUE_CODES)[number]

export const DATASETS = [
  'cases',
  'surveys',
  'complaints',
  'targets',
  'costs',
  'innovations',
  'values',
] as const
export type Dataset = (typeof DATASETS)[number]

/** How many rows of these there are tells how many people were heard: not for everybody. */
export const ABOUT_PEOPLE: readonly string[] = ['surveys', 'complaints'] satisfies Dataset[]

/** Figures of these may be counts of people. */
export const COUNTS_PEOPLE: readonly string[] = [...ABOUT_PEOPLE, 'values']

/** What reading the file found out by itself, said back to the person. */
export interface Detected {
  encoding?: string
  delimiter?: string
  /** date pattern per column, for columns whose pattern was not given */
  datetime?: Record<string, string>
  /** of a workbook: the sheet that was read, those that it has, and the 1-based row of the header */
  sheet?: string
  sheets?: { name: string; isHidden: boolean; rows?: number }[]
  headerRow?: number
  [other: string]: unknown
}

/** Whether files of a name like this are read. */
export const isReadableFormat = (name: string): boolean =>
  /\.((csv|tsv|txt|json|ndjson|jsonl)(\.gz)?|parquet|xlsx|ods)$/i.test(name)

/** The result of an import, as `terukur import --json` prints it.
 *  rows = accepted + skipped + rejected; inserted + updated + unchanged = accepted − merged. */
export interface ImportResult {
  importId: string
  dataset: Dataset
  rows: number
  accepted: number
  skipped: number
  rejected: number
  warnings: number
  merged: number
  inserted: number
  updated: number
  unchanged: number
  removed: number
  /** the first 1,000 */
  issues: Issue[]
  issuesTruncated: boolean
  detected: Detected
  agencies: number
  services: number
  from: string | null
  to: string | null
  /** true when this import removed the demo data */
  demoRemoved: boolean
  seconds: number
}

export const MAX_ISSUES_SHOWN = 1000

/** How far an import is. `result` stands once it is done, `error` once it failed. */
export interface ImportStatus {
  id: string
  status: 'running' | 'done' | 'failed'
  progress: { phase: string; fraction: number | null } | null
  result: ImportResult | null
  error: string | null
}
