import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import { EntityBook, type ResolvedEntity } from './identity.ts'
import { refSql } from './merge-rows.ts'
import type { PrepareInput } from './prepare-import.ts'
import { resolveValues } from './resolve-identity.ts'

/** Writes the table `named` (agency_code, service_code, ref): the keys of rejected rows that can be read. A file still
 *  names these facts, so that a snapshot does not take them for gone. Nothing is created for them. */
export async function writeNamedKeys(engine: ImportEngine, input: PrepareInput): Promise<void> {
  await engine.run(`create temporary table keyed as select rowid as rid, agency, agency_name, service, service_name, ref,
      rowid in (select rid from issue_draft where severity = 'error') as is_rejected
    from typed where is_kept and rowid not in (select rid from bad_record)`)
  const rejected = `(select * from keyed where is_rejected and agency is not null and service is not null)`
  const resolve = (kind: 'agency' | 'service', book: EntityBook) =>
    resolveValues(engine, rejected, kind, book, false, `named_${kind}`)
  const agencies = await resolve('agency', new EntityBook(input.directory.agencies))
  const services = await resolve('service', new EntityBook(input.directory.services))
  const codeSql = (entities: readonly ResolvedEntity[], index: string) =>
    `cast([${entities.map(({ code }) => quote(code)).join(', ')}] as varchar[])[${index} + 1]`
  // Repeats of a hashed ref are counted with the accepted rows first, as those have taken the first numbers.
  await engine.run(`create table named as select ${codeSql(agencies, 'a.entity_index')} as agency_code,
      ${codeSql(services, 's.entity_index')} as service_code, ${refSql(input.mapping, 'place')} as ref
    from (select *, row_number() over (partition by agency, service, ref order by is_rejected, rid) as place from keyed) as k
    join named_agency as a on a.value = k.agency join named_service as s on s.value = k.service
    where is_rejected and ref is not null and a.entity_index is not null and s.entity_index is not null`)
}
