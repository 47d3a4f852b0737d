import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export const AGENCIES = 634
export const SERVICES = 20
export const MONTHS = 36

/** A CSV file of so many invented cases over 634 agencies, 20 services and 36 months; made once for each folder.
 *  Agencies differ in size, times are skewed, one case in twenty is still open. */
export async function makeCases(folder: string, rows: number): Promise<string> {
  const path = join(folder, `cases-${rows}.csv`)
  if (existsSync(path)) return path
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  // hash() of the row number is the only source of chance, so the file is the same everywhere.
  const chance = (salt: number) => `((hash(i * 31 + ${salt}) % 1000000) / 1000000.0)`
  await connection.run(`copy (
    with drawn as (select i, floor(${AGENCIES} * pow(${chance(1)}, 1.6))::integer as agency,
        (hash(i * 31 + 2) % ${SERVICES})::integer as service,
        timestamp '2023-01-01' + to_seconds((${chance(3)} * ${MONTHS} * 30.4 * 86400)::bigint) as submitted,
        (-ln(1 - ${chance(4)} * 0.9999) * 4 * 86400 * (0.5 + (hash(i * 31 + 2) % ${SERVICES}) / 10.0))::bigint as took,
        ${chance(5)} as luck, ${chance(6)} as way from range(${rows}) as t(i))
    select i as ref, 'Instansi ' || lpad(agency::text, 3, '0') as agency, 'Layanan ' || lpad(service::text, 2, '0') as service,
      strftime(submitted, '%Y-%m-%d %H:%M:%S') as submitted,
      case when luck > 0.05 then strftime(submitted + to_seconds(took), '%Y-%m-%d %H:%M:%S') end as completed,
      strftime(submitted + interval 10 day, '%Y-%m-%d') as due,
      case when way < 0.5 then 'Web' when way < 0.9 then 'Loket' else 'Telepon' end as channel,
      case when luck > 0.1 then 'Selesai' when luck > 0.05 then 'Ditolak' end as outcome
    from drawn) to '${path}.part' (header)`)
  connection.closeSync()
  instance.closeSync()
  await rename(`${path}.part`, path)
  return path
}

export const MAPPING = {
  dataset: 'cases',
  format: {
    timezone: 'Asia/Jakarta',
    datetime: ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd'],
    delimiter: ',',
    encoding: 'utf-8',
  },
  columns: {
    ref: 'ref',
    agency: 'agency',
    service: 'service',
    submittedAt: 'submitted',
    completedAt: 'completed',
    dueAt: 'due',
    channel: 'channel',
    outcome: 'outcome',
  },
  values: {
    channel: { Web: 'web', Loket: 'counter', Telepon: 'phone' },
    outcome: { Selesai: 'completed', Ditolak: 'rejected' },
  },
  create: ['agency', 'service'],
  asOf: '2026-06-01T00:00:00+07:00',
}
