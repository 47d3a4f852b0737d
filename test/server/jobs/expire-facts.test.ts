import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { setRetention } from '#server/actions/retention/set.ts'
import { expireOldFacts } from '#server/jobs/expire-facts.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { CoverageReport } from '#shared/contract/coverage.ts'
import { Refusal } from '#shared/refusal.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES } from '#test/support/database.ts'
import { derivedTables } from '#test/support/derived-tables.ts'
import { importText } from '#test/support/import.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const HEADER = 'ref,agency,service,submitted,done,due'
const OLD = lines(
  HEADER,
  'A1,Dinas A,Izin,2024-01-05 08:00,2024-01-09 10:00,2024-01-20',
  'A2,Dinas A,Izin,2024-01-08 08:00,2024-02-02 08:00,2024-01-20',
  'A3,Dinas A,Izin,2024-01-08 08:00,,2024-01-20',
  'A4,Dinas A,Izin,2024-09-30 08:00,2024-11-02 08:00,2024-10-20',
  'B1,Dinas B,Izin,2024-01-10 08:00,2024-01-11 08:00,2024-01-20',
  'A5,Dinas A,Izin,2026-10-05 08:00,2026-10-06 08:00,2026-10-20',
)
const COLUMNS = { columns: { completedAt: 'done', dueAt: 'due' } }

describe.each(ENGINES)('facts whose time is over on %s', (engine) => {
  let server: TestServer
  let importId: string
  let before: unknown
  const figures = ['received', 'completed', 'median-time', 'on-time-rate', 'backlog', 'complaints-per-1000']
  const values = async () => {
    const found: Record<string, unknown> = {}
    for (const period of ['2024-01', '2024-02', '2024-Q1', '2024', '2026-10', 'all']) {
      for (const id of [...figures, 'respondents', 'satisfaction-index']) {
        const { value, missing, low, high } = await ask(server.test, id, period, { agency: 'dinas-a' })
        found[`${id} ${period}`] = [value, missing, low, high]
      }
    }
    return found
  }
  const run = async () => {
    const { context } = server.test
    const { done } = await expireOldFacts.run({
      ...context,
      log: undefined as never,
      cursor: null,
      signal: new AbortController().signal,
    })
    return done
  }
  const count = async (table: 'serviceCase' | 'surveyAnswer' | 'complaint') =>
    (await server.test.world.db.read.selectFrom(table).select('ref').orderBy('ref').execute()).map(
      ({ ref }) => ref,
    )

  beforeAll(async () => {
    server = await openTestServer(engine)
    ;({ importId } = await importCases(server.test, OLD, COLUMNS))
    const survey = (text: string) =>
      importText(
        server.test,
        'surveys',
        {
          dataset: 'surveys',
          format: { datetime: 'yyyy-MM-dd', timezone: 'Asia/Jakarta' },
          columns: {
            ref: 'ref',
            agency: 'agency',
            service: 'service',
            answeredAt: 'on',
            requirements: 'q',
            procedure: 'q',
            time: 'q',
            cost: 'q',
            product: 'q',
            competence: 'q',
            behaviour: 'q',
            complaints: 'q',
            facilities: 'q',
          },
        },
        text,
      )
    await survey(
      lines('ref,agency,service,on,q', 'S1,Dinas A,Izin,2024-01-06,3', 'S2,Dinas A,Izin,2026-10-06,4'),
    )
    before = { values: await values(), tables: await derivedTables(server.test.world.db.read) }
  })
  afterAll(() => server.close())

  it('are told before a rule is set, and go at night once they are settled', async () => {
    const preview = await server.get('/api/v1/retention/preview?dataset=cases&months=24', BEARER)
    expect(await preview.json()).toEqual({
      dataset: 'cases',
      months: 24,
      through: '2024-10-31',
      expiring: 3,
      open: 2,
      kept: 3,
      agencies: 2,
      imports: 1,
    })
    expect(await run()).toBe(0)
    for (const dataset of ['cases', 'surveys'] as const) {
      await act(server.test.context, setRetention, { dataset, months: 24, reason: 'Jadwal retensi arsip' })
    }
    expect(await run()).toBe(4)
    expect(await run()).toBe(0)
    // A3 is open, A4 was completed later.
    expect(await count('serviceCase')).toEqual(['A3', 'A4', 'A5'])
    expect(await count('surveyAnswer')).toEqual(['S2'])
  })

  it('leave every figure and cell as it was, also when everything is computed anew', async () => {
    const now = async () => ({
      values: await values(),
      tables: await derivedTables(server.test.world.db.read),
    })
    expect(await now()).toEqual(before)
    await rebuild(server.test.context)
    expect(await now()).toEqual(before)
    const findings = await checkInvariants(server.test.world.db.read)
    expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
  })

  it('do not come back by a file or a push, row by row and with the reason', async () => {
    const again = await importCases(server.test, OLD, COLUMNS)
    expect(again).toMatchObject({ accepted: 3, rejected: 3, unchanged: 3 })
    expect(again.issues.map(({ row, column, code }) => [row, column, code])).toEqual([
      [1, 'submitted', 'facts-expired'],
      [2, 'submitted', 'facts-expired'],
      [5, 'submitted', 'facts-expired'],
    ])
    expect(again.issues[0]!.message).toContain('2024-10-31')
    const pushed = await server.fetch('/api/v1/cases', {
      method: 'POST',
      headers: { ...BEARER, 'content-type': 'application/json' },
      body: JSON.stringify([
        { agency: 'dinas-a', service: 'izin', ref: 'A1', submittedAt: '2024-01-05T08:00:00' },
        { agency: 'dinas-a', service: 'izin', ref: 'NEW', submittedAt: '2024-03-05' },
        { agency: 'dinas-a', service: 'izin', ref: 'A9', submittedAt: '2026-10-05' },
      ]),
    })
    const body = (await pushed.json()) as { items?: { status: string; issues: { code: string }[] }[] }
    const items = body.items ?? (body as unknown as { results: never[] }).results
    expect(items.map(({ status, issues }) => [status, ...issues.map(({ code }) => code)])).toEqual([
      ['rejected', 'facts-expired'],
      ['rejected', 'facts-expired'],
      ['inserted'],
    ])
    expect(await count('serviceCase')).toEqual(['A3', 'A4', 'A5', 'A9'])
  })

  it('let an open case of those months be completed, in the month of its completion', async () => {
    const january = await ask(server.test, 'received', '2024-01', { agency: 'dinas-a' })
    await importCases(
      server.test,
      lines(HEADER, 'A3,Dinas A,Izin,2024-01-08 08:00,2026-10-20 08:00,2024-01-20'),
      COLUMNS,
    )
    expect((await ask(server.test, 'completed', '2026-10', { agency: 'dinas-a' })).value).toBe(2)
    expect(await ask(server.test, 'received', '2024-01', { agency: 'dinas-a' })).toEqual(january)
    await rebuild(server.test.context)
    expect((await ask(server.test, 'completed', '2026-10', { agency: 'dinas-a' })).value).toBe(2)
    expect((await ask(server.test, 'received', '2024', { agency: 'dinas-a' })).value).toBe(4)
    const findings = await checkInvariants(server.test.world.db.read)
    expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
  })

  it('are not undone, deleted or asked by the day as if they were there', async () => {
    await expect(undoImport(server.test.context, importId)).rejects.toMatchObject({ key: 'import-too-old' })
    const gone = await server.fetch('/api/v1/cases/dinas-a/izin/A3', { method: 'DELETE', headers: BEARER })
    expect(gone.status).toBe(409)
    const daily = await server.get(
      '/api/v1/readings?indicators=median-time&agency=dinas-a&grain=day&from=2024-01-01&to=2024-01-31',
    )
    expect(((await daily.json()) as { detail: string }).detail).toContain('2024-10-31')
    expect(daily.status).not.toBe(200)
    const counts = await server.get(
      '/api/v1/readings?indicators=received&agency=dinas-a&grain=day&from=2024-01-05&to=2024-01-05',
    )
    expect(((await counts.json()) as { readings: { value: number }[] }).readings[0]!.value).toBe(1)
  })

  it('are said in the coverage', async () => {
    const response = await server.get('/api/v1/coverage?agency=dinas-a')
    const { agencies } = (await response.json()) as CoverageReport
    expect(agencies[0]!.datasets.map(({ dataset, factsGoneTo }) => [dataset, factsGoneTo])).toEqual([
      ['cases', '2024-10-31'],
      ['surveys', '2024-10-31'],
    ])
  })

  it('cannot be made to go sooner than figures need them', async () => {
    const set = act(server.test.context, setRetention, { dataset: 'cases', months: 12, reason: 'Cepat' })
    await expect(set).rejects.toBeInstanceOf(Refusal)
  })
})
