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
import { readComparison } from '#server/readings/read-comparison.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { readSeries } from '#server/readings/read-series.ts'
import { readSignals } from '#server/readings/read-signals.ts'
import { openWorld, type World } from '#server/readings/world.ts'
import { systemActor } from '#shared/access.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { inTurns, processorSeconds, seconds } from './measure.ts'

// A release of 600 agencies, 36 months and every indicator: what freezing it costs, and questions of pages to it beside
// the same questions to live figures.

const AGENCIES = 600
/** Cases, and as many answers, of an agency in a month, on average. */
const A_MONTH = 12

const TIMES = ['received', 'median-time', 'p90-time', 'on-time-rate']
const EVERY = INDICATORS.map(({ id }) => id)
const ALL = { services: null, channels: null, levels: null }
const ONE = ['instansi-010']
const PEERS = Array.from({ length: 31 }, (_, i) => `instansi-${String(i + 10).padStart(3, '0')}`)
const MONTH = { grain: 'month', from: '2025-06-01', to: '2025-06-30' } as const
const MONTHS = { grain: 'month', from: '2023-01-01', to: '2025-12-31' } as const
const YEAR = { grain: 'year', from: '2025-01-01', to: '2025-12-31' } as const
const EVERYBODY = { isAnonymous: true, locale: 'id' } as const

const readings = (query: Partial<ReadingsQuery>) => (world: World) =>
  readReadings(world, { ...ALL, ...MONTH, indicators: TIMES, agencies: null, ...query }, EVERYBODY)

/** What pages ask. */
const QUESTIONS: Record<string, (world: World) => Promise<unknown>> = {
  'league of all agencies, one month': readings({ agencies: '*' }),
  'comparison of all agencies, one month': (world) =>
    readComparison(
      world,
      { indicator: 'on-time-rate', period: '2025-06', service: null, among: { level: 'unit' } },
      EVERYBODY,
    ),
  'one agency against 30 peers, 12 months': readings({ ...MONTHS, agencies: PEERS, from: '2025-01-01' }),
  'national trend, 36 months': readings(MONTHS),
  'one agency, 36 months': readings({ ...MONTHS, agencies: ONE }),
  'one agency, every figure with its signal': readings({
    agencies: ONE,
    indicators: EVERY,
    include: ['change', 'signal'],
  }),
  'its services, one year': readings({ ...YEAR, agencies: ONE, services: '*' }),
  'its series with limits': (world) =>
    readSeries(
      world,
      { indicator: 'on-time-rate', agency: ONE[0]!, service: null, grain: 'month' },
      EVERYBODY,
    ),
  'signals of everything': (world) =>
    readSignals(world, { indicators: null, agencies: null, since: null, limit: 50, cursor: null }, EVERYBODY),
}

export interface MeasuredRelease {
  freezeSeconds: number
  freezeCpuSeconds: number
  figures: number
  /** in processor time; `firstMs`: by a server that has read nothing of the release but its directory */
  questions: { name: string; ms: number; liveMs: number; firstMs: number }[]
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
  let freezeSeconds = 0
  const freezeCpuSeconds = await processorSeconds(async () => {
    freezeSeconds = await seconds(() => freezeRelease(context, { through: '2025-12' }))
  })
  const open = async () => {
    const released = (await new PublicWorlds(world).at(context.clock()))!
    await released.directory()
    return released
  }
  const released = await open()
  const { manifest } = await db.read.selectFrom('release').select('manifest').executeTakeFirstOrThrow()
  const { counts } = JSON.parse(manifest) as { counts: { readings: number } }
  const questions = []
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    const anew = await open()
    const firstMs = 1000 * (await processorSeconds(() => ask(anew)))
    const [ms, liveMs] = await inTurns([() => ask(released), () => ask(world)], rounds, processorSeconds)
    questions.push({ name, ms: ms!, liveMs: liveMs!, firstMs })
  }
  await db.close()
  return { freezeSeconds, freezeCpuSeconds, figures: counts.readings, questions }
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
