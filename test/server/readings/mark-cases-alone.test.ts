import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// Two of three units tell their cases and no complaints. What the office shows against all cases is lower for it.

let server: TestServer
const MARCH = ['2025-03-01', '2025-03-31'] as const

beforeAll(async () => {
  server = await openTestServer('duckdb')
  for (const unit of ['Heard', 'Silent', 'Mute'])
    await importCases(server.test, monthlyCases(unit, MARCH[0], [{ done: 100, late: 0 }]), {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: 'Office' },
      covers: MARCH,
      asOf: '2025-04-10',
    })
  const complaints = Array.from({ length: 30 }, (_, i) => `c${i},heard,permit,2025-03-1${i % 10}`)
  await importText(
    server.test,
    'complaints',
    {
      dataset: 'complaints',
      format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd'] },
      columns: { ref: 'ref', agency: 'agency', service: 'service', receivedAt: 'received' },
      covers: MARCH,
      asOf: '2025-04-10T00:00:00Z',
    },
    lines('ref,agency,service,received', ...complaints),
  )
})
afterAll(() => server.close())

it('tells how many units are in the denominator only', async () => {
  const response = await server.get(
    '/api/v1/readings?indicators=complaints-per-1000,on-time-rate&agency=office,heard&grain=month&from=2025-03-01&to=2025-03-31',
    BEARER,
  )
  const { readings } = (await response.json()) as Readings
  const of = (indicator: string, agency: string): Reading =>
    readings.find((one) => one.indicator === indicator && one.agency === agency)!
  expect(of('complaints-per-1000', 'office')).toMatchObject({ value: 100, casesAlone: 2 })
  expect(of('complaints-per-1000', 'heard')).toMatchObject({ value: 300 })
  expect(of('complaints-per-1000', 'heard')).not.toHaveProperty('casesAlone')
  expect(of('on-time-rate', 'office')).not.toHaveProperty('casesAlone')
})
