import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { makeDice } from '#test/support/dice.ts'
import { hostileBody, hostileFile, hostileText, hostileValue } from '#test/support/hostile.ts'
import { BEARER, delivery, openTestServer, type TestServer } from '#test/support/server.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'
import { takeForm } from '#test/support/survey.ts'

// Broken input by the ten thousand, at every route of the API document and as files: nothing is answered with a 5xx,
// nothing breaks, memory stays bounded, and everything refused says why.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const REQUESTS = Math.round(48_000 * SCALE)
const FILES = Math.round(1200 * SCALE)
const FORMS = Math.round(2000 * SCALE)
const MAX_GROWTH_MB = 1500
const dice = makeDice()

let server: TestServer
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  const form = delivery(caseMapping(), {
    'a.csv': lines('ref,agency,service,submitted', 'A1,Dinas A,Izin,2026-01-05'),
  })
  const { id } = (await (await server.post(form)).json()) as { id: string }
  await server.finished(id)
})
afterAll(() => server.close())

const memoryMb = () => process.memoryUsage().rss / 2 ** 20

interface Operation {
  parameters?: { name: string; in: string }[]
  requestBody?: { content?: Record<string, { example?: unknown }> }
}

/** Writes where it is told to on the disk of the server: for its owner. */
const NOT_FOR_STRANGERS = new Set(['/api/v1/maintenance/backup'])

async function operations() {
  const document = (await (await server.get('/api/v1/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(document.paths)
    .filter(([path]) => !NOT_FOR_STRANGERS.has(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed().slice(0, 3000))

/** A request to an operation with something wrong in it. */
function requestTo({ path, method, operation }: Awaited<ReturnType<typeof operations>>[number]) {
  const address = path.replace(/\{[^}]+\}/g, () =>
    dice.pick([encoded(hostileText(dice) || 'x'), '%ff', 'dinas-a', 'izin', '2026-01']),
  )
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const query = known
    .filter(() => dice.chance(0.6))
    .map(
      ({ name }) =>
        `${name}=${dice.pick([encoded(hostileText(dice)), '2026-01-01', 'received', 'month', 'dinas-a'])}`,
    )
  if (dice.chance(0.1)) query.push(`${encoded(hostileText(dice))}=${encoded(hostileText(dice))}`)
  const hasBody = method !== 'get' && method !== 'head'
  const like = Object.values(operation.requestBody?.content ?? {})[0]?.example ?? hostileValue(dice)
  return {
    url: `${address}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    init: {
      method: method.toUpperCase(),
      headers: {
        ...(dice.chance(0.9) && BEARER),
        'accept-language': 'en',
        ...(hasBody && { 'content-type': dice.chance(0.9) ? 'application/json' : dice.pick(TYPES) }),
      },
      ...(hasBody && { body: hostileBody(dice, like) }),
    },
  }
}

/** Whether what is refused says why. The parser of HTTP itself refuses overlong headers, before there is a language. */
function isTold(response: Response, body: string): boolean {
  if (response.status < 400 || response.status === 431) return true
  const told = JSON.parse(body) as { detail?: string; items?: { issues: unknown[] }[] }
  // Pushed items are told one by one.
  if (told.items) return told.items.some(({ issues }) => issues.length > 0)
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return false
  return (told.detail ?? '').length > 5
}

const TYPES = [
  'text/plain',
  'application/x-ndjson',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'x/y',
]

describe(`broken input (TEST_SEED=${dice.seed})`, () => {
  it(`is refused with a sentence by every route, ${REQUESTS} times`, async () => {
    const all = await operations()
    expect(all.length).toBeGreaterThan(30)
    const before = memoryMb()
    const seen = new Map<number, number>()
    const wrong: string[] = []
    for (let i = 0; i < REQUESTS && wrong.length < 20; i++) {
      const { url, init } = requestTo(dice.pick(all))
      const response = await server.fetch(url, init)
      const body = await response.text()
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      if (response.status >= 500 || !isTold(response, body)) {
        wrong.push(
          `${init.method} ${url.slice(0, 300)} ${String(init.body ?? '').slice(0, 300)} → ${response.status} ${body.slice(0, 300)}`,
        )
      }
    }
    console.log(
      'answers:',
      Object.fromEntries([...seen].sort()),
      `memory +${Math.round(memoryMb() - before)} MB`,
    )
    expect(wrong).toEqual([])
    expect(server.problems).toEqual([])
    expect(memoryMb() - before).toBeLessThan(MAX_GROWTH_MB)
  })

  it(`is told row by row or refused as a whole in ${FILES} files`, async () => {
    const before = memoryMb()
    const good = lines(
      'ref,agency,service,submitted',
      'B1,Dinas A,Izin,2026-01-05',
      'B2,Dinas B,Izin,2026-02-05',
    )
    const table = good
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const sound = [
      { name: 'cases.csv', bytes: Buffer.from(good) },
      { name: 'cases.tsv', bytes: Buffer.from(good.replaceAll(',', '\t')) },
      {
        name: 'cases.json',
        bytes: Buffer.from(
          JSON.stringify([{ ref: 'B1', agency: 'Dinas A', service: 'Izin', submitted: '2026-01-05' }]),
        ),
      },
      {
        name: 'cases.ndjson',
        bytes: Buffer.from('{"ref":"B1","agency":"Dinas A","service":"Izin","submitted":"2026-01-05"}\n'),
      },
      {
        name: 'cases.xlsx',
        bytes: await writeXlsx({ sheets: [{ name: 'Data', rows: table }] }),
      },
      { name: 'cases.parquet', bytes: await parquetOf(table) },
    ]
    const ends = new Map<string, number>()
    const wrong: string[] = []
    for (let i = 0; i < FILES && wrong.length < 20; i++) {
      const { name, bytes, way } = hostileFile(dice, sound)
      const form = delivery(
        caseMapping(),
        { [name]: new Uint8Array(bytes) },
        dice.chance(0.3) ? { dryRun: 'true' } : {},
      )
      const response = await server.post(form)
      const answer = (await response.json()) as { id?: string; detail?: string }
      if (response.status !== 202) {
        if (response.status >= 500 || !answer.detail) wrong.push(`${way} ${name} → ${response.status}`)
        ends.set('refused', (ends.get('refused') ?? 0) + 1)
        continue
      }
      const status = await server.finished(answer.id!)
      const end =
        status.status === 'failed' ? 'failed' : status.result!.rejected > 0 ? 'rejected rows' : 'taken in'
      ends.set(end, (ends.get(end) ?? 0) + 1)
      if (status.status === 'failed' && !status.error) wrong.push(`${way} ${name} → failed without a word`)
    }
    console.log('files:', Object.fromEntries(ends), `memory +${Math.round(memoryMb() - before)} MB`)
    expect(wrong).toEqual([])
    expect(server.problems).toEqual([])
    expect(memoryMb() - before).toBeLessThan(MAX_GROWTH_MB)
  })

  it(`is answered with the form and what is wrong in ${FORMS} forms of the survey`, async () => {
    const path = '/s/izin/dinas-a'
    const known = [...ELEMENTS, 'form', 'remark', 'answeredAt', 'website', 'lang']
    const seen = new Map<number, number>()
    const wrong: string[] = []
    for (let i = 0; i < FORMS && wrong.length < 20; i++) {
      // One address is heard only so often: each form comes at a time of its own.
      server.test.setClock(new Date(Date.parse('2026-11-23T03:00:00Z') + i * 600_000).toISOString())
      const { token } = await takeForm(server, path)
      const fields = new URLSearchParams(
        known
          .filter(() => dice.chance(0.7))
          .map((name) => [name, dice.chance(0.5) ? '3' : hostileText(dice).toWellFormed()]),
      )
      if (dice.chance(0.8)) fields.set('form', token)
      server.test.setClock(new Date(Date.parse('2026-11-23T03:01:00Z') + i * 600_000).toISOString())
      const body = dice.chance(0.9) ? fields.toString() : hostileText(dice).toWellFormed()
      const language = dice.pick(['', '?lang=en', `?lang=${encoded(hostileText(dice))}`])
      const response = await server
        .fetch(path + language, {
          method: 'POST',
          // A connection that brought too much is closed, and none of the next form's.
          headers: { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' },
          body,
          redirect: 'manual',
        })
        .catch((error: Error) => error)
      if (response instanceof Error) {
        // Far more than a form holds: the connection is closed before all of it has been read.
        if (body.length < 64_000) wrong.push(`${body.slice(0, 300)} → ${response.message}`)
        continue
      }
      const html = await response.text()
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      // The parser of HTTP refuses an overlong address by itself.
      const isMute = response.status >= 400 && response.status !== 431 && html.length < 20
      if (response.status >= 500 || isMute || html.includes('<script>alert'))
        wrong.push(`${body.slice(0, 300)} → ${response.status} ${html.slice(0, 200)}`)
    }
    console.log('forms:', Object.fromEntries([...seen].sort()))
    expect(wrong).toEqual([])
    expect(server.problems).toEqual([])
  })

  it('has left every invariant of the database true', async () => {
    expect(
      await checkInvariants(server.test.world.db.read).then((all) =>
        all.filter(({ violations }) => violations > 0),
      ),
    ).toEqual([])
  })
})

async function parquetOf(rows: readonly string[][]): Promise<Uint8Array> {
  const tempDir = server.test.dataDir
  const engine = await openImportEngine(join(tempDir, 'sound.duckdb'), {
    tempDir,
    readable: [],
    memoryLimitMb: 64,
  })
  try {
    const path = join(tempDir, 'sound.parquet')
    const [header, ...values] = rows
    const list = values.map((row) => `(${row.map(quote).join(', ')})`).join(', ')
    await engine.run(`copy (select * from (values ${list}) as v(${header!.join(', ')})) to ${quote(path)}`)
    return await readFile(path)
  } finally {
    engine.close()
  }
}
