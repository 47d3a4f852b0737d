import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { erasePersonWith } from '#server/actions/persons/erase.ts'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { setRetention } from '#server/actions/retention/set.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { expireOldFacts } from '#server/jobs/expire-facts.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { CoverageReport } from '#shared/contract/coverage.ts'
import type { FigureChange } from '#shared/contract/release.ts'
import { ENGINES } from '../../../support/database.ts'
import { sourceOf, verifyAll } from '../../../support/proof-world.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../../support/release-world.ts'
import { openTestServer, type TestServer } from '../../../support/server.ts'

// What is no longer held of people, against the releases that counted them.

describe.each(ENGINES)('facts that go on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine, { publication: 'released' })
    const { test } = server
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south']) {
      await deliverCases(test, agency, '2023-11-01', '2026-03-31', Array(29).fill({ done: 20, late: 4 }))
      await deliverAnswers(test, agency, '2023-12-10', '2026-03-31', Array(15).fill(4))
      await deliverAnswers(test, agency, '2026-03-10', '2026-03-31', Array(15).fill(3))
    }
    await freezeRelease(test.context, { through: '2026-03' })
  })
  afterAll(() => server.close())

  const read = () => server.test.world.db.read
  const bytesOf = async (sequence: number) => ({
    release: (await listReleases(read())).find((one) => one.sequence === sequence),
    readings: await listLines(read(), sequence, { part: 'readings' }),
    cells: await listLines(read(), sequence, { part: 'cells' }),
  })
  /** What everybody is answered. */
  const ask = () =>
    Promise.all(
      [
        '/readings?indicators=received,respondents,median-time&agency=*&grain=all&from=2023-01-01&to=2026-12-31',
        '/readings?indicators=received&agency=north&grain=day&from=2023-12-01&to=2023-12-31',
        '/series?indicator=median-time&agency=north',
      ].map(async (question) => {
        const answer = await server.get(`/api/v1${question}`)
        return `${answer.status} ${answer.headers.get('etag')} ${await answer.text()}`
      }),
    )
  const verified = async (code: string) => {
    const { findings } = await verifyAll(sourceOf(read(), code))
    return findings
  }

  it('leave releases as they are, which go on to be proved', async () => {
    const { test } = server
    const before = await bytesOf(1)
    const told = await ask()
    const context = test.context
    for (const dataset of ['cases', 'surveys'] as const)
      await act(context, setRetention, { dataset, months: 24, reason: 'Jadwal retensi arsip' })
    const { done } = await expireOldFacts.run({
      ...context,
      log: undefined as never,
      cursor: null,
      signal: new AbortController().signal,
    })
    expect(done).toBeGreaterThan(0)
    await act(context, erasePersonWith(0), { ref: 'north-2026-02-01-3', reason: 'Permohonan subjek data' })
    expect(await bytesOf(1)).toEqual(before)
    expect(await verified('2026-03')).toEqual([])
    expect(await ask()).toEqual(told)
    expect(told.map((text) => text.slice(0, 3))).toEqual(['200', '200', '200'])
  })

  it('change in a revision what was erased and nothing of what expired, which it tells, and it is proved as well', async () => {
    const { test } = server
    test.setClock('2026-04-08T03:00:00.000Z')
    await reviseRelease(test.context, { replaces: '2026-03', reason: 'Penghapusan atas permohonan' })
    const rows = await read().selectFrom('releaseChange').select('body').execute()
    const changes = rows.map(({ body }) => JSON.parse(body) as FigureChange)
    expect(changes.length).toBeGreaterThan(0)
    expect(changes.filter(({ agency }) => agency === 'south')).toEqual([])
    const periods = new Set(changes.map(({ period }) => period))
    expect([...periods].filter((period) => /^202[345]/.test(period))).toEqual([])
    expect(await verified('2026-03-r1')).toEqual([])
    expect(await verified('2026-03')).toEqual([])
    const coverage = (await (await server.get('/api/v1/coverage?agency=north')).json()) as CoverageReport
    expect(coverage.agencies[0]!.datasets.map(({ dataset, factsGoneTo }) => [dataset, factsGoneTo])).toEqual([
      ['cases', '2024-03-31'],
      ['surveys', '2024-03-31'],
    ])
    const broken = (await checkInvariants(read())).filter(({ violations }) => violations > 0)
    expect(broken).toEqual([])
  })
})
