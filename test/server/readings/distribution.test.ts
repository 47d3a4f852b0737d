import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDistribution } from '#server/readings/read-distribution.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'

// Monday 3 March 2025 and the days after it, without a holiday. Working days to completion: 0, 1, 1, 2, 5 by web, and
// 10 at the counter; one is open, one withdrawn.
const ROWS = [
  'no,office,service,in,out,way,end',
  '1,A,S,2025-03-03,2025-03-03,web,completed',
  '2,A,S,2025-03-03,2025-03-04,web,completed',
  '3,B,S,2025-03-03,2025-03-04,web,completed',
  '4,A,S,2025-03-03,2025-03-05,web,completed',
  '5,A,S,2025-03-03,2025-03-10,web,completed',
  '6,B,T,2025-03-03,2025-03-17,counter,completed',
  '7,A,S,2025-03-03,,web,',
  '8,A,S,2025-03-03,2025-03-04,web,withdrawn',
  '9,C,S,2023-03-06,2023-03-08,web,completed',
].join('\n')

const MAPPING = {
  dataset: 'cases',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
  columns: {
    ref: 'no',
    agency: 'office',
    service: 'service',
    submittedAt: 'in',
    completedAt: 'out',
    channel: 'way',
    outcome: 'end',
  },
  create: ['agency', 'service'],
  asOf: '2025-06-01T00:00:00+07:00',
}

describe.each(ENGINES)('the spread of times on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await importText(test, 'cases', MAPPING, ROWS)
  })
  afterAll(() => test.close())
  const ask = (parts: { agency?: string; service?: string; channel?: string; period?: string }) =>
    readDistribution(test.world, { agency: null, service: null, channel: null, period: '2025-03', ...parts })

  it('counts completed cases by working days, withdrawn ones left out', async () => {
    const all = await ask({})
    expect(all).toMatchObject({ unit: 'days', n: 6, half: 1, nineTenths: 10, isApproximate: false })
    expect(all.classes.filter(({ count }) => count > 0)).toEqual([
      { from: 0, to: 1, count: 1 },
      { from: 1, to: 2, count: 2 },
      { from: 2, to: 3, count: 1 },
      { from: 5, to: 6, count: 1 },
      { from: 10, to: 11, count: 1 },
    ])
    expect(await ask({ period: '2025-Q1' })).toMatchObject({ n: 6, nineTenths: 10 })
  })

  it('by agency, service and channel', async () => {
    expect(await ask({ agency: 'a' })).toMatchObject({ n: 4, half: 1, nineTenths: 5 })
    expect(await ask({ service: 't' })).toMatchObject({ n: 1, half: 10 })
    expect(await ask({ agency: 'b', service: 's' })).toMatchObject({ n: 1, half: 1 })
    expect(await ask({ channel: 'counter' })).toMatchObject({ n: 1, half: 10 })
  })

  it('in elapsed time where the calendar does not know every case', async () => {
    const of2023 = await ask({ period: '2023-03' })
    expect(of2023).toMatchObject({ unit: 'seconds', n: 1, half: 2 * 86_400 })
  })

  it('is empty where nothing was completed, and refuses what it does not know', async () => {
    expect(await ask({ period: '2025-05' })).toMatchObject({
      n: 0,
      half: null,
      nineTenths: null,
      classes: [],
    })
    await expect(ask({ period: 'soon' })).rejects.toThrow(/period/)
    await expect(ask({ agency: 'nobody' })).rejects.toThrow(/nobody/)
  })
})
