import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '#test/support/database.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const KEY = { indicator: 'received', agency: 'dinas-a', service: null, from: '2026-01-01' }
const DECISION = { ...KEY, reason: 'A second counter opened in January', decidedBy: 'Head of Dinas A' }

describe.each(ENGINES)('a re-baselining on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(server.test, lines('ref,agency,service,submitted', 'A1,Dinas A,Izin,2026-01-05'))
  })
  afterAll(() => server.close())

  const send = (method: 'POST' | 'DELETE', body: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request('/api/v1/series/baselines', {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const kept = () => server.test.world.db.read.selectFrom('rebaseline').selectAll().execute()
  const audited = async () => {
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select(['action', 'subject', 'detail'])
      .where('action', 'like', 'series.%')
      .orderBy('auditId')
      .execute()
    return rows.map(({ detail, ...row }) => ({ ...row, ...(JSON.parse(detail) as object) }))
  }

  it('is refused without the token, without a reason, and for what is not there', async () => {
    expect((await send('POST', DECISION, {})).status).toBe(401)
    expect((await send('POST', { ...DECISION, reason: 'short' })).status).toBe(400)
    expect((await send('POST', { ...DECISION, agency: 'nowhere' })).status).toBe(404)
    expect((await send('POST', { ...DECISION, indicator: 'luck' })).status).toBe(404)
    expect((await send('DELETE', KEY)).status).toBe(404)
    expect([await kept(), await audited()]).toEqual([[], []])
  })

  it('is kept with who decided it and why, and leaves its trace', async () => {
    expect((await send('POST', DECISION)).status).toBe(200)
    const again = { ...DECISION, reason: 'The second counter, in so many words' }
    expect((await send('POST', again)).status).toBe(200)
    const row = {
      indicator: 'received',
      validFrom: '2026-01-01',
      decidedBy: DECISION.decidedBy,
      serviceId: 0,
    }
    expect(await kept()).toEqual([expect.objectContaining({ ...row, reason: again.reason })])
    expect((await send('DELETE', KEY)).status).toBe(200)
    expect(await kept()).toEqual([])
    const reasonOf = (side: unknown) => (side as { reason: string } | null)?.reason ?? null
    expect(
      (await audited()).map((row) => {
        const { action, subject, before, after } = row as typeof row & { before: unknown; after: unknown }
        return [action, subject, reasonOf(before), reasonOf(after)]
      }),
    ).toEqual([
      ['series.rebaseline', 'received/dinas-a/*', null, DECISION.reason],
      ['series.rebaseline', 'received/dinas-a/*', DECISION.reason, again.reason],
      ['series.remove-rebaseline', 'received/dinas-a/*', again.reason, null],
    ])
  })
})
