import { Hono } from 'hono'
import { type RawBuilder, sql } from 'kysely'
import { pino } from 'pino'
import { openDatabase } from '#server/db/database.ts'
import { createApp } from '#server/http/app.ts'
import { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import { ImportQueue } from '#server/jobs/import-queue.ts'
import { PushCollector } from '#server/jobs/push-collector.ts'
import { FreezeDesk } from '#server/jobs/releases/freeze-desk.ts'
import { openWorld } from '#server/readings/world.ts'
import { systemActor } from '#shared/access.ts'
import { inTurns } from './measure.ts'

// The five questions of a dashboard, through the whole API without its cache, beside a route of a few lines that
// gives the stored rows as they are.

const TIMES = 'indicators=received,median-time,p90-time,on-time-rate'

export interface Question {
  name: string
  path: string
  /** the stored rows behind it, of agencies by their numbers */
  rows(agencyIds: readonly number[]): RawBuilder<unknown>
  /** agencies that it names */
  agencies: readonly string[]
}

/** The counts and quantiles that the API reads for the same scopes and periods. */
const FINISHED = sql`agency_id, service_id, starts_on, received, closed, completed, rejected, digital, channel_known, due,
  due_on_time, closed_due, closed_on_time, flagged, calendar_not_covered, elapsed_n, elapsed_sum, elapsed_square_sum,
  elapsed_is_exact, elapsed_p50, elapsed_p50_low, elapsed_p50_high, elapsed_p90, elapsed_p90_low, elapsed_p90_high`

const stored = (where: RawBuilder<unknown>) => sql`select ${FINISHED} from finished_row where ${where}`

const ONE = ['instansi-010']
const PEERS = Array.from({ length: 31 }, (_, i) => `instansi-${String(i + 10).padStart(3, '0')}`)

export const QUESTIONS: readonly Question[] = [
  {
    name: 'national trend, 36 months',
    path: `/api/v1/readings?${TIMES}&grain=month&from=2023-01-01&to=2025-12-31`,
    agencies: [],
    rows: () =>
      stored(
        sql`grain = 'month' and agency_id = 0 and service_id = 0 and starts_on between '2023-01-01' and '2025-12-31'`,
      ),
  },
  {
    name: 'league of all agencies, one month',
    path: `/api/v1/readings?${TIMES}&agency=*&grain=month&from=2025-06-01&to=2025-06-30`,
    agencies: [],
    rows: () => stored(sql`grain = 'month' and service_id = 0 and starts_on = '2025-06-01'`),
  },
  {
    name: 'one agency, 36 months',
    path: `/api/v1/readings?${TIMES}&agency=${ONE}&grain=month&from=2023-01-01&to=2025-12-31`,
    agencies: ONE,
    rows: ([id]) =>
      stored(
        sql`grain = 'month' and agency_id = ${sql.lit(id)} and service_id = 0 and starts_on between '2023-01-01' and '2025-12-31'`,
      ),
  },
  {
    // Of an agency's services no rows are stored: beside it stand those of the nation, which are as many.
    name: 'its services, one year',
    path: `/api/v1/readings?${TIMES}&agency=${ONE}&service=*&grain=year&from=2025-01-01&to=2025-12-31`,
    agencies: [],
    rows: () => stored(sql`grain = 'year' and agency_id = 0 and service_id > 0 and starts_on = '2025-01-01'`),
  },
  {
    name: 'one agency against 30 peers, 12 months',
    path: `/api/v1/readings?${TIMES}&agency=${PEERS}&grain=month&from=2025-01-01&to=2025-12-31`,
    agencies: PEERS,
    rows: (ids) =>
      stored(
        sql`grain = 'month' and agency_id in (${sql.raw(ids.join(', '))}) and service_id = 0 and starts_on between '2025-01-01' and '2025-12-31'`,
      ),
  },
]

export interface Answered {
  name: string
  ms: number
  referenceMs: number
  readings: number
}

export async function askQuestions(url: string, dataDir: string, rounds: number): Promise<Answered[]> {
  const db = await openDatabase(url, { dataDir })
  const world = openWorld(db)
  const log = pino({ level: 'silent' })
  const context = {
    world,
    dataDir,
    clock: () => new Date().toISOString(),
    defaultTimezone: 'Asia/Jakarta',
    publicUrl: 'http://localhost:3000',
    locale: 'id',
    actor: systemActor('bench'),
  } as const
  const imports = new ImportQueue(context, log)
  const token = 'bench-token'
  const app = createApp({
    publication: 'live',
    context,
    imports,
    drafts: new DraftDesk(context, imports, log),
    token,
    identity: null,
    pushes: new PushCollector(context, log),
    freezes: new FreezeDesk(context, log),
    log,
    webDir: dataDir,
  })
  // With the token an answer is made anew each time: only anonymous ones are kept.
  const headers = { authorization: `Bearer ${token}` }
  const answered: Answered[] = []
  for (const { name, path, agencies, rows } of QUESTIONS) {
    const { agencyByCode } = await world.directory()
    const stored = rows(agencies.map((code) => agencyByCode.get(code)!.agencyId))
    const bare = new Hono().get('/', async (c) => c.json((await stored.execute(db.read)).rows))
    const ask = async () => {
      const response = await app.request(path, { headers })
      const body = await response.arrayBuffer()
      if (response.status !== 200) throw new Error(`${path}: ${Buffer.from(body).toString()}`)
      return body
    }
    const { readings } = JSON.parse(Buffer.from(await ask()).toString()) as { readings: unknown[] }
    const [ms, referenceMs] = await inTurns(
      [ask, async () => (await bare.request('/')).arrayBuffer()],
      rounds,
    )
    answered.push({ name, ms: ms!, referenceMs: referenceMs!, readings: readings.length })
  }
  await db.close()
  return answered
}
