import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

// Two units of one office report in turn: as many each month, and never the same. What their figures differ by is no
// change of the office.

let server: TestServer

beforeAll(async () => {
  server = await openTestServer('duckdb')
  const load = (unit: string, from: string, to: string, late: readonly number[]) => {
    const months = late.map((each) => ({ done: 400, late: each }))
    return importCases(server.test, monthlyCases(unit, from, months), {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: 'Office' },
      covers: [from, to],
      asOf: '2025-06-10',
    })
  }
  await load('Quick', '2025-02-01', '2025-02-28', [10])
  await load('Slow', '2025-03-01', '2025-04-30', [300, 100])
})
afterAll(() => server.close())

const ask = async (from: string, include = ''): Promise<Reading[]> => {
  const response = await server.get(
    `/api/v1/readings?indicators=on-time-rate&agency=office&grain=month&from=${from}&to=2025-04-30${include}`,
  )
  return ((await response.json()) as Readings).readings
}

it('names the earlier period that other units reported for', async () => {
  const [february, march, april] = await ask('2025-02-01')
  expect([february, march, april].map((one) => one!.coverage.reporting)).toEqual([1, 1, 1])
  expect(february).not.toHaveProperty('exchanged')
  expect(march!.exchanged).toEqual([{ period: '2025-02', gone: 1, came: 1 }])
  expect(april).not.toHaveProperty('exchanged')
})

it('takes a change between them for no more than that, whatever else is asked for', async () => {
  const [march, april] = await ask('2025-03-01', '&include=change')
  expect(march!.change!.previous).toMatchObject({ period: '2025-02', otherUnits: true, beyondChance: null })
  expect(april!.change!.previous).toMatchObject({ period: '2025-03', otherUnits: false, beyondChance: true })
})
