import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { DatasetReader } from './datasets/fields.ts'
import { EntityBook, type ResolvedEntity } from './identity.ts'
import { ownKey, refSql } from './merge-rows.ts'
import type { PrepareInput } from './prepare-import.ts'
import { resolveValues } from './resolve-identity.ts'

/** Writes the table `named` (agency_code, service_code, the rest of the key): the keys of rejected rows that can be
 *  read. A file still names these facts, so that a snapshot does not take them for gone. Nothing is created for them. */
export async function writeNamedKeys(
  engine: ImportEngine,
  reader: DatasetReader,
  input: PrepareInput,
): Promise<void> {
  const own = ownKey(reader)
  await engine.run(`create temporary table keyed as select rowid as rid, agency, agency_name, service, service_name, ${own.join(', ')},
      rowid in (select rid from issue_draft where severity = 'error') as is_rejected
    from typed where is_kept and rowid not in (select rid from bad_record)`)
  const rejected = `(select * from keyed where is_rejected and agency is not null)`
  const resolve = (kind: 'agency' | 'service', book: EntityBook) =>
    resolveValues(engine, rejected, kind, book, false, { table: `named_${kind}` })
  const agencies = await resolve('agency', new EntityBook(input.known.agencies))
  const services = await resolve('service', new EntityBook(input.known.services))
  const codeSql = (entities: readonly ResolvedEntity[], index: string) =>
    `cast([${entities.map(({ code }) => quote(code)).join(', ')}] as varchar[])[${index} + 1]`
  // Repeats of a hashed ref are counted with the accepted rows first, as those have taken the first numbers.
  const isAlike = ['agency', 'service', ...own].join(', ')
  const written = own.map((name) => (name === 'ref' ? `${refSql(input.mapping, 'place')} as ref` : name))
  const isService = reader.fields.some(({ name, isRequired }) => name === 'service' && isRequired)
  await engine.run(`create table named as select ${codeSql(agencies, 'a.entity_index')} as agency_code,
      ${codeSql(services, 's.entity_index')} as service_code, ${written.join(', ')}
    from (select *, row_number() over (partition by ${isAlike} order by is_rejected, rid) as place from keyed) as k
    join named_agency as a on a.value = k.agency left join named_service as s on s.value = k.service
    where is_rejected and a.entity_index is not null
      and ${own.map((name) => `${name} is not null`).join(' and ')}
      and (s.entity_index is not null or ${isService ? 'false' : 'k.service is null'})`)
}
