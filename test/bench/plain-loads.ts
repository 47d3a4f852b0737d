import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { memoryLimitMb } from '#server/db/memory-limit.ts'
import { seconds } from './measure.ts'

// What an import is measured against, on the same engine, file, memory and threads.

/** Straight into a table with given types: nothing is checked. */
export const bareLoad = (folder: string, csv: string): Promise<number> =>
  timed(folder, [
    `create table facts as select * from read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"',
      columns = {'ref': 'bigint', 'agency': 'varchar', 'service': 'varchar', 'submitted': 'timestamp',
        'completed': 'timestamp', 'due': 'date', 'channel': 'varchar', 'outcome': 'varchar'})`,
  ])

/** Text, casts, checks, de-duplication, insert in order: what any careful load of a file does, and no figure yet. */
export const validatedLoad = (folder: string, csv: string): Promise<number> =>
  timed(folder, [
    `create table raw as select row_number() over () as row, * from read_csv('${csv}', header = true, all_varchar = true,
      auto_detect = false, delim = ',', quote = '"', columns = {'ref': 'varchar', 'agency': 'varchar', 'service': 'varchar',
        'submitted': 'varchar', 'completed': 'varchar', 'due': 'varchar', 'channel': 'varchar', 'outcome': 'varchar'})`,
    `create table typed as select row, trim(ref) as ref, trim(agency) as agency, trim(service) as service,
      try_strptime(submitted, '%Y-%m-%d %H:%M:%S') as submitted, completed is not null as has_completed,
      try_strptime(completed, '%Y-%m-%d %H:%M:%S') as completed, try_strptime(due, '%Y-%m-%d')::date as due,
      channel, outcome from raw`,
    'drop table raw',
    `create table issue as select row, case when ref = '' then 'ref' when agency = '' then 'agency'
        when submitted is null then 'submitted' else 'completed' end as column_name
      from typed where ref = '' or agency = '' or service = '' or submitted is null or (has_completed and completed is null)`,
    `create table first_of as select min(row) as row from typed group by agency, service, ref`,
    `create table facts as select t.* exclude (row, has_completed) from typed as t semi join first_of using (row)
      anti join issue using (row) order by agency, submitted`,
    'drop table typed',
    'checkpoint',
  ])

async function timed(folder: string, statements: readonly string[]): Promise<number> {
  const path = join(folder, 'plain.duckdb')
  await rm(path, { force: true })
  const instance = await DuckDBInstance.create(path, {
    memory_limit: `${memoryLimitMb()}MiB`,
    temp_directory: join(folder, 'plain-tmp'),
  })
  const connection = await instance.connect()
  const took = await seconds(async () => {
    for (const statement of statements) await connection.run(statement)
  })
  connection.closeSync()
  instance.closeSync()
  await rm(path, { force: true })
  return took
}
