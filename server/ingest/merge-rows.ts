import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject } from '#shared/contract/mapping-column.ts'
import { addIssues } from './check-rows.ts'
import { type DatasetReader, dateColumns, periodColumns, snake } from './datasets/fields.ts'

// Rows of one key become one fact: exact repeats are one, rows of an event log merge by `take`, anything else that
// repeats a key is rejected. Writes `survivor` (rid of the rows whose values are told about) and the table `ready`.

export interface MergeInput {
  reader: DatasetReader
  mapping: Mapping
  /** SQL of the condition under which dates contradict each other */
  flag: string
  labels: Readonly<Record<string, string>>
  /** SQL of the time zone of dates without one */
  zone: string
}

/** Columns of the key that are neither agency nor service. */
export const ownKey = (reader: DatasetReader): string[] =>
  reader.key.filter((name) => name !== 'service_index')

const keyOf = (reader: DatasetReader): string => ['agency_index', ...reader.key].join(', ')

export async function mergeRows(engine: ImportEngine, input: MergeInput): Promise<{ merged: number }> {
  const { reader, mapping } = input
  const key = keyOf(reader)
  const place = `row_number() over (partition by ${key} order by rid)`
  const hashed = isHashed(mapping)
    ? `(select * replace (${refSql(mapping, place)} as ref) from ${placedRows})`
    : placedRows
  if (hasTake(mapping)) return mergeEvents(engine, input, hashed)
  await engine.run(
    `create table repeated as select ${key} from ${hashed} group by ${key} having count(*) > 1`,
  )
  const [count] = await engine.rows<{ n: number }>('select count(*) as n from repeated')
  const merged = count!.n > 0 ? await settleRepeats(engine, input, hashed) : 0
  const gone = count!.n > 0 ? 'where rid not in (select rid from folded)' : ''
  await writeReady(engine, reader, input.flag, `(select * from ${hashed} ${gone})`)
  await engine.run('create view survivor as select row_number - 1 as rid from ready')
  return { merged }
}

const isHashed = (mapping: Mapping): boolean => {
  const ref = mapping.columns.ref
  return typeof ref === 'object' && !Array.isArray(ref) && ref.from !== undefined
}

/** SQL of the ref of a row, of which there are `place` alike up to here: a hash where the mapping asks for one. */
export const refSql = (mapping: Mapping, place: string): string =>
  isHashed(mapping) ? `substr(md5(ref || chr(31) || cast(${place} as varchar)), 1, 16)` : 'ref'

const takeOf = (mapping: Mapping, field: string): ColumnObject['take'] => {
  const spec = mapping.columns[field]
  return typeof spec === 'object' && !Array.isArray(spec) ? spec.take : undefined
}

/** Whether a field is taken from all rows of a ref; a hashed ref has one row each. */
export const isTaken = (mapping: Mapping, field: string): boolean =>
  takeOf(mapping, field) !== undefined && !isHashed(mapping)

const hasTake = (mapping: Mapping): boolean =>
  Object.keys(mapping.columns).some((field) => takeOf(mapping, field))

/** Content columns of a row: everything typed but its key. */
function contentColumns(reader: DatasetReader): string[] {
  const columns = reader.fields.filter(isContent).flatMap(({ name, kind }) => {
    if (kind.type === 'date') return dateColumns(name)
    return kind.type === 'period' ? periodColumns(name) : [identifier(snake(name))]
  })
  return [...columns, 'service_index'].filter((column) => !reader.key.includes(column))
}

const isContent = ({ name }: { name: string }): boolean => !['ref', 'agency', 'service'].includes(name)

/** The first row of a key stays; equal ones are folded into it, others rejected. */
async function settleRepeats(engine: ImportEngine, input: MergeInput, placed: string): Promise<number> {
  const key = keyOf(input.reader)
  await engine.run(`create table repeat_row as select p.* from ${placed} as p join repeated using (${key})`)
  const differs = contentColumns(input.reader)
    .map((column) => `r.${column} is distinct from f.${column}`)
    .join(' or ')
  const own = ownKey(input.reader)
  const named = input.reader.coded ?? own[0]!
  // Where measures are spread, what a column is called differs from row to row.
  const label = input.labels[named] ?? quote(named)
  const kept = label.startsWith('"') ? `r.${label}, ` : ''
  await engine.run(`create table folded as select r.rid, ${kept}concat_ws(' ', ${own.map((name) => `r.${name}`).join(', ')}) as ref,
      (${differs}) as is_other from repeat_row as r
    join (select *, row_number() over (partition by ${key} order by rid) as place from repeat_row) as f
      on f.place = 1 and ${key
        .split(', ')
        .map((name) => `f.${name} = r.${name}`)
        .join(' and ')}
    where r.rid <> f.rid`)
  await addIssues(
    engine,
    [
      {
        code: 'duplicate-ref',
        severity: 'error',
        column: label,
        condition: 'is_other',
        value: 'ref',
      },
    ],
    'folded',
  )
  const [count] = await engine.rows<{ n: number }>('select count(*) as n from folded where not is_other')
  return count!.n
}

/** Rows of one ref are events of one case. */
async function mergeEvents(
  engine: ImportEngine,
  input: MergeInput,
  placed: string,
): Promise<{ merged: number }> {
  const { key } = input.reader
  const take = (field: string) => takeOf(input.mapping, field) ?? 'first'
  const columns = input.reader.fields.filter(isContent).flatMap(({ name, kind }) => {
    if (kind.type === 'date') return aggregateDate(take(name), dateColumns(name), input.zone)
    const parts = kind.type === 'period' ? periodColumns(name) : [snake(name)]
    return parts
      .filter((part) => !key.includes(part))
      .map((part) => `${aggregate(take(name), identifier(part))} as ${identifier(part)}`)
  })
  if (!key.includes('service_index'))
    columns.push(`${aggregate(take('service'), 'service_index')} as service_index`)
  const keys = keyOf(input.reader)
  const merged = `(select ${keys}, min(rid) as rid, ${columns.join(', ')} from ${placed} group by ${keys} order by min(rid))`
  await writeReady(engine, input.reader, input.flag, merged)
  await engine.run(`create table survivor as select rid from ${placed}`)
  const [count] = await engine.rows<{ n: number }>(
    `select (select count(*) from ${placed}) - (select count(*) from ready) as n`,
  )
  return { merged: count!.n }
}

/** First and last in file order, among the values that are there. */
function aggregate(take: NonNullable<ColumnObject['take']>, name: string): string {
  switch (take) {
    case 'first':
      return `arg_min(${name}, rid) filter (where ${name} is not null)`
    case 'last':
      return `arg_max(${name}, rid) filter (where ${name} is not null)`
    case 'min':
    case 'max':
      return `${take}(${name})`
  }
}

/** The two columns of a date come from one row, also where some rows have a time and others do not. */
function aggregateDate(
  take: NonNullable<ColumnObject['take']>,
  [at, on]: readonly [string, string],
  zone: string,
): string[] {
  const instant = `coalesce(${at}, timezone(${zone}, cast(${on} as timestamp)))`
  const key = take === 'min' || take === 'max' ? instant : 'rid'
  const choose = take === 'first' || take === 'min' ? 'arg_min' : 'arg_max'
  const chosen = `${choose}({'at': ${at}, 'on': ${on}}, ${key}) filter (where ${instant} is not null)`
  return [`(${chosen})['at'] as ${at}`, `(${chosen})['on'] as ${on}`]
}

/** Writes the table `ready` from rows with their place, and `kept` columns beside. */
export async function writeReady(
  engine: ImportEngine,
  reader: DatasetReader,
  flag: string,
  rows: string,
  kept: readonly string[] = [],
): Promise<void> {
  await engine.run(`create table ready as select rid + 1 as row_number, agency_index, service_index,
    ${[...ownKey(reader), ...reader.ready].join(', ')}, (${flag}) as is_flagged${kept.map((name) => `, ${name}`).join('')}
    from ${rows}`)
}

/** The rows of `typed` that have no error, with their place. Without a service a fact is about all of them together. */
export const placedRows = `(select t.rowid as rid, a.entity_index as agency_index, coalesce(s.entity_index, -1) as service_index, t.*
    from typed as t join agency_value as a on a.value = t.agency left join service_value as s on s.value = t.service
    where is_kept and t.rowid not in (select rid from issue_draft where severity = 'error'))`
