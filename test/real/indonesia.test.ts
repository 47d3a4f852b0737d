import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '#server/ingest/identity.ts'
import { askMany } from '#test/support/ask-many.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { hasReal, mappingPath, readRealJson, realPath } from '#test/support/real-data.ts'

// Two Indonesian sets: an index that is the weighted mean of its aspects, and indicators with decimal commas.

const DENPASAR = 'indonesia-denpasar-spbe'
const SEMARANG = 'indonesia-semarang-lppd'
const YEARS = { grain: 'year', from: '2018-01-01', to: '2021-12-31' } as const

interface Index {
  published: number
  aspects: number
  weight_sum: number
  weighted_mean: number | null
  aspects_detail: { aspek: string; nilai: number }[]
}
interface Lppd {
  rows: number
  values: [id: number | string, name: string, first: number | null, second: number | null][]
  '2018': { numeric: number; zero: number }
  '2019': { numeric: number; zero: number }
}

describe.skipIf(!hasReal(DENPASAR)).each(ENGINES)('Denpasar index on %s', (engine) => {
  let test: TestWorld
  const deliver = (mapping: string, file: string) =>
    importFiles(test, 'values', mappingPath(mapping), [realPath(`${DENPASAR}/${file}.csv`)], {
      mappingDir: realPath(DENPASAR),
    })

  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('is the weighted mean of its aspects, beside what was published', async () => {
    const { indices } = readRealJson<{ indices: Record<string, Index> }>(`${DENPASAR}/truth.json`)
    expect(await deliver('denpasar-aspects', 'tb_aspek_nilai')).toMatchObject({
      accepted: Object.values(indices).reduce((sum, { aspects }) => sum + aspects, 0),
      warnings: 0,
    })
    expect(await deliver('denpasar-published', 'tb_indeks_nilai')).toMatchObject({ accepted: 4, rejected: 0 })
    const indicators = ['spbe', 'ikci', 'spbe-published', 'ikci-published']
    const whole = await askMany(test, { ...YEARS, indicators, agencies: ['kota-denpasar'] })
    const parts = await askMany(test, {
      ...YEARS,
      indicators: ['spbe', 'ikci'],
      agencies: ['kota-denpasar'],
      services: '*',
    })
    const names = new Map((await test.world.directory()).services.map(({ code, name }) => [code, name]))
    for (const [key, index] of Object.entries(indices)) {
      const [id, year] = key.toLowerCase().split(' ') as [string, string]
      const of = (indicator: string) => whole.find((it) => it.indicator === indicator && it.period === year)!
      expect(of(`${id}-published`).value).toBe(index.published)
      if (index.weighted_mean === null) expect(of(id)).toMatchObject({ value: null, missing: 'not-reported' })
      else {
        expect(of(id).value).toBeCloseTo(index.weighted_mean, 6)
        expect(of(id).denominator).toBeCloseTo(index.weight_sum, 6)
      }
      const given = parts.filter((it) => it.indicator === id && it.period === year && it.value !== null)
      const said = given.map(({ service, value }) => `${names.get(service!)} ${value}`).sort()
      expect(said).toEqual(index.aspects_detail.map(({ aspek, nilai }) => `${aspek} ${nilai}`).sort())
    }
    expect(whole.find((it) => it.indicator === 'spbe' && it.period === '2018')?.value).toBeCloseTo(2.6411, 6)
  })
})

describe.skipIf(!hasReal(SEMARANG)).each(ENGINES)('Semarang indicators on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('reads every decimal comma, keeps zero a zero, and rejects a text for what it is', async () => {
    const truth = readRealJson<Lppd>(`${SEMARANG}/truth.json`)
    const result = await importFiles(test, 'values', mappingPath('semarang-lppd'), [
      realPath(`${SEMARANG}/data.json`),
    ])
    expect(result).toMatchObject({ rows: truth.rows * 2, rejected: 2, skipped: 0 })
    expect(result.issues.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual(
      ['2018', '2019'].map((year) => `33 Capaian_Tahun_${year} bad-number`),
    )
    expect(result.issues[0]!.message).toContain('WTP')
    const { indicators } = await test.world.directory()
    // One number is written “63..”.
    const codes = new Map(truth.values.map(([id]) => [id, codeOf(`lppd-${id}`)]))
    const ids = truth.values.filter(([, , first]) => first !== null).map(([id]) => codes.get(id)!)
    expect(indicators.map(({ code }) => code).toSorted()).toEqual(ids.toSorted())
    const readings = await askMany(test, { ...YEARS, indicators: ids, agencies: ['kabupaten-semarang'] })
    const found = new Map(readings.map((it) => [`${it.indicator} ${it.period}`, it]))
    for (const [id, name, first, second] of truth.values) {
      if (first === null) continue
      expect(indicators.find(({ code }) => code === codes.get(id))?.name).toBe(name.trim())
      expect(found.get(`${codes.get(id)} 2018`)?.value, name).toBe(first)
      expect(found.get(`${codes.get(id)} 2019`)?.value, name).toBe(second)
      expect(found.get(`${codes.get(id)} 2020`)?.missing).toBe('not-reported')
    }
    const zeros = readings.filter(({ value, period }) => value === 0 && period === '2018')
    expect(zeros).toHaveLength(truth['2018'].zero)
  })
})
