import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutFew } from '#server/readings/read-survey-results.ts'
import type { PlanHistory, PlanList } from '#shared/contract/plan.ts'
import type { SurveyFormList, SurveyResults } from '#shared/contract/survey-results.ts'
import { requiredSample } from '#shared/stats/krejcie-morgan.ts'
import { ENGINES } from '#test/support/database.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'
import { ANSWERS, later, sendForm, takeForm } from '#test/support/survey.ts'

const NOW = '2026-11-23T03:00:00.000Z'

describe.each(ENGINES)('the results of a survey on %s', (engine) => {
  let server: TestServer
  const ask = async <T>(path: string, headers: Record<string, string> = BEARER): Promise<T> =>
    (await server.get(`/api/v1${path}`, headers)).json() as Promise<T>
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request(`/api/v1${path}`, {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  beforeAll(async () => {
    server = await openTestServer(engine)
    const cases = Array.from(
      { length: 20 },
      (_, i) => `A${i},Dinas A,Izin,2026-0${i < 15 ? 4 : 5}-05,2026-0${i < 15 ? 4 : 5}-06`,
    )
    await importCases(server.test, lines('ref,agency,service,submitted,done', ...cases), {
      columns: { completedAt: 'done' },
    })
    const given = [
      { ...ANSWERS, cost: '4', time: '1', remark: 'Antrean lama' },
      { ...ANSWERS, cost: '4', time: '2', facilities: '2', sex: 'female' },
      { ...ANSWERS, cost: '4', procedure: '2', sex: 'male' },
    ]
    for (const fields of [...given, { time: '1' }]) {
      server.test.setClock(NOW)
      const { token } = await takeForm(server, '/s/izin/dinas-a')
      server.test.setClock(later(NOW))
      expect((await sendForm(server, '/s/izin/dinas-a', { form: token, ...fields })).status).toBe(200)
    }
  })
  afterAll(() => server.close())

  it('say the nine elements, who was heard of how many, the weakest, and remarks', async () => {
    const found = await ask<SurveyResults>('/survey/results?agency=dinas-a&period=2026-Q4')
    const elementOf = (name: string) => found.elements.find(({ element }) => element === name)!
    expect(elementOf('time')).toMatchObject({ value: 2, n: 3 })
    expect(elementOf('procedure').value).toBeCloseTo(8 / 3, 9)
    const sum = 3 * 6 + 2 + 4 + 8 / 3 + 8 / 3 - 3
    expect(found.index.value).toBeCloseTo((sum / 9) * 25, 9)
    expect(found.index.n).toBe(3)
    expect(found.index.withoutCost).toBeCloseTo(((sum - 4) / 8) * 25, 9)
    expect(found.weakest).toEqual(['time', 'procedure', 'facilities'])
    // Nobody was served in the third quarter or the fourth as far as is known.
    expect([found.sample, found.isIndicative]).toEqual([null, true])
    expect(found.remarks).toEqual([
      { agency: 'dinas-a', service: 'izin', month: '2026-11', remark: 'Antrean lama' },
    ])
    expect(found.intake).toEqual({ counted: 3, incomplete: 1, refused: 0, lastRefusedOn: null })
    expect(found.profile.questions[0]).toEqual({
      question: 'sex',
      bands: [
        { band: 'female', n: null },
        { band: 'male', n: null },
      ],
    })
    const year = await ask<SurveyResults>('/survey/results?agency=dinas-a&service=izin&period=2026')
    expect(year.sample).toEqual({
      respondents: 3,
      required: requiredSample(20),
      population: 20,
      populationPeriod: '2026',
    })
    expect(year.incomplete).toBe(1)
  })

  it('are for those who may see them alone', async () => {
    for (const path of ['/survey/results?agency=dinas-a&period=2026', '/survey/forms?agency=dinas-a']) {
      expect((await server.get(`/api/v1${path}`)).status).toBe(401)
    }
    expect((await server.get('/api/v1/survey/results?agency=dinas-a&period=2026-W01', BEARER)).status).toBe(
      400,
    )
    expect((await server.get('/api/v1/survey/results?agency=nowhere&period=2026', BEARER)).status).toBe(404)
  })

  it('stand beside the forms, with what came in', async () => {
    const { items } = await ask<SurveyFormList>('/survey/forms?agency=dinas-a')
    expect(items).toEqual([
      {
        agency: 'dinas-a',
        service: 'izin',
        serviceName: 'Izin',
        serviceNameEn: null,
        isOpen: true,
        dailyCap: 300,
        path: '/s/izin/dinas-a',
        lastThirtyDays: { counted: 3, incomplete: 1, refused: 0 },
      },
    ])
    const closed = { agency: 'dinas-a', service: 'izin', isOpen: false, dailyCap: 50 }
    expect((await send('PUT', '/survey/forms', closed, {})).status).toBe(401)
    expect((await send('PUT', '/survey/forms', closed)).status).toBe(200)
    const after = await ask<SurveyFormList>('/survey/forms?agency=dinas-a')
    expect(after.items[0]).toMatchObject({ isOpen: false, dailyCap: 50 })
  })

  it('lead to plans, which everybody may read, with their history for members', async () => {
    const plan = { agency: 'dinas-a', service: null, period: '2026-Q4', element: 'time' }
    const set = {
      ...plan,
      problem: 'Antrean verifikasi lebih dari sejam',
      action: 'Menambah satu loket verifikasi',
      owner: 'Kepala Seksi Pelayanan',
      dueMonth: '2027-03',
    }
    expect((await send('PUT', '/plans', set, {})).status).toBe(401)
    const wrong = await send('PUT', '/plans', { ...set, dueMonth: '2027-13', owner: '' })
    const { issues } = (await wrong.json()) as { issues: { parameter: string }[] }
    expect([wrong.status, issues.map(({ parameter }) => parameter).sort()]).toEqual([
      400,
      ['dueMonth', 'owner'],
    ])
    expect((await send('PUT', '/plans', set)).status).toBe(200)
    expect((await send('PUT', '/plans', { ...set, status: 'ongoing' })).status).toBe(200)
    const { items } = await ask<PlanList>('/plans?agency=dinas-a', {})
    expect(items).toEqual([
      expect.objectContaining({ ...set, status: 'ongoing', evidence: null, closedOn: null }),
    ])
    expect((await ask<PlanList>('/plans?period=2026-Q3', {})).items).toEqual([])
    expect((await send('POST', '/plans/closings', { ...plan, status: 'done' })).status).toBe(400)
    const done = { ...plan, status: 'done', evidence: 'Loket ketiga dibuka 1 Maret' }
    expect((await send('POST', '/plans/closings', { ...done, element: 'cost' })).status).toBe(404)
    expect((await send('POST', '/plans/closings', done)).status).toBe(200)
    expect((await ask<PlanList>('/plans?status=done', {})).items[0]).toMatchObject({
      evidence: done.evidence,
      closedOn: '2026-11-23',
    })
    const where = 'agency=dinas-a&period=2026-Q4&element=time'
    expect((await server.get(`/api/v1/plans/history?${where}`)).status).toBe(401)
    const history = await ask<PlanHistory>(`/plans/history?${where}`)
    expect(
      history.items.map(({ action, before, after }) => [action, before?.status ?? null, after.status]),
    ).toEqual([
      ['plan.close', 'ongoing', 'done'],
      ['plan.set', 'planned', 'ongoing'],
      ['plan.set', null, 'planned'],
    ])
  })
})

it('bands of few are hidden so that they cannot be worked out', () => {
  const said = (...counts: number[]) =>
    withoutFew(counts.map((n, i) => ({ band: String(i), n }))).map(({ n }) => n)
  expect(said(10, 3, 20)).toEqual([null, null, 20])
  expect(said(10, 3, 2, 20)).toEqual([10, null, null, 20])
  expect(said(10, 0, 20)).toEqual([10, 0, 20])
  expect(said(4)).toEqual([null])
})
