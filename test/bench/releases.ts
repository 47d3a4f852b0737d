import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { runImport } from '#server/actions/imports/run-import.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { openDatabase } from '#server/db/database.ts'
import { PublicWorlds } from '#server/readings/public-worlds.ts'
import type { ReadingsQuery } from '#server/readings/query.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { openWorld, type World } from '#server/readings/world.ts'
import { systemActor } from '#shared/access.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { inTurns, seconds } from './measure.ts'

// A release of 600 agencies, 36 months and every indicator: what freezing it costs, and questions of pages to it beside
// the same questions to live figures.

const AGENCIES = 600
/** Cases, and as many answers, of an agency in a month, on average. */
const A_MONTH = 12

const QUESTIONS: { name: string; query: Pick<ReadingsQuery, 'agencies' | 'grain' | 'from' | 'to'> }[] = [
  {
    name: 'league of all agencies, one month',
    query: { agencies: '*', grain: 'month', from: '2025-06-01', to: '2025-06-30' },
  },
  {
    name: 'one agency, 36 months',
    query: { agencies: ['instansi-010'], grain: 'month', from: '2023-01-01', to: '2025-12-31' },
  },
]

export interface MeasuredRelease {
  freezeSeconds: number
  figures: number
  questions: { name: string; ms: number; liveMs: number }[]
}

export async function measureRelease(folder: string, rounds: number): Promise<MeasuredRelease> {
  const dataDir = join(folder, 'data-release')
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true })
  const files = await makeFiles(dataDir)
  const db = await openDatabase(`duckdb:${join(dataDir, 'terukur.duckdb')}`, { dataDir })
  await prepareDatabase(db)
  const world = openWorld(db)
  const context = {
    world,
    dataDir,
    clock: () => new Date().toISOString(),
    defaultTimezone: 'Asia/Jakarta',
    publicUrl: 'http://localhost:3000',
    locale: 'id',
    actor: systemActor('bench'),
  } as const
  for (const { dataset, path, columns } of files) {
    const { rejected } = await runImport(context, {
      importId: randomUUID(),
      dataset,
      mapping: {
        dataset,
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd', delimiter: ',' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', ...columns },
        create: ['agency', 'service'],
        covers: ['2023-01-01', '2025-12-31'],
        asOf: '2026-01-05',
      },
      mappingDir: null,
      files: [{ path, name: `${dataset}.csv` }],
      dryRun: false,
    })
    if (rejected > 0) throw new Error(`${rejected} rows of ${dataset} were rejected.`)
  }
  const freezeSeconds = await seconds(() => freezeRelease(context, { through: '2025-12' }))
  const released = (await new PublicWorlds(world).at(context.clock()))!
  const { manifest } = await db.read.selectFrom('release').select('manifest').executeTakeFirstOrThrow()
  const { counts } = JSON.parse(manifest) as { counts: { readings: number } }
  const questions = []
  for (const { name, query } of QUESTIONS) {
    const of = (one: World) => () =>
      readReadings(
        one,
        {
          indicators: ['received', 'median-time', 'p90-time', 'on-time-rate'],
          services: null,
          channels: null,
          levels: null,
          ...query,
        },
        { isAnonymous: true },
      )
    const [ms, liveMs] = await inTurns([of(released), of(world)], rounds)
    questions.push({ name, ms: ms!, liveMs: liveMs! })
  }
  await db.close()
  return { freezeSeconds, figures: counts.readings, questions }
}

async function makeFiles(dataDir: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const luck = (salt: number) => `(hash(i * 7 + ${salt}) % 1000000) / 1000000.0`
  const facts = `(select i as ref, 'Instansi ' || lpad((hash(i * 7 + 1) % ${AGENCIES})::varchar, 3, '0') as agency,
      'Layanan' as service, timestamp '2023-01-01' + to_seconds((${luck(2)} * 36 * 30.4 * 86400)::bigint) as moment,
      ${luck(3)} as luck from range(${AGENCIES * 36 * A_MONTH}) as t(i))`
  const day = (moment: string) => `strftime(${moment}, '%Y-%m-%d')`
  const [cases, surveys] = [join(dataDir, 'cases.csv'), join(dataDir, 'surveys.csv')]
  await connection.run(`copy (select ref, agency, service, ${day('moment')} as submitted,
      ${day('moment + to_seconds((-ln(1 - luck * 0.999) * 4 * 86400)::bigint)')} as completed,
      ${day('moment + interval 10 day')} as due from ${facts}) to '${cases}' (header)`)
  await connection.run(`copy (select ref, agency, service, ${day('moment')} as answered,
      ${ELEMENTS.map((element, at) => `1 + hash(ref * 9 + ${at}) % 4 as ${element}`).join(', ')}
      from ${facts}) to '${surveys}' (header)`)
  connection.closeSync()
  instance.closeSync()
  const elements = Object.fromEntries(ELEMENTS.map((element) => [element, element]))
  return [
    {
      dataset: 'cases',
      path: cases,
      columns: { submittedAt: 'submitted', completedAt: 'completed', dueAt: 'due' },
    },
    { dataset: 'surveys', path: surveys, columns: { answeredAt: 'answered', ...elements } },
  ] as const
}
