import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeExplanation } from '#server/actions/explanations/remove.ts'
import { setExplanation } from '#server/actions/explanations/set.ts'
import { copyTargets } from '#server/actions/targets/copy.ts'
import { removeTarget } from '#server/actions/targets/remove.ts'
import { setTarget } from '#server/actions/targets/set.ts'
import type { Grant } from '#shared/access.ts'
import { ExplanationList, TargetHistory, TargetList } from '#shared/contract/target.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// Targets that people set in forms, and what they say of those they missed. East: 10 of 40 late in 2024, 4 in 2025.
const MONTHS = Array.from({ length: 18 }, (_, i): Month => ({ done: 40, late: i < 12 ? 10 : 4 }))

const deliverer: Grant = { role: 'contributor', agency: 'east' }
const ofYear = (year: number) => ({ agency: 'east', indicator: 'on-time-rate', period: String(year) })

describe.each(ENGINES)('targets by hand on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(server.test, monthlyCases('East', '2024-01-01', MONTHS), {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: 'Region' },
      covers: ['2024-01-01', '2025-06-30'],
      asOf: '2025-07-05',
    })
  })
  afterAll(() => server.close())

  const as = (grant: Grant) => personWith(grant)
  const list = async (query = 'agency=east') => {
    const response = await server.get(`/api/v1/targets?${query}`)
    expect(response.status).toBe(200)
    return TargetList.parse(await response.json())
  }
  const send = (method: string, path: string, body: unknown) =>
    server.app.request(`/api/v1/${path}`, {
      method,
      headers: { ...BEARER, 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify(body),
    })

  it('are set, held against their own period, and changed with a reason only', async () => {
    await actAs(server.test, as(deliverer), setTarget, { ...ofYear(2024), kind: 'min', value: 0.7 })
    await expect(
      actAs(server.test, as(deliverer), setTarget, { ...ofYear(2024), kind: 'min', value: 0.8 }),
    ).rejects.toThrow(/reason.*say why/)
    await actAs(server.test, as(deliverer), setTarget, {
      ...ofYear(2024),
      kind: 'min',
      value: 0.8,
      reason: 'Revised agreement',
    })
    await actAs(server.test, as(deliverer), setTarget, { ...ofYear(2025), kind: 'min', value: 0.8 })
    const { items, next } = await list()
    expect(next).toBe(null)
    expect(items.map(({ target, status, actual }) => [target.period, target.value, status, actual])).toEqual([
      // So far; nothing is decided before the year is over.
      ['2025', 0.8, 'future', 0.9],
      ['2024', 0.8, 'not-met', 0.75],
    ])
    expect(items[1]!.achievement!.value).toBeCloseTo(93.75, 10)
    const history = await server.app.request(
      '/api/v1/targets/history?agency=east&indicator=on-time-rate&period=2024',
      { headers: { ...BEARER, 'accept-language': 'en' } },
    )
    const told = TargetHistory.parse(await history.json()).items
    expect(
      told.map(({ actor, before, after, reason }) => [actor, before?.value, after?.value, reason]),
    ).toEqual([
      ['an official', 0.7, 0.8, 'Revised agreement'],
      ['an official', undefined, 0.7, ''],
    ])
    expect((await server.get('/api/v1/targets/history?agency=east&indicator=x&period=2024')).status).toBe(401)
  })

  it('are corrected by a later import of the same target', async () => {
    await importText(
      server.test,
      'targets',
      {
        dataset: 'targets',
        columns: Object.fromEntries(
          ['agency', 'indicator', 'period', 'kind', 'value'].map((name) => [name, name]),
        ),
      },
      lines('agency,indicator,period,kind,value', 'east,on-time-rate,2024,min,0.9'),
    )
    const { items } = await list()
    expect(items.map(({ target }) => [target.period, target.value])).toEqual([
      ['2025', 0.8],
      ['2024', 0.9],
    ])
  })

  it('are copied to another year as placeholders, and what is there stays', async () => {
    const quarter = { ...ofYear(2025), period: '2025-Q1' }
    await actAs(server.test, as(deliverer), setTarget, { ...quarter, kind: 'max', value: 0.5 })
    expect(
      await actAs(server.test, as(deliverer), copyTargets, { agency: 'east', from: 2025, to: 2026 }),
    ).toEqual({ copied: 2, kept: 0 })
    expect(
      await actAs(server.test, as(deliverer), copyTargets, { agency: 'east', from: 2025, to: 2026 }),
    ).toEqual({ copied: 0, kept: 2 })
    const { items } = await list()
    expect(
      items.filter(({ target }) => target.provenance === 'placeholder').map(({ target }) => target.period),
    ).toEqual(['2026', '2026-Q1'])
    await expect(
      actAs(server.test, as(deliverer), copyTargets, { agency: 'east', from: 1999, to: 2026 }),
    ).rejects.toThrow(/1999/)
    await actAs(server.test, as(deliverer), removeTarget, { ...quarter, reason: 'Wrong quarter' })
    expect((await list()).items.map(({ target }) => target.period)).not.toContain('2025-Q1')
  })

  it('that were missed have their explanation beside them, for everybody', async () => {
    const said = {
      ...ofYear(2024),
      text: 'Two officers left in March.',
      action: 'Two were hired.',
      dueOn: '2025-09-30',
    }
    const version = await server.test.world.version()
    await actAs(server.test, as(deliverer), setExplanation, said)
    // No figure came out differently: kept answers stay good.
    expect(await server.test.world.version()).toBe(version)
    await actAs(server.test, as(deliverer), setExplanation, {
      ...said,
      text: 'Three officers left in March.',
    })
    const [missed] = (await list()).items.filter(({ target }) => target.period === '2024')
    expect(missed!.explanation).toMatchObject({ text: 'Three officers left in March.', dueOn: '2025-09-30' })
    const response = await server.get('/api/v1/explanations?agency=region&indicator=on-time-rate')
    expect(ExplanationList.parse(await response.json()).items).toEqual([missed!.explanation])
    await expect(
      actAs(server.test, as(deliverer), setExplanation, { ...said, period: '2023' }),
    ).rejects.toThrow(/no target for east\/\*\/on-time-rate\/2023/)
    await actAs(server.test, as(deliverer), removeExplanation, ofYear(2024))
    await expect(actAs(server.test, as(deliverer), removeExplanation, ofYear(2024))).rejects.toThrow(
      /no explanation/,
    )
  })

  it('are set by who delivers for the agency, and by nobody else', async () => {
    const input = { ...ofYear(2027), kind: 'min', value: 0.7 }
    for (const grant of [
      { role: 'viewer', agency: 'east' },
      { role: 'contributor', agency: 'west' },
      { role: 'administrator', agency: null },
    ] as const) {
      await expect(actAs(server.test, as(grant), setTarget, input)).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    for (const grant of [
      { role: 'approver', agency: 'region' },
      { role: 'steward', agency: null },
    ] as const) {
      await actAs(server.test, as(grant), setTarget, { ...input, reason: 'agreed' })
    }
  })

  it('name the field that is wrong', async () => {
    for (const [body, parameter] of [
      [{ ...ofYear(2025), kind: 'min' }, 'value'],
      [{ ...ofYear(2025), kind: 'min', value: 90, reason: 'x' }, 'value'],
      [{ ...ofYear(2025), kind: 'range', low: 0.9, high: 0.8 }, 'high'],
      [{ ...ofYear(2025), kind: 'text' }, 'text'],
      [{ ...ofYear(2025), period: '2025-03-01', kind: 'min', value: 1 }, 'period'],
      [{ ...ofYear(2025), indicator: 'none', kind: 'min', value: 1 }, 'indicator'],
    ] as const) {
      const response = await send('PUT', 'targets', body)
      expect(response.status).toBe(parameter === 'indicator' ? 404 : 400)
      const { issues } = (await response.json()) as { issues: { parameter: string }[] }
      expect(issues.map((issue) => issue.parameter)).toEqual([parameter])
    }
    expect((await server.app.request('/api/v1/targets', { method: 'PUT', body: '{}' })).status).toBe(401)
  })

  it('leave an audit row of each change', async () => {
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select(['action', 'subject', 'actor'])
      .where('action', 'in', [
        'target.set',
        'target.remove',
        'target.copy',
        'explanation.set',
        'explanation.remove',
      ])
      .orderBy('auditId')
      .execute()
    expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'target.set east/*/on-time-rate/2024',
      'target.set east/*/on-time-rate/2024',
      'target.set east/*/on-time-rate/2025',
      'target.set east/*/on-time-rate/2025-Q1',
      'target.copy east/2026',
      'target.copy east/2026',
      'target.remove east/*/on-time-rate/2025-Q1',
      'explanation.set east/*/on-time-rate/2024',
      'explanation.set east/*/on-time-rate/2024',
      'explanation.remove east/*/on-time-rate/2024',
      'target.set east/*/on-time-rate/2027',
      'target.set east/*/on-time-rate/2027',
    ])
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['person:somebody']))
  })

  it('are listed from the latest period that has begun on, those to come at the end', async () => {
    const of = { agency: 'east', indicator: 'received', kind: 'min', value: 1 } as const
    // The clock stands in November 2026.
    for (const period of ['2025', '2027-S1', '2026', '2028', '2026-12', '2026-11'])
      await actAs(server.test, as(deliverer), setTarget, { ...of, period })
    const periods: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`indicator=received&limit=2${cursor && `&cursor=${cursor}`}`)
      periods.push(...page.items.map(({ target }) => target.period))
      cursor = page.next
    }
    expect(periods).toEqual(['2026', '2026-11', '2025', '2028', '2027-S1', '2026-12'])
  })
})
