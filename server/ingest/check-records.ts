import { type ImportEngine, identifier, openMemoryEngine, quote } from '#server/db/import-engine.ts'
import { FIELDS } from '#shared/contract/dataset-fields.ts'
import type { Dataset, IssueCode } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'
import { addIssuesAtOnce, rowRules } from './check-rows.ts'
import type { DatasetReader } from './datasets/fields.ts'
import { READERS } from './datasets/readers.ts'
import type { ResolvedEntity } from './identity.ts'
import { ownKey, placedRows, writeReady } from './merge-rows.ts'
import type { KnownEntities } from './prepare-import.ts'
import { refuseExpired } from './refuse-expired.ts'
import { resolveIdentity } from './resolve-identity.ts'
import { resolveIndicators } from './resolve-indicators.ts'
import { hasValueMap, writeTyped } from './typed-table.ts'
import { writeCodes } from './write-codes.ts'

// Records that come one by one or by the hundred, in our own field names, by the same rules as files: the same SQL in
// a private engine, which stays open in memory, because opening one costs more than checking a hundred records.

export interface GivenRecord {
  /** text by field name */
  fields: ReadonlyMap<string, string>
  /** of dates without a zone */
  timezone: string
  /** the instant that the record is true up to */
  asOf: string
}

export interface RecordOptions {
  create: readonly ('agency' | 'service' | 'indicator')[]
  scale: readonly [number, number] | null
  known: KnownEntities
}

export interface RecordIssue {
  /** place in the list, 0-based */
  record: number
  field: string | null
  code: IssueCode
  severity: 'error' | 'warning'
  params: { value?: string }
}

/** A valid record as text by column of `ready`, which each engine reads alike. */
export interface ReadyRecord {
  record: number
  agencyIndex: number
  serviceIndex: number
  values: Record<string, string | null>
  /** days that it speaks of; null where they lie after what it is true up to */
  firstDay: string | null
  lastDay: string | null
  /** which of the records of its key, 1-based, whether the last, and whether it says what the one before said */
  place: number
  isLast: boolean
  isRepeat: boolean
}

export interface CheckedRecords {
  ready: ReadyRecord[]
  issues: RecordIssue[]
  agencies: ResolvedEntity[]
  services: ResolvedEntity[]
  indicators: Omit<StoredIndicator, 'source'>[]
}

const NOTHING: CheckedRecords = { ready: [], issues: [], agencies: [], services: [], indicators: [] }

/** Everything that a check leaves behind. */
const TABLES = [
  'raw',
  'typed',
  'issue_draft',
  'ready',
  ...['agency', 'service', 'indicator'].map((kind) => `${kind}_value`),
  'name_code',
]

/** Beside a record's fields in `raw`, kept in `typed` and `ready`. */
const KEPT = ['given_zone', 'given_as_of']

/** Checks records one list after the other. */
export class RecordChecker {
  #engine: Promise<ImportEngine> | null = null
  #last: Promise<unknown> = Promise.resolve()

  /** @throws Refusal `invalid` for a dataset that cannot be read */
  check(dataset: Dataset, records: readonly GivenRecord[], options: RecordOptions): Promise<CheckedRecords> {
    if (records.length === 0) return Promise.resolve(NOTHING)
    const run = this.#last.then(async () => {
      this.#engine ??= openMemoryEngine()
      const engine = await this.#engine
      try {
        return await check(engine, dataset, records, options)
      } finally {
        await engine.run(TABLES.map((name) => `drop table if exists ${name}`).join('; '))
      }
    })
    this.#last = run.catch(() => {})
    return run
  }

  async close(): Promise<void> {
    await this.#last
    if (this.#engine) (await this.#engine).close()
    this.#engine = null
  }
}

/** The mapping of records in our own names, of the fields that occur: reading a date that nobody gives costs as much. */
function ownMapping(dataset: Dataset, { create, scale }: RecordOptions, given: ReadonlySet<string>): Mapping {
  const fields = fieldsOf(dataset).filter((field) => given.has(field))
  return {
    dataset,
    format: { datetime: 'iso' },
    columns: Object.fromEntries(fields.map((field) => [field, field])),
    create: [...create],
    ...(scale && { scale: [...scale] as [number, number] }),
  }
}

/** Every field that a record of a dataset may have, required ones first. */
export const fieldsOf = (dataset: Dataset): string[] => [
  ...FIELDS[dataset].required,
  ...FIELDS[dataset].optional,
]

async function check(
  engine: ImportEngine,
  dataset: Dataset,
  records: readonly GivenRecord[],
  options: RecordOptions,
): Promise<CheckedRecords> {
  const reader = READERS[dataset](options.known)
  const mapping = ownMapping(dataset, options, new Set(records.flatMap(({ fields }) => [...fields.keys()])))
  const headers = Object.keys(mapping.columns)
  await writeRaw(engine, headers, records)
  const zone = KEPT[0]!
  const { labels } = await writeTyped(
    {
      engine,
      reader,
      mapping,
      file: {
        headers: [...headers, ...KEPT],
        sql: (i) => identifier([...headers, ...KEPT][i]!),
        lookups: new Map(),
        lookupChecks: [],
        fileName: dataset,
      },
      source: 'raw',
      defaultTimezone: 'UTC',
      kept: { columns: KEPT, zone },
    },
    true,
  )
  if (reader.coded) await writeCodes(engine, reader.coded)
  await engine.run(
    `create table issue_draft (rid bigint, column_name varchar, code varchar, severity varchar, params varchar)`,
  )
  const rules = rowRules(
    reader,
    labels,
    { asOf: 'cast(given_as_of as timestamptz)', zone },
    (field) => hasValueMap(mapping, field),
    () => false,
  )
  await addIssuesAtOnce(engine, rules.errors, '(select rowid as rid, * from typed) as t')
  const valid = `(select rowid as rid, * from typed where rowid not in
    (select rid from issue_draft where severity = 'error')) as t`
  // Whose records these are, whoever checks them together knows: each may have another deliverer.
  const input = { mapping, known: options.known, realm: null }
  const { agencies, services } = await resolveIdentity(engine, valid, input, labels)
  const indicators = reader.isIndicatorCreatable ? await resolveIndicators(engine, valid, input, labels) : []
  await writeReady(engine, reader, rules.flag, placedRows, KEPT)
  await refuseExpired(engine, options.known.expired, { agencies, services }, labels, 'r.given_zone')
  await addIssuesAtOnce(
    engine,
    rules.warnings,
    '(select rowid as rid, * from typed where rowid in (select row_number - 1 from ready)) as t',
  )
  await addIssuesAtOnce(engine, rules.contradictions, '(select row_number - 1 as rid, * from ready) as t')
  return {
    ready: await readReady(engine, reader),
    issues: await readIssues(engine),
    agencies,
    services,
    indicators,
  }
}

async function writeRaw(
  engine: ImportEngine,
  headers: readonly string[],
  records: readonly GivenRecord[],
): Promise<void> {
  const rows = records.map(({ fields, timezone, asOf }) => [
    ...headers.map((name) => fields.get(name) ?? null),
    timezone,
    asOf,
  ])
  const columns = [...headers, ...KEPT].map((name, i) => `u[${i + 1}] as ${identifier(name)}`)
  await engine.run(`create table raw as select ${columns.join(', ')}
    from (select unnest(from_json(${quote(JSON.stringify(rows))}, '[["VARCHAR"]]')) as u)`)
}

async function readReady(engine: ImportEngine, reader: DatasetReader): Promise<ReadyRecord[]> {
  const { from, to } = reader.span('given_zone')
  const isKnown = `not is_flagged or (${from}) <= cast(timezone(given_zone, cast(given_as_of as timestamptz)) as date)`
  const rows = await engine.rows<Record<string, string | number | null>>(`
    select row_number - 1 as "#record", agency_index as "#agency", service_index as "#service",
      cast(case when ${isKnown} then ${from} end as varchar) as "#first",
      cast(case when ${isKnown} then ${to} end as varchar) as "#last",
      cast(columns(* exclude (${[...KEPT, 'row_number', 'agency_index', 'service_index'].join(', ')})) as varchar)
    from ready order by row_number`)
  const ofKey = new Map<string, ReadyRecord[]>()
  const own = ownKey(reader)
  const all = rows.map((row): ReadyRecord => {
    const {
      '#record': record,
      '#agency': agency,
      '#service': service,
      '#first': firstDay,
      '#last': lastDay,
      ...values
    } = row as Record<string, string | null>
    const place = reader.key.includes('service_index') ? [agency, service] : [agency]
    const key = JSON.stringify([...place, ...own.map((name) => values[name])])
    const before = ofKey.get(key)
    const ready = {
      record: Number(record),
      agencyIndex: Number(agency),
      serviceIndex: Number(service),
      values,
      firstDay: firstDay!,
      lastDay: lastDay!,
      place: (before?.length ?? 0) + 1,
      isLast: true,
      isRepeat: before !== undefined && saysTheSame(before.at(-1)!, values, Number(service)),
    }
    if (before) {
      before.at(-1)!.isLast = false
      before.push(ready)
    } else ofKey.set(key, [ready])
    return ready
  })
  return all
}

const saysTheSame = (before: ReadyRecord, values: ReadyRecord['values'], serviceIndex: number): boolean =>
  before.serviceIndex === serviceIndex &&
  Object.entries(values).every(([name, value]) => before.values[name] === value)

async function readIssues(engine: ImportEngine): Promise<RecordIssue[]> {
  const rows = await engine.rows<Omit<RecordIssue, 'params'> & { params: string }>(
    `select rid as record, column_name as field, code, severity, params from issue_draft
      order by rid, severity, code, column_name`,
  )
  return rows.map((row) => ({ ...row, params: JSON.parse(row.params) as { value?: string } }))
}
