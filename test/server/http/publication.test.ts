import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { ENGINES } from '../../support/database.ts'
import { signedIn } from '../../support/people.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../support/release-world.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

const months = (done: number, count = 5) => Array.from({ length: count }, () => ({ done, late: 4 }))
const MARCH = 'indicators=received&from=2026-03-01&to=2026-03-31'

describe.each(ENGINES)('what everybody sees on %s', (engine) => {
  let server: TestServer
  const who: Record<string, Record<string, string>> = { visitor: {} }
  beforeAll(async () => {
    server = await openTestServer(engine, { hasPeople: true, publication: 'released' })
    server.test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(server.test)
    for (const agency of ['north', 'south'])
      await deliverCases(server.test, agency, '2025-11-01', '2026-03-31', months(20))
    await deliverAnswers(server.test, 'north', '2026-03-10', '2026-03-31', Array(15).fill(4))
    who['of north'] = (await signedIn(server, { role: 'viewer', agency: 'north' })).headers
    who['of all'] = (await signedIn(server, { role: 'viewer', agency: null })).headers
  })
  afterAll(() => server.close())

  const ask = async (name: string, question: string) => {
    const answer = await server.get(`/api/v1/readings?${question}`, who[name])
    if (answer.status !== 200) return answer.status
    const { source, release, readings } = (await answer.json()) as Readings
    const { value, missing, flags } = readings[0]!
    const isForAll = answer.headers.get('cache-control')!.startsWith('public')
    return [source, release ?? null, missing ?? value, flags.includes('provisional'), isForAll]
  }

  it('is live and marked provisional before the first release', async () => {
    expect(await ask('visitor', MARCH)).toEqual(['live', null, 40, true, true])
    expect(await ask('of all', MARCH)).toEqual(['live', null, 40, false, false])
    const series = await server.get('/api/v1/series?indicator=received&agency=north')
    expect(await series.json()).toMatchObject({ source: 'live' })
  })

  it('is what was released, whatever is delivered afterwards', async () => {
    await freezeRelease(server.test.context, { through: '2026-03' })
    server.test.setClock('2026-04-06T03:00:00.000Z')
    await deliverCases(server.test, 'north', '2025-11-01', '2026-04-30', months(30, 6))
    expect(await ask('visitor', MARCH)).toEqual(['released', '2026-03', 40, false, true])
    expect(await ask('visitor', `agency=north&${MARCH}`)).toEqual(['released', '2026-03', 20, false, true])
    const april = 'indicators=received&from=2026-04-01&to=2026-04-30'
    expect(await ask('visitor', april)).toEqual(['released', '2026-03', 'not-yet-due', false, true])
  })

  it('is live for members in questions wholly about their own agencies', async () => {
    const own = `agency=north&${MARCH}`
    expect(await ask('of north', own)).toEqual(['live', null, 30, false, false])
    expect(await ask('of north', `${own}&source=released`)).toEqual(['released', '2026-03', 20, false, true])
    expect(await ask('of north', `agency=north,south&${MARCH}`)).toEqual([
      'released',
      '2026-03',
      20,
      false,
      true,
    ])
    expect(await ask('of north', MARCH)).toEqual(['released', '2026-03', 40, false, true])
    expect(await ask('of all', MARCH)).toEqual(['live', null, 50, false, false])
  })

  it('is live where an agency shows that, without figures about people', async () => {
    const own = `agency=north&${MARCH}&source=live`
    expect(await ask('visitor', own)).toBe(403)
    const { agencyByCode } = await server.test.world.directory()
    const { agencyId } = agencyByCode.get('north')!
    await server.test.world.write(async (tx) => {
      await tx.insertInto('agencyPublication').values({ agencyId, showsProvisional: true }).execute()
    })
    expect(await ask('visitor', own)).toEqual(['live', null, 30, true, true])
    expect(await ask('visitor', own.replace('received', 'respondents'))).toEqual([
      'live',
      null,
      'too-few',
      true,
      true,
    ])
    expect(await ask('visitor', `agency=north&${MARCH}`)).toEqual(['released', '2026-03', 20, false, true])
    expect(await ask('visitor', `agency=south&${MARCH}&source=live`)).toBe(403)
    expect(await ask('visitor', `agency=*&${MARCH}&source=live`)).toBe(403)
    expect(await ask('visitor', `${MARCH}&source=live`)).toBe(403)
  })
})
