import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { brief, lines } from '#test/support/small-file.ts'

// Answers of people: the nine elements, or one score on a scale of the file.

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.close())

const ELEMENTS = [
  'requirements',
  'procedure',
  'time',
  'cost',
  'product',
  'competence',
  'behaviour',
  'complaints',
  'facilities',
]
const identity = { ref: 'id', agency: 'office', service: 'kind', answeredAt: 'on' }
const base = {
  dataset: 'surveys',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
  create: ['agency', 'service'],
}

const stored = (importId: string) =>
  world.world.db.read
    .selectFrom('surveyAnswer')
    .selectAll()
    .where('importId', '=', importId)
    .orderBy('ref')
    .execute()

test('reads nine elements from 1 to 4 and a weight', async () => {
  const result = await importText(
    world,
    'surveys',
    {
      ...base,
      columns: { ...identity, ...Object.fromEntries(ELEMENTS.map((name, i) => [name, i + 5])), weight: 'w' },
    },
    lines(
      'id,office,kind,on,u1,u2,u3,u4,u5,u6,u7,u8,u9,w',
      'A1,Dinas,Izin,2026-01-05,4,3,4,3,4,3,4,3,4,1',
      'A2,Dinas,Izin,2026-01-05,4,,,,,,,,,',
      'A3,Dinas,Izin,2026-01-05,5,3,4,3,4,3,4,3,4,1',
      'A4,Dinas,Izin,2026-01-05,0,3,4,3,4,3,4,3,4,1',
      'A5,Dinas,Izin,2026-01-05,2.5,3,4,3,4,3,4,3,4,1',
      'A6,Dinas,Izin,2026-01-05,good,3,4,3,4,3,4,3,4,-1',
      'A7,Dinas,Izin,2027-01-05,4,3,4,3,4,3,4,3,4,2.5',
    ),
  )
  expect(brief(result.issues)).toEqual([
    '3 u1 out-of-range error',
    '4 u1 out-of-range error',
    '5 u1 bad-number error',
    '6 u1 bad-number error',
    '6 w out-of-range error',
    '7 on in-the-future warning',
  ])
  expect(result).toMatchObject({ rows: 7, accepted: 3, rejected: 4, warnings: 1, inserted: 3 })
  const answers = await stored(result.importId)
  expect(answers.map((one) => [one.ref, one.requirements, one.facilities, one.weightParts])).toEqual([
    ['A1', 4, 4, 10_000],
    ['A2', 4, null, 10_000],
    ['A7', 4, 4, 25_000],
  ])
  // Too few answers for the index; a whole one is its mean, exactly.
  expect(answers.map(({ indexParts }) => indexParts)).toEqual([(32 / 9) * 2520, null, (32 / 9) * 2520])
  expect(answers.map(({ isFlagged }) => isFlagged)).toEqual([false, false, true])
})

test('translates words to elements', async () => {
  const words = { Buruk: 1, Baik: 3, 'Sangat baik': 4 }
  const result = await importText(
    world,
    'surveys',
    {
      ...base,
      columns: { ...identity, requirements: 'u1', time: 'u3' },
      values: { requirements: words, time: words },
    },
    lines(
      'id,office,kind,on,u1,u3',
      'B1,Dinas,Izin,2026-01-05,Sangat baik,Buruk',
      'B2,Dinas,Izin,2026-01-05,Lumayan,',
    ),
  )
  expect(brief(result.issues)).toEqual(['2 u1 unknown-value warning'])
  const answers = await stored(result.importId)
  expect(answers.map(({ requirements, time }) => [requirements, time])).toEqual([
    [4, 1],
    [null, null],
  ])
})

test('brings a score on the file’s scale to 0–100', async () => {
  const result = await importText(
    world,
    'surveys',
    {
      ...base,
      scale: [1, 5],
      format: { ...base.format, decimal: ',' },
      columns: { ...identity, score: { column: 'score', null: ['n/a'] } },
    },
    lines(
      'id;office;kind;on;score',
      'C1;Dinas;Izin;2026-01-05;1',
      'C2;Dinas;Izin;2026-01-05;4,5',
      'C3;Dinas;Izin;2026-01-05;n/a',
      'C4;Dinas;Izin;2026-01-05;5,1',
    ),
  )
  expect(brief(result.issues)).toEqual(['4 score out-of-range error'])
  const answers = await stored(result.importId)
  expect(answers.map(({ scoreMillionths }) => scoreMillionths)).toEqual([0, 87_500_000, null])
})

test('a score needs its scale', async () => {
  await expect(
    importText(world, 'surveys', { ...base, columns: { ...identity, score: 'score' } }, 'x'),
  ).rejects.toThrow('Mapping: scale: is required with score: [lowest, highest]')
})

test('sheets without dates: their periods keep respondents of the same number apart', async () => {
  const mapping = (ref: unknown, day: string) => ({
    ...base,
    columns: { agency: 'office', service: 'kind', requirements: 'u1', ref },
    constants: { answeredAt: day },
  })
  const refs = [{ template: '{answeredAt} {no}' }, { from: ['answeredAt', 'no', 'u1'] }]
  for (const [i, ref] of refs.entries()) {
    const text = lines('no,office,kind,u1', `1,Kantor ${i},KTP,3`, `2,Kantor ${i},KTP,4`)
    const answered = (day: string) => importText(world, 'surveys', mapping(ref, day), text)
    expect(await answered('2026-03-31')).toMatchObject({ inserted: 2, updated: 0 })
    expect(await answered('2026-06-30')).toMatchObject({ inserted: 2, updated: 0 })
    expect(await answered('2026-03-31')).toMatchObject({ inserted: 0, unchanged: 2 })
  }
  const slip = mapping({ template: '{answerdAt} {no}' }, '2026-03-31')
  await expect(importText(world, 'surveys', slip, lines('no,office,kind,u1', '1,K,KTP,4'))).rejects.toThrow(
    'answerdAt',
  )
})

test('a note below a sheet without dates is no respondent', async () => {
  const text = lines('no,u1,u2', '1,3,4', '2,4,4', 'NRR,3.5,4', 'Keterangan : U1 = persyaratan,,')
  const result = await importText(
    world,
    'surveys',
    {
      ...base,
      format: { ...base.format, summaries: 'skip' },
      columns: { ref: { template: '{answeredAt} {no}' }, requirements: 'u1', procedure: 'u2' },
      constants: { agency: 'Puskesmas', service: 'Umum', answeredAt: '2026-03-31' },
    },
    text,
  )
  expect(result).toMatchObject({ rows: 4, accepted: 2, skipped: 2, rejected: 0 })
})
