import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { askMany } from '#test/support/ask-many.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { hasReal, readMapping, readRealJson, realPath } from '#test/support/real-data.ts'

// Passenger survey: nine yearly files whose columns drift. 6 means not applicable, 0 and blank mean no answer; taking
// them for ratings is the classic mistake.

const SET = 'sfo-airport-survey-2010-2018'
const YEARS = [2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018] as const
/** Questions that one year is also imported by, each as a service of its own. */
const QUESTIONS = { year: 2013, columns: ['Q7A_ART', 'Q7B_FOOD', 'Q7I_WIFI', 'Q7N_RENTAL'] } as const

interface Rating {
  answers: Record<string, number>
  valid: number
  mean: number
  weighted_mean?: number
}
interface Year {
  rows: number
  weight_column: string | null
  overall: Rating
  ratings: Record<string, Rating>
}

interface MappingOfYear {
  columns: Record<string, unknown>
  constants: Record<string, string>
  measures?: Record<string, unknown>[]
}

/** The committed mapping is for 2014; other years differ in the year itself and in having weights. */
function mappingOf(year: number, hasWeights: boolean, name = 'sfo-airport'): MappingOfYear {
  const text = JSON.stringify(readMapping(name)).replaceAll('2014', String(year))
  const mapping = JSON.parse(text) as MappingOfYear
  if (!hasWeights) delete mapping.columns.weight
  return mapping
}

const scoreOf = (mean: number): number => ((mean - 1) / 4) * 100

describe.skipIf(!hasReal(SET)).each(ENGINES)('airport survey on %s', (engine) => {
  let test: TestWorld
  let years: Record<string, Year>

  const deliver = (year: number, mapping: MappingOfYear) =>
    importFiles(test, 'surveys', mapping, [realPath(`${SET}/${year}.csv.gz`)])

  const ask = async (service: string): Promise<Map<string, Reading>> => {
    const { readings } = await readReadings(
      test.world,
      {
        indicators: ['satisfaction-score', 'respondents', 'satisfaction-index'],
        agencies: ['sfo'],
        services: [service],
        channels: null,
        levels: null,
        grain: 'year',
        from: '2010-01-01',
        to: '2018-12-31',
      },
      { isAnonymous: false },
    )
    return new Map(readings.map((reading) => [`${reading.indicator} ${reading.period}`, reading]))
  }

  const expectRating = (readings: Map<string, Reading>, year: number, rating: Rating, mean: number) => {
    const score = readings.get(`satisfaction-score ${year}`)
    expect(readings.get(`respondents ${year}`)?.value, `respondents of ${year}`).toBe(rating.valid)
    expect(score?.n, `answers of ${year}`).toBe(rating.valid)
    // The reference gives six decimals of the mean; weights are kept to four.
    expect(score?.value, `score of ${year}`).toBeCloseTo(scoreOf(mean), 2)
    expect(readings.get(`satisfaction-index ${year}`)?.value, 'never the index').toBeNull()
  }

  beforeAll(async () => {
    years = readRealJson<{ years: Record<string, Year> }>(`${SET}/truth.json`).years
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('accepts every answer and gives the weighted score of each year', async () => {
    for (const year of YEARS) {
      const { rows, weight_column } = years[year]!
      const result = await deliver(year, mappingOf(year, weight_column !== null))
      expect(result).toMatchObject({ rows, accepted: rows, warnings: 0, inserted: rows })
    }
    const readings = await ask('airport')
    for (const year of YEARS) {
      const { overall } = years[year]!
      expectRating(readings, year, overall, overall.weighted_mean ?? overall.mean)
    }
  })

  it('gives the plain score of each year without weights', async () => {
    for (const year of [2010, 2016, 2018]) {
      const mapping = mappingOf(year, false)
      mapping.constants.service = 'Unweighted'
      await deliver(year, mapping)
    }
    const readings = await ask('unweighted')
    for (const year of [2010, 2016, 2018])
      expectRating(readings, year, years[year]!.overall, years[year]!.overall.mean)
    expect(readings.get('satisfaction-score 2014')?.value).toBeNull()
  })

  it.each(QUESTIONS.columns)('gives the score of question %s', async (column) => {
    const mapping = mappingOf(QUESTIONS.year, true)
    mapping.constants.service = column
    mapping.columns.score = { column, null: ['0', '6'] }
    await deliver(QUESTIONS.year, mapping)
    const rating = years[QUESTIONS.year]!.ratings[column]!
    expectRating(
      await ask(column.toLowerCase().replace('_', '-')),
      QUESTIONS.year,
      rating,
      rating.weighted_mean!,
    )
  })

  it('takes every question of every year as a measure, whatever its header', async () => {
    const all = await openTestWorld(engine)
    try {
      for (const year of YEARS) {
        const { rows, ratings, weight_column } = years[year]!
        const mapping = mappingOf(year, weight_column !== null, 'sfo-questions')
        // Another question of that year has headers like those of a later one.
        if (year === 2010) mapping.measures![0]!.columns = '^Q6[A-N]$'
        const result = await importFiles(all, 'surveys', mapping, [realPath(`${SET}/${year}.csv.gz`)])
        // 6 says that it does not apply; 0, blank and the word Blank say nothing, and are skipped.
        const told = (rating: Rating) => rating.valid + (rating.answers['6'] ?? 0)
        const accepted = Object.values(ratings).reduce((sum, rating) => sum + told(rating), 0)
        expect(result).toMatchObject({
          rows: rows * Object.keys(ratings).length,
          accepted,
          rejected: 0,
        })
      }
      const readings = await askMany(all, {
        indicators: ['satisfaction-score', 'respondents'],
        agencies: ['sfo'],
        services: '*',
        grain: 'year',
        from: '2010-01-01',
        to: '2018-12-31',
      })
      const found = new Map(readings.map((it) => [`${it.indicator} ${it.service} ${it.period}`, it]))
      for (const year of YEARS) {
        for (const [column, rating] of Object.entries(years[year]!.ratings)) {
          const at = `${column.toLowerCase().replace('_', '-')} ${year}`
          expect(found.get(`respondents ${at}`)?.value, at).toBe(rating.valid)
          const mean = rating.weighted_mean ?? rating.mean
          expect(found.get(`satisfaction-score ${at}`)?.value, at).toBeCloseTo(scoreOf(mean), 2)
        }
      }
    } finally {
      await all.close()
    }
  })

  it('rejects a rating outside the scale rather than counting it', async () => {
    const mapping = mappingOf(2014, true)
    mapping.constants.service = 'Careless'
    mapping.columns.score = { column: 'Q7ALL', null: ['0'] }
    const result = await deliver(2014, mapping)
    // 30 passengers answered 6, “never used”.
    expect(result.rejected).toBe(30)
    expect(new Set(result.issues.map((issue) => issue.code))).toEqual(new Set(['out-of-range']))
  })

  it('changes nothing when a year is delivered again', async () => {
    const again = await deliver(2014, mappingOf(2014, true))
    expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: years[2014]!.rows })
  })
})
