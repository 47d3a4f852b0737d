import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask } from '#test/support/ask.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { brief, lines } from '#test/support/small-file.ts'

// Shares as offices write them: 87,5 %, 87,5 or 0,875 are one figure; a sign of percent on anything else is no number.

const MAPPING = {
  dataset: 'values',
  format: { timezone: 'Asia/Jakarta', decimal: ',', thousands: '.' },
  columns: { agency: 'unit', indicator: 'indikator', period: 'bulan', value: 'nilai' },
  create: ['agency', 'indicator'],
}
const HEADER = 'unit;indikator;bulan;nilai'

let test: TestWorld
beforeAll(async () => {
  test = await openTestWorld('duckdb')
})
afterAll(() => test?.close())
const give = (mapping: object, ...rows: string[]) =>
  importText(test, 'values', { ...MAPPING, ...mapping }, lines(HEADER, ...rows))
const value = async (indicator: string, period: string) => (await ask(test, indicator, period))?.value

it('reads a sign of percent by the unit of its indicator', async () => {
  const { issues, accepted } = await give(
    {},
    'Dinas A;on-time-rate;2026-01;87,5 %',
    'Dinas A;on-time-rate;2026-02;0,875',
    'Dinas A;on-time-rate;2026-03;90%',
    'Dinas A;achievement;2026-01;97,5 %',
    'Dinas A;received;2026-01;5 %',
    'Dinas A;satisfaction-index;2026-01;1.234,5 %',
    'Dinas A;Jalan mantap;2026-01;66,6 persen',
    'Dinas A;Jalan mantap;2026-02;70',
    'Dinas A;on-time-rate;2026-04;%',
    'Dinas A;on-time-rate;2026-05;87,5',
  )
  expect(brief(issues)).toEqual([
    '5 nilai bad-number error',
    '9 nilai bad-number error',
    '10 nilai ratio-above-one warning',
  ])
  expect(accepted).toBe(8)
  expect(await value('on-time-rate', '2026-01')).toBe(0.875)
  expect(await value('on-time-rate', '2026-02')).toBe(0.875)
  expect(await value('on-time-rate', '2026-03')).toBe(0.9)
  expect(await value('jalan-mantap', '2026-01')).toBe(66.6)
  const made = (await test.world.directory()).indicators.find(({ code }) => code === 'jalan-mantap')
  expect(made).toMatchObject({ unit: 'percent' })
})

it('takes bare shares for percent where the mapping says so, and no other figure', async () => {
  const { issues } = await give(
    { format: { ...MAPPING.format, shares: 'percent' } },
    'Dinas A;on-time-rate;2026-05;58,01',
    'Dinas A;on-time-rate;2026-06;91 %',
    'Dinas A;received;2026-06;1.250',
    'Dinas A;jalan-mantap;2026-03;71',
  )
  expect(issues).toEqual([])
  expect(await value('on-time-rate', '2026-05')).toBe(0.5801)
  expect(await value('on-time-rate', '2026-06')).toBe(0.91)
  expect(await value('received', '2026-06')).toBe(1250)
  expect(await value('jalan-mantap', '2026-03')).toBe(71)
})

it('reads targets the same way', async () => {
  const mapping = {
    ...MAPPING,
    dataset: 'targets',
    create: [],
    constants: { kind: 'min', agency: 'Dinas A' },
    columns: { indicator: 'indikator', period: 'bulan', value: 'nilai' },
  }
  const rows = [
    'Dinas A;on-time-rate;2026;95 %',
    'Dinas A;satisfaction-index;2026;85',
    'Dinas A;digital-share;2026;95',
  ]
  const { issues } = await importText(test, 'targets', mapping, lines(HEADER, ...rows))
  expect(brief(issues)).toEqual(['3 nilai out-of-range error'])
  const kept = await test.world.db.read
    .selectFrom('target')
    .select(['indicator', 'value'])
    .orderBy('indicator')
    .execute()
  expect(kept).toEqual([
    { indicator: 'on-time-rate', value: 0.95 },
    { indicator: 'satisfaction-index', value: 85 },
  ])
})

it('lets one column of a wide file write otherwise', async () => {
  const mapping = {
    ...MAPPING,
    columns: { agency: 'unit', period: 'bulan' },
    measures: [
      { indicator: 'received', value: 'masuk' },
      { indicator: 'on-time-rate', value: { column: 'tepat', decimal: '.' } },
    ],
  }
  const text = lines(
    'unit;bulan;masuk;tepat',
    'Dinas B;2026-01;1.250;87.5 %',
    'Dinas B;2026-02;1.300;1.234,5 %',
  )
  const { issues } = await importText(test, 'values', mapping, text)
  expect(brief(issues)).toEqual(['2 tepat bad-number error'])
  const scope = { agency: 'dinas-b' }
  expect((await ask(test, 'received', '2026-01', scope))?.value).toBe(1250)
  expect((await ask(test, 'on-time-rate', '2026-01', scope))?.value).toBe(0.875)
})
