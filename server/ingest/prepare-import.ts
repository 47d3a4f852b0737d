import { dirname, join, resolve } from 'node:path'
import { type ImportEngine, openImportEngine, quote } from '#server/db/import-engine.ts'
import type { Dataset, Detected, IssueCode } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { AgencyLevel } from '#shared/contract/reading.ts'
import type { ExpiredFacts } from '#shared/contract/retention.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'
import { Refusal } from '#shared/refusal.ts'
import { checkMapping } from './check-mapping.ts'
import { addIssues, type IssueRule, lookupRules, rowRules } from './check-rows.ts'
import type { DatasetReader, KnownWords } from './datasets/fields.ts'
import { READERS } from './datasets/readers.ts'
import type { ResolvedEntity } from './identity.ts'
import { isTaken, mergeRows } from './merge-rows.ts'
import { writeNamedKeys } from './named-keys.ts'
import type { RawSource } from './raw-source.ts'
import { rawSources } from './raw-sources.ts'
import type { BadCell } from './readers/table-file.ts'
import { refuseExpired } from './refuse-expired.ts'
import { resolveIdentity } from './resolve-identity.ts'
import { resolveIndicators } from './resolve-indicators.ts'
import { hasValueMap, writeTyped } from './typed-table.ts'
import { writeCodes } from './write-codes.ts'

// From files on disk to a private database of typed, valid rows without duplicates, and the issues of the others.
// The main database is not touched here.

export interface ImportFile {
  path: string
  /** as the person calls it; decides the format */
  name: string
}

/** What the main database knows, to match values with. */
export interface KnownEntities extends KnownWords {
  agencies: readonly { code: string; name: string }[]
  services: readonly { code: string; name: string }[]
  /** facts of the dataset that are gone for good; null or absent: none */
  expired?: ExpiredFacts | null
}

/** What a deliverer may deliver about, where it is not everything. */
export interface Realm {
  /** codes of the agencies that are theirs */
  agencies: ReadonlySet<string>
  /** the one agency that all of these are below, or null: where created ones go unless the mapping says */
  only: string | null
  canCreateAgencies: boolean
  canCreateServices: boolean
  canCreateIndicators: boolean
}

export interface PrepareInput {
  dataset: Dataset
  mapping: Mapping
  /** folder of the mapping's lookup files */
  mappingDir: string | null
  files: readonly ImportFile[]
  /** exists and is ours alone */
  workDir: string
  known: KnownEntities
  /** null: everything */
  realm: Realm | null
  now: string
  defaultTimezone: string
  memoryLimitMb: number
  onProgress?: (progress: { phase: 'reading' | 'checking' | 'merging'; fraction: number | null }) => void
  signal?: AbortSignal
}

export interface PreparedImport {
  /** closed DuckDB file with the tables `ready` and `issue` */
  databasePath: string
  dataset: Dataset
  /** by agency_index of `ready`, in order of first appearance */
  agencies: ResolvedEntity[]
  services: ResolvedEntity[]
  /** to be created */
  indicators: Omit<StoredIndicator, 'source'>[]
  /** what created agencies get */
  created: {
    level: AgencyLevel
    parent: ResolvedEntity | null
    timezone: string
    calendar: string | null
  }
  rows: number
  accepted: number
  skipped: number
  rejected: number
  merged: number
  warnings: number
  readyRows: number
  issueCount: number
  detected: Detected
  from: string | null
  to: string | null
  covers: [string, string] | null
  asOf: string
  mode: 'upsert' | 'snapshot'
  source: string
}

export interface IssueDraft {
  file: string | null
  row: number | null
  column: string | null
  code: IssueCode
  severity: 'error' | 'warning'
  params: Record<string, string>
}

const DEFAULT_SOURCE = 'import'

/** Reads, maps and checks files. @throws Refusal `invalid` when the files or the mapping as a whole cannot be used. */
export async function prepareImport(input: PrepareInput): Promise<PreparedImport> {
  const { mapping } = input
  const reader = READERS[input.dataset](input.known)
  if (mapping.dataset !== input.dataset) {
    throw new Refusal('invalid', 'mapping-for-other', { dataset: mapping.dataset, asked: input.dataset })
  }
  const databasePath = join(resolve(input.workDir), 'incoming.duckdb')
  const found = await Promise.all(
    input.files.map((file, i) =>
      rawSources(file, join(resolve(input.workDir), `file-${i}`), mapping, input.mappingDir),
    ),
  )
  const sources = found.flat()
  const engine = await openImportEngine(databasePath, {
    tempDir: resolve(input.workDir),
    readable: sources.flatMap((source) => source.readable),
    memoryLimitMb: input.memoryLimitMb,
  })
  const stop = () => engine.interrupt()
  input.signal?.addEventListener('abort', stop, { once: true })
  try {
    return await prepare(engine, databasePath, reader, input, sources)
  } finally {
    input.signal?.removeEventListener('abort', stop)
    engine.close()
  }
}

async function prepare(
  engine: ImportEngine,
  databasePath: string,
  reader: DatasetReader,
  input: PrepareInput,
  sources: readonly RawSource[],
): Promise<PreparedImport> {
  const { mapping } = input
  input.onProgress?.({ phase: 'reading', fraction: 0 })
  await checkMapping(engine, reader, mapping)
  const timezone = mapping.format?.timezone ?? input.defaultTimezone
  const detected: Detected = {}
  let labels: Record<string, string> = {}
  let lookups: IssueRule[] = []
  const files: DeliveredFile[] = []
  await engine.run('create table bad_record (rid bigint, reason varchar)')
  await engine.run('create table bad_cell (rid bigint, column_name varchar, value varchar)')
  for (const [i, source] of sources.entries()) {
    const first = i === 0 ? 0 : (await engine.rows<{ n: number }>('select count(*) as n from typed'))[0]!.n
    const typed = await source.read(engine, i, (columns, relation) => {
      lookups = lookupRules(columns.lookupChecks)
      const from = { engine, reader, mapping, file: columns, source: relation, defaultTimezone: timezone }
      return writeTyped(from, i === 0)
    })
    const { perRecord } = typed.result
    for (let at = 0; at < typed.bad.length; at += 1000) {
      const values = typed.bad
        .slice(at, at + 1000)
        .flatMap((bad) =>
          Array.from(
            { length: perRecord },
            (_, n) => `(${first + (bad.row - 1) * perRecord + n}, ${quote(bad.reason)})`,
          ),
        )
      await engine.run(`insert into bad_record values ${values.join(', ')}`)
    }
    await tellCells(
      engine,
      source.cells,
      typed.result.labels,
      mapping,
      (row) => first + (row - 1) * perRecord,
    )
    files.push({ name: source.file.name, first, perRecord })
    labels = typed.result.labels
    Object.assign(detected, source.detected)
    detected.encoding = source.encoding
    detected.delimiter = source.delimiter
    if (Object.keys(typed.result.datetime).length > 0) detected.datetime = typed.result.datetime
    input.onProgress?.({ phase: 'reading', fraction: (i + 1) / sources.length })
  }
  if (reader.coded) await writeCodes(engine, reader.coded)
  input.signal?.throwIfAborted()
  input.onProgress?.({ phase: 'checking', fraction: null })
  const asOf = await asOfInstant(engine, mapping.asOf, input.now, timezone)
  await engine.run(
    `create table issue_draft (rid bigint, column_name varchar, code varchar, severity varchar, params varchar)`,
  )
  await engine.run(
    `insert into issue_draft select rid, null, 'bad-record', 'error', to_json({value: reason}) from bad_record`,
  )
  const sql = { asOf: `timestamptz ${quote(asOf)}`, zone: quote(timezone) }
  const rules = rowRules(
    reader,
    labels,
    sql,
    (field) => hasValueMap(mapping, field),
    (field) => isTaken(mapping, field.name),
  )
  const candidates = `(select rowid as rid, * from typed where is_kept and rowid not in (select rid from bad_record)) as t`
  const isError = (rule: IssueRule) => rule.severity === 'error'
  await addIssues(engine, [...rules.errors, ...lookups.filter(isError)], candidates)
  await addIssues(engine, rules.merged, candidates)
  const valid = `(select rowid as rid, * from typed where is_kept and rowid not in
    (select rid from issue_draft where severity = 'error')) as t`
  const identity = await resolveIdentity(engine, valid, input, labels)
  const indicators = reader.isIndicatorCreatable ? await resolveIndicators(engine, valid, input, labels) : []
  input.onProgress?.({ phase: 'merging', fraction: null })
  const merged = await mergeRows(engine, { reader, mapping, flag: rules.flag, labels, zone: sql.zone })
  await refuseExpired(engine, input.known.expired, identity, labels, sql.zone)
  const survivors = 'rowid in (select rid from survivor)'
  const told = (condition: string) => `(select rowid as rid, * from typed where ${condition}) as t`
  await addIssues(engine, rules.warnings, told(survivors))
  // A record that a lookup does not know is told also where it has nothing to say.
  const strangers = lookups.filter((rule) => !isError(rule))
  await addIssues(engine, strangers, told(`${survivors} or is_silent`))
  await addIssues(engine, rules.contradictions, readyRows(labels))
  await engine.run(`insert into issue_draft select rid, column_name, 'cell-error', 'warning', to_json({value: value})
    from bad_cell where rid in (select rid from survivor) or rid in (select rid from issue_draft where severity = 'error')`)
  await engine.run(`insert into issue_draft select rowid, null, 'summary-line', 'warning', to_json({value: summary})
    from typed where summary is not null`)
  if (mapping.mode === 'snapshot') await writeNamedKeys(engine, reader, input)
  await writeIssues(engine, files)
  const counts = await countRows(engine)
  const span = await mainSpan(engine, reader, timezone, asOf)
  return {
    databasePath,
    dataset: input.dataset,
    agencies: identity.agencies,
    services: identity.services,
    indicators,
    created: {
      level: (mapping.constants?.agencyLevel as AgencyLevel | undefined) ?? 'unit',
      parent: identity.parent,
      timezone,
      calendar: (mapping.constants?.calendar as string | undefined) ?? null,
    },
    ...counts,
    merged: merged.merged,
    detected,
    from: span.from,
    to: span.to,
    covers: mapping.covers ?? (span.from && span.to ? [span.from, span.to] : null),
    asOf,
    mode: mapping.mode ?? 'upsert',
    source: mapping.source ?? DEFAULT_SOURCE,
  }
}

/** Keeps the cells without a value that stand in columns that are read. */
async function tellCells(
  engine: ImportEngine,
  cells: readonly BadCell[],
  labels: Readonly<Record<string, string>>,
  mapping: Mapping,
  rid: (row: number) => number,
): Promise<void> {
  const read = Object.values(labels)
  const isRead = (header: string) =>
    mapping.measures !== undefined ||
    read.some((label) => {
      const text = label.slice(1, -1).replaceAll("''", "'")
      return text.split(' / ').includes(header) || text.includes(`{${header}}`)
    })
  const told = cells.filter(({ column }) => isRead(column))
  for (let at = 0; at < told.length; at += 1000) {
    const values = told
      .slice(at, at + 1000)
      .map(({ row, column, value }) => `(${rid(row)}, ${quote(column)}, ${quote(value)})`)
    await engine.run(`insert into bad_cell values ${values.join(', ')}`)
  }
}

interface DeliveredFile {
  name: string
  /** its first row of `typed` */
  first: number
  /** rows of `typed` that one record makes */
  perRecord: number
}

/** The instant up to which a delivery is true; a date means the end of that local day. */
async function asOfInstant(
  engine: ImportEngine,
  given: string | undefined,
  now: string,
  zone: string,
): Promise<string> {
  if (!given) return now
  if (given.length > 10) return new Date(given).toISOString()
  const [row] = await engine.rows<{ at: number }>(
    `select cast(epoch_ms(timezone(${quote(zone)}, cast(date ${quote(given)} + 1 as timestamp))) as bigint) as at`,
  )
  return new Date(row!.at).toISOString()
}

/** The rows of `ready` with the labels that rules may name, which differ from row to row where measures are spread. */
function readyRows(labels: Readonly<Record<string, string>>): string {
  const own = Object.values(labels).filter((label) => label.startsWith('"'))
  if (own.length === 0) return '(select row_number - 1 as rid, * from ready) as t'
  return `(select r.row_number - 1 as rid, r.*, ${own.join(', ')} from ready as r
    join (select rowid as typed_rid, ${own.join(', ')} from typed) on typed_rid = r.row_number - 1) as t`
}

async function writeIssues(engine: ImportEngine, files: readonly DeliveredFile[]): Promise<void> {
  // Record numbers start anew in each file; the name is only said when there are several.
  const from = [...files].reverse()
  const pick = (value: (file: (typeof files)[number]) => string) =>
    `case ${from.map((file) => `when rid >= ${file.first} then ${value(file)}`).join(' ')} end`
  const name = files.length > 1 ? pick((file) => quote(file.name)) : 'null'
  const record = pick((file) => `(rid - ${file.first}) // ${file.perRecord} + 1`)
  // What is wrong with a record is said once, not for each of its measures.
  await engine.run(`create table issue as select row_number() over (order by rid, severity, code, column_name) as position, *
      exclude (rid) from (select cast(${name} as varchar) as file, ${record} as row_number, column_name, code, severity, params,
        min(rid) as rid from issue_draft group by all)`)
}

async function countRows(engine: ImportEngine) {
  const [counts] = await engine.rows<Record<string, number>>(`select
    (select count(*) from typed) as rows,
    (select count(*) from typed where not is_kept and rowid not in (select rid from bad_record)) as skipped,
    (select count(distinct rid) from issue_draft where severity = 'error') as rejected,
    (select count(*) from issue where severity = 'warning' and code <> 'summary-line') as warnings,
    (select count(*) from ready) as ready,
    (select count(*) from issue) as issues`)
  const { rows = 0, skipped = 0, rejected = 0, warnings = 0, ready = 0, issues = 0 } = counts!
  return {
    rows,
    skipped,
    rejected,
    warnings,
    readyRows: ready,
    issueCount: issues,
    accepted: rows - skipped - rejected,
  }
}

/** First and last day that the file speaks of. A day after `asOf` is a slip of the file (the case is flagged), and must
 *  not make the years up to it look delivered. */
async function mainSpan(engine: ImportEngine, reader: DatasetReader, zone: string, asOf: string) {
  const { from, to } = reader.span(quote(zone))
  const [span] = await engine.rows<{ first: string | null; last: string | null }>(`select
    cast(min(first_day) as varchar) as first, cast(max(last_day) as varchar) as last
    from (select ${from} as first_day, ${to} as last_day, is_flagged from ready)
    where not is_flagged or first_day <= cast(timezone(${quote(zone)}, timestamptz ${quote(asOf)}) as date)`)
  return { from: span!.first, to: span!.last }
}

/** The first issues of a prepared import, in file order. */
export async function readIssues(databasePath: string, limit: number): Promise<IssueDraft[]> {
  const engine = await openImportEngine(databasePath, {
    tempDir: dirname(databasePath),
    readable: [],
    memoryLimitMb: 256,
  })
  try {
    const rows = await engine.rows<
      Omit<IssueDraft, 'params' | 'row' | 'column'> & { row: number; column: string | null; params: string }
    >(
      `select file, row_number as "row", column_name as "column", code, severity, params from issue order by position limit ${limit}`,
    )
    return rows.map((row) => ({ ...row, params: JSON.parse(row.params) as Record<string, string> }))
  } finally {
    engine.close()
  }
}
