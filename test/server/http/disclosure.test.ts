import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { findBounds } from '#shared/stats/linear-bounds.ts'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { importText } from '#test/support/import.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'

// A visitor asks for every cut that can be asked for, adds and subtracts, and still cannot tell how many answered where
// few did. The holder of the token, who sees everything, says what there was to find.

const dice = makeDice()
const THRESHOLD = 10
const OFFICES = ['North 1', 'North 2', 'North 3', 'South 1', 'South 2']
const SERVICES = ['Permit', 'Card', 'Deed']
const GRAINS = ['month', 'quarter', 'semester', 'year', 'all']
const SPAN = 'from=2025-01-01&to=2025-12-31'

describe.each(ENGINES)(`disclosure on %s (TEST_SEED=${dice.seed})`, (engine) => {
  let server: TestServer
  let refs = 0
  const answer = async (largest: number, density: number) => {
    const rows = OFFICES.flatMap((office) =>
      SERVICES.flatMap((service) =>
        ['2025-01', '2025-02', '2025-03', '2025-05'].flatMap((month) =>
          Array.from({ length: dice.chance(density) ? dice.int(1, largest) : 0 }, () => {
            const scores = ELEMENTS.map((_, i) => (i === 4 && dice.chance(0.3) ? '' : dice.int(1, 4)))
            return `${refs++},${office},${service},${month}-10,${scores.join(',')}`
          }),
        ),
      ),
    )
    for (const parent of ['North', 'South']) {
      await importText(
        server.test,
        'surveys',
        {
          dataset: 'surveys',
          format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
          columns: Object.fromEntries([
            ...['ref', 'agency', 'service'].map((name) => [name, name]),
            ['answeredAt', 'answered'],
            ...ELEMENTS.map((name) => [name, name]),
          ]),
          constants: { agencyParent: parent },
          create: ['agency', 'service'],
          covers: ['2025-01-01', '2025-12-31'],
          asOf: '2026-01-05',
        },
        lines(
          `ref,agency,service,answered,${ELEMENTS.join(',')}`,
          ...rows.filter((row) => row.includes(`,${parent} `)),
        ),
      )
    }
  }
  beforeAll(async () => {
    server = await openTestServer(engine)
    await answer(14, 0.7)
  })
  afterAll(() => server.close())

  const ask = async (query: string, headers?: Record<string, string>): Promise<Reading[]> => {
    const response = await server.get(`/api/v1/readings?${query}&${SPAN}`, headers)
    expect(response.status).toBe(200)
    return ((await response.json()) as Readings).readings
  }
  const SCOPES = ['', 'agency=*', 'service=*', 'agency=*&service=*']
  const everything = async (indicator: string, headers?: Record<string, string>) => {
    const answers: Reading[] = []
    for (const grain of GRAINS) {
      for (const scope of SCOPES)
        answers.push(...(await ask(`indicators=${indicator}&grain=${grain}&${scope}`, headers)))
    }
    return answers
  }
  const parentOf = (agency: string | null) => (agency?.includes('-') ? agency.split('-')[0]! : null)
  const isWithin = (atom: Reading, cell: Reading) =>
    (cell.agency === null || atom.agency === cell.agency || parentOf(atom.agency) === cell.agency) &&
    (cell.service === null || atom.service === cell.service) &&
    (cell.period === 'all' ||
      cell.period === atom.period ||
      cell.period === '2025' ||
      (cell.period === '2025-S1' && atom.period < '2025-07') ||
      (cell.period === '2025-Q1' && atom.period < '2025-04') ||
      (cell.period === '2025-Q2' && atom.period >= '2025-04' && atom.period < '2025-07'))

  /**
   * How wide the bounds of each hidden count are to whoever knows all the shown ones. Where few answered an element
   * the index is hidden too, though it is no secret how many answered: `counted` says where that is shown.
   */
  async function attack(indicator: string, counted = indicator): Promise<number[]> {
    const [truth, seen] = [await everything(indicator, BEARER), await everything(indicator)]
    const counts = counted === indicator ? seen : await everything(counted)
    expect(seen).toHaveLength(truth.length)
    expect(counts.map(({ agency, service, period }) => [agency, service, period])).toEqual(
      truth.map(({ agency, service, period }) => [agency, service, period]),
    )
    const atoms = truth.filter(
      ({ agency, service, period, n }) =>
        parentOf(agency) && service && period.length === 7 && !/[QS]/.test(period) && n,
    )
    const isHidden = seen.map(({ missing }) => missing === 'too-few')
    for (const [i, reading] of truth.entries()) {
      const { n } = reading
      if (n && n < THRESHOLD) expect(isHidden[i]).toBe(true)
      if (isHidden[i])
        expect(seen[i]).toMatchObject({ value: null, n: null, numerator: null, denominator: null, low: null })
      else expect(seen[i]).toEqual(reading)
    }
    const partsOf = (cell: Reading) => atoms.flatMap((atom, at) => (isWithin(atom, cell) ? [at] : []))
    const isSecret = isHidden.map((hidden, i) => hidden && counts[i]!.missing === 'too-few')
    const secret = truth.filter((_, i) => isSecret[i])
    const bounds = findBounds(atoms.length + secret.length, [
      ...truth
        .filter(({ n }, i) => !isSecret[i] && n)
        .map((cell) => ({ terms: partsOf(cell).map((at) => [at, 1] as const), sum: cell.n! })),
      ...secret.map((cell, j) => ({
        terms: [...partsOf(cell).map((at) => [at, 1] as const), [atoms.length + j, -1] as const],
        sum: 0,
      })),
    ])
    return secret.map((_, j) => {
      const [low, high] = bounds.range(atoms.length + j)
      return high - low
    })
  }

  it.each(['respondents', 'satisfaction-index'])('gives no small count away: %s', async (indicator) => {
    const widths = await attack(indicator, 'respondents')
    expect(widths.length).toBeGreaterThan(20)
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(THRESHOLD - 1e-6)
  })

  it('determines no element that few answered either', async () => {
    const widths = await attack('element-product')
    expect(Math.min(...widths)).toBeGreaterThan(1e-6)
  })

  it('shows no index with one of its elements hidden', async () => {
    const seen = await everything(['satisfaction-index', ...ELEMENTS.map((one) => `element-${one}`)].join())
    const cells = Map.groupBy(seen, ({ agency, service, period }) => `${agency}|${service}|${period}`)
    const isHidden = ({ missing }: Reading) => missing === 'too-few'
    const ofIndex = (isShown: boolean) =>
      [...cells.values()].filter((cell) =>
        cell.some((one) => one.unit === 'index' && isHidden(one) !== isShown),
      )
    expect(ofIndex(true).length).toBeGreaterThan(5)
    expect(ofIndex(true).filter((cell) => cell.some(isHidden))).toEqual([])
    expect(ofIndex(false).some((cell) => !cell.every(isHidden))).toBe(true)
  })

  it('follows what is delivered later', async () => {
    await answer(40, 0.9)
    const widths = await attack('respondents')
    expect(Math.min(Number.POSITIVE_INFINITY, ...widths)).toBeGreaterThanOrEqual(THRESHOLD - 1e-6)
  })

  it('shows figures about people to nobody below the month, but that nobody answered', async () => {
    for (const grain of ['day', 'week']) {
      const query = `indicators=respondents&grain=${grain}&agency=*`
      const [truth, seen] = [await ask(query, BEARER), await ask(query)]
      expect(seen.map(({ value, missing }) => value ?? missing)).toEqual(
        truth.map(({ value }) => (value === 0 ? 0 : 'too-few')),
      )
    }
  })

  it('holds in CSV, series, signals and comparisons', async () => {
    const hidden = (await ask('indicators=satisfaction-index&grain=month&agency=*')).find(
      ({ missing }) => missing === 'too-few',
    )
    const { agency, period } = hidden ?? { agency: 'north-1', period: '2025-01' }
    const csv = await server.get(
      `/api/v1/readings.csv?indicators=satisfaction-index&agency=${agency}&from=${period}-01&to=${period}-01&include=signal,change`,
    )
    const [header, row] = (await csv.text()).split('\r\n').map((line) => line.split(','))
    const series = (await (
      await server.get(`/api/v1/series?indicator=satisfaction-index&agency=${agency}`)
    ).json()) as Series
    const point = series.points.find((one) => one.period === period)!
    const comparison = (await (
      await server.get(
        `/api/v1/comparison?indicator=satisfaction-index&period=${period}&peers-of=${agency}&peers=south`,
      )
    ).json()) as { agencies: Reading[] }
    const compared = comparison.agencies.find((one) => one.agency === agency)!
    const expected = hidden ? 'too-few' : ''
    expect(row![header!.indexOf('missing')]).toBe(expected)
    expect(point.missing ?? '').toBe(expected)
    expect(compared.missing ?? '').toBe(expected)
    if (hidden) {
      expect([row![header!.indexOf('value')], row![header!.indexOf('n')], point.n, compared.n]).toEqual([
        '',
        '',
        null,
        null,
      ])
    }
  })
})
