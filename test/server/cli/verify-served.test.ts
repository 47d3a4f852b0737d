import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { type Get, listReleases } from '#server/cli/release-source.ts'
import { verifyServed } from '#server/cli/verify-served.ts'
import type { ShownFinding } from '#shared/proof/shown.ts'
import { caughtOutput } from '#test/support/caught-output.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'

// A server that signed one thing and shows another.

const HOW = { locale: 'en', trustedKey: undefined } as const

describe('verify, of a server', () => {
  let server: TestServer
  let get: Get
  beforeAll(async () => {
    server = await openTestServer()
    const { test } = server
    test.setClock('2026-02-05T03:00:00.000Z')
    await plantOffices(test)
    for (const office of ['north', 'south'])
      await deliverCases(test, office, '2025-12-01', '2026-01-31', [
        { done: 12, late: 3 },
        { done: 14, late: 2 },
      ])
    await freezeRelease(test.context, { through: '2026-01' })
    await deliverCases(test, 'north', '2025-12-01', '2026-01-31', [
      { done: 17, late: 3 },
      { done: 14, late: 2 },
    ])
    await reviseRelease(test.context, { replaces: '2026-01', reason: 'Cases came late' })
    get = (path) => server.get(path)
  })
  afterAll(() => server.close())

  type Change = (text: string) => string
  let changed = 0
  /** The same server, which answers something else where a path is of a kind. */
  const lying =
    (where: RegExp, change: Change): Get =>
    async (path) => {
      const answer = await get(path)
      if (!where.test(path)) return answer
      const text = await answer.text()
      const other = change(text)
      if (other !== text) changed++
      return new Response(other, { status: answer.status })
    }

  async function seen(from: Get, code = '2026-01-r1') {
    changed = 0
    const { exit, said } = await caughtOutput(async () =>
      verifyServed(from, code, { ...HOW, isJson: true }, await listReleases(from)),
    )
    const verdict = JSON.parse(said) as {
      findings: ShownFinding[]
      shown: { compared: { part: string; figures: number }[]; silent: string[] }
    }
    expect(from === get || changed > 0).toBe(true)
    expect(exit).toBe(verdict.findings.length > 0 ? 1 : 0)
    return verdict
  }

  it('holds what it shows against what it signed, and says what', async () => {
    for (const code of ['2026-01-r1', '2026-01']) {
      const { findings, shown } = await seen(get, code)
      expect([findings, shown.silent]).toEqual([[], []])
      const parts = shown.compared.map(({ part }) => part.replace(code, 'CODE'))
      expect(parts).toEqual(
        [
          '/releases',
          '/revisions?release=CODE',
          '/releases/CODE/readings',
          ...(code === '2026-01' ? [] : ['/readings']),
          '/releases/CODE/data.csv',
          ...['north', 'province', 'south'].flatMap((agency) =>
            ['json', 'parquet'].map((format) => `/releases/CODE/data.${format}?agency=${agency}`),
          ),
        ].sort((a, b) => parts.indexOf(a) - parts.indexOf(b)),
      )
      const whole = shown.compared.find(({ part }) => part.endsWith('data.csv'))
      expect(whole!.figures).toBeGreaterThan(500)
    }
    const { said } = await caughtOutput(() => verifyServed(get, '2026-01', { ...HOW, isJson: false }, []))
    expect(said).toMatch(/figure by figure: .*data\.csv \([\d,]+\), .*Pages, pictures/)
  })

  const more = (text: string) => text.replace(/"value":14,/, '"value":15,')
  it('names a figure that is shown otherwise, wherever it is', async () => {
    for (const place of ['/readings', '/releases/2026-01-r1/readings']) {
      const { findings } = await seen(lying(new RegExp(`v1${place}\\?`), more))
      const [first] = findings
      expect(first).toMatchObject({
        code: 'shown-differs',
        part: place,
        figure: { agency: 'north', grain: 'month', period: '2026-01' },
        differences: [{ field: 'value', shown: 15, signed: 14 }],
      })
    }
    const cell = (text: string) => text.replace(/,14,count,/, ',15,count,')
    const { findings } = await seen(lying(/data\.csv/, cell))
    expect(findings).toMatchObject([
      {
        code: 'shown-differs',
        part: '/releases/2026-01-r1/data.csv',
        differences: [{ field: 'value', shown: '15', signed: '14' }],
      },
    ])
    const renamed = (text: string) =>
      text.replaceAll('"agency_label_id":"north"', '"agency_label_id":"south"')
    expect((await seen(lying(/data\.json\?agency=north/, renamed))).findings[0]).toMatchObject({
      code: 'shown-differs',
      differences: [{ field: 'agency_label_id' }],
    })
  })

  it('names what is left out, put in or said twice, and what is no answer', async () => {
    const codes = async (where: RegExp, change: Change) =>
      (await seen(lying(where, change))).findings.map(({ code }) => code)
    const lines = (of: (rows: string[]) => string[]) => (text: string) => {
      const [head, ...rows] = text.trimEnd().split('\r\n')
      return `${[head, ...of(rows)].join('\r\n')}\r\n`
    }
    const csv = /data\.csv/
    expect(
      await codes(
        csv,
        lines((rows) => rows.slice(1)),
      ),
    ).toEqual(['shown-missing'])
    expect(
      await codes(
        csv,
        lines((rows) => [...rows, rows[3]!]),
      ),
    ).toEqual(['shown-twice'])
    const strange = (rows: string[]) => [...rows, rows[3]!.replace('backlog', 'bribes')]
    expect(await codes(csv, lines(strange))).toEqual(['shown-unsigned'])
    expect(
      await codes(
        csv,
        lines((rows) => [...rows].reverse()),
      ),
    ).toEqual([])
    const nameless = (rows: string[]) => [...rows, rows[3]!.replace('backlog', '')]
    expect(await codes(csv, lines(nameless))).toEqual(['shown-unsigned'])
    expect(await codes(csv, () => 'a,b\r\n1,2\r\n')).toEqual(['shown-unreadable'])
    // Beyond all measure it is not read.
    expect(await codes(csv, (text) => text.repeat(40))).toEqual(['shown-unreadable'])
    expect(await codes(/data\.parquet\?agency=south/, () => 'PAR1')).toEqual(['shown-unreadable'])
    expect(await codes(/v1\/readings\?/, () => '{"readings":[null]}')).toContain('shown-unreadable')
    expect(await codes(/v1\/readings\?/, () => '{"readings":[]}')).toEqual(
      expect.arrayContaining(['shown-missing', 'shown-more']),
    )
  })

  it('names a list or a log of changes that says otherwise than what was signed', async () => {
    const codes = async (where: RegExp, change: Change) =>
      (await seen(lying(where, change))).findings.map(({ code }) => code)
    const reason = (text: string) => text.replace('Cases came late', 'Cases came early')
    expect(await codes(/v1\/releases$/, reason)).toEqual(['shown-listed'])
    expect(await codes(/v1\/revisions/, reason)).toEqual(['shown-changes'])
    const fewer = (text: string) =>
      JSON.stringify({ ...JSON.parse(text), items: JSON.parse(text).items.slice(1) })
    expect(await codes(/v1\/revisions/, fewer)).toEqual(['shown-changes'])
  })

  it('says what is not answered, and finds nothing false in it', async () => {
    const silent: Get = async (path) => {
      if (!/data\.csv|v1\/readings/.test(path)) return get(path)
      changed++
      return new Response('', { status: 404 })
    }
    const { findings, shown } = await seen(silent)
    expect([findings, shown.silent]).toEqual([[], ['/readings', '/releases/2026-01-r1/data.csv']])
  })
})
