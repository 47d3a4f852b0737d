import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { ask, type Scope, say } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// A missing figure says why: it is never zero, and zero is never missing.

const FIGURES = ['received', 'completed', 'clearance-rate', 'median-time', 'on-time-rate', 'digital-share']

describe.each(ENGINES)('figures without a number on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    const header = 'ref,agency,service,submitted,done'
    const cases = (constants: object, covers: [string, string], ...rows: string[]) =>
      importText(
        test,
        'cases',
        caseMapping({ columns: { completedAt: 'done' }, constants, covers, asOf: covers[1] }),
        lines(header, ...rows),
      )
    const parent = { agencyParent: 'Region' }
    // North told of January to March, and had cases in January only; South began in April.
    await cases(
      parent,
      ['2025-01-01', '2025-03-31'],
      '1,North,Permit,2025-01-06,2025-01-07',
      '2,North,Permit,2025-01-09,',
    )
    await cases(
      parent,
      ['2025-04-01', '2025-06-30'],
      '1,South,Card,2025-05-06,2025-05-07',
      '2,South,Card,2025-06-06,',
    )
  })
  afterAll(() => test.close())
  const of = (period: string, scope: Scope) => say(test, FIGURES, period, scope)

  it('are zero counts, and nothing that could apply to other figures, where covered', async () => {
    expect(await of('2025-02', { agency: 'north' })).toEqual({
      received: 0,
      completed: 0,
      'clearance-rate': 'not-applicable',
      'median-time': 'not-applicable',
      'on-time-rate': 'not-applicable',
      'digital-share': 'not-applicable',
    })
    // Completed cases without a due date or a channel.
    expect(await of('2025-01', { agency: 'north' })).toEqual({
      received: 2,
      completed: 1,
      'clearance-rate': '1/2',
      'median-time': 86_400,
      'on-time-rate': 'not-applicable',
      'digital-share': 'not-applicable',
    })
  })

  it('are not reported where no delivery covers a period that is over', async () => {
    const silent = Object.fromEntries(FIGURES.map((figure) => [figure, 'not-reported']))
    expect(await of('2024-12', { agency: 'north' })).toEqual(silent)
    expect(await of('2025-05', { agency: 'north' })).toEqual(silent)
    expect(await of('2025-02', { agency: 'south' })).toEqual(silent)
    expect(await of('2024', {})).toEqual(silent)
    expect(await of('2025-03', {})).toMatchObject({ received: 0, 'median-time': 'not-applicable' })
  })

  it('are not yet due from the period on that the latest delivery ends in', async () => {
    const early = Object.fromEntries(FIGURES.map((figure) => [figure, 'not-yet-due']))
    // Everything is true up to the end of June, so July is running.
    expect(await of('2025-07', { agency: 'north' })).toEqual(early)
    expect(await of('2026', {})).toEqual(early)
    expect(await of('2025-Q2', { agency: 'north' })).toMatchObject({ received: 'not-reported' })
    expect(await of('2025-S2', { agency: 'north' })).toMatchObject({ received: 'not-yet-due' })
    expect(await of('2025-07-01', { agency: 'south' })).toMatchObject({ received: 'not-yet-due' })
    expect(await of('2025-06-30', { agency: 'south' })).toMatchObject({ received: 0 })
  })

  it('have a backlog from the first case on, zero before it where covered', async () => {
    const backlogs = async (agency: string, ...periods: string[]) =>
      Promise.all(periods.map(async (period) => (await say(test, ['backlog'], period, { agency })).backlog))
    expect(await backlogs('north', '2024-12', '2025-01', '2025-02')).toEqual(['not-reported', 1, 1])
    expect(await backlogs('south', '2025-03', '2025-04', '2025-05', '2025-06')).toEqual([
      'not-reported',
      0,
      0,
      1,
    ])
    expect(await backlogs('region', '2025-02', '2025-06')).toEqual([1, 2])
  })

  it('have no backlog of a unit that stopped delivering; a sum keeps what was last known, and says so', async () => {
    const backlog = async (agency: string | undefined, period: string) => {
      const { value, missing, flags } = await ask(test, 'backlog', period, agency ? { agency } : {})
      return [value ?? missing, ...flags]
    }
    // North, with one case open, told nothing after March.
    expect(await backlog('north', '2025-03')).toEqual([1])
    expect(await backlog('north', '2025-04')).toEqual(['not-reported'])
    expect(await backlog('north', '2025-Q3')).toEqual(['not-yet-due'])
    expect(await backlog('north', '2025')).toEqual([1, 'partial-period'])
    expect(await backlog('region', '2025-03')).toEqual([1])
    expect(await backlog('region', '2025-04')).toEqual([1, 'last-known'])
    expect(await backlog('region', '2025-06')).toEqual([2, 'last-known'])
    expect(await backlog(undefined, '2025-06')).toEqual([2, 'last-known'])
    expect(await backlog(undefined, '2025-Q2')).toEqual([2, 'last-known'])
    expect(await backlog(undefined, '2025-06-15')).toEqual([2, 'last-known'])
    expect(await backlog(undefined, '2025')).toEqual([2, 'partial-period'])
    expect(await backlog(undefined, '2026')).toEqual(['not-yet-due'])
    // Of another service North left nothing open.
    const { flags } = await ask(test, 'backlog', '2025-06', { agency: 'region', service: 'card' })
    expect(flags).toEqual([])
  })

  it('are of the dataset whose deliveries tell', async () => {
    const surveys = ['satisfaction-index', 'respondents', 'response-rate', 'element-time']
    expect(Object.values(await say(test, surveys, '2025-01'))).toEqual(Array(4).fill('not-reported'))
  })

  it('tell how many leaf agencies reported, of those expected', async () => {
    const coverage = async (period: string, scope: Scope = {}) => {
      const { reporting, expected } = (await ask(test, 'received', period, scope)).coverage
      return `${reporting} of ${expected}`
    }
    // South had never delivered before April, so nobody missed it; the parent itself delivers nothing.
    expect(await coverage('2025-01')).toBe('1 of 1')
    expect(await coverage('2025-05')).toBe('1 of 2')
    expect(await coverage('2025-05', { agency: 'region' })).toBe('1 of 2')
    expect(await coverage('2025-05', { agency: 'north' })).toBe('0 of 1')
    expect(await coverage('2025')).toBe('2 of 2')
    expect(await coverage('2024-12')).toBe('0 of 0')
    // Twelve months after its last day North is not expected any more.
    expect(await coverage('2026-03')).toBe('0 of 2')
    expect(await coverage('2026-04')).toBe('0 of 1')
    expect(await coverage('2026-03-31')).toBe('0 of 2')
    expect(await coverage('2026-04-01')).toBe('0 of 1')
    expect(await coverage('all')).toBe('2 of 2')
  })
})

describe.each(ENGINES)('figures about few people on %s', (engine) => {
  let test: TestWorld
  const header = `ref,agency,service,answered,${ELEMENTS.join(',')},score`
  const columns = Object.fromEntries([
    ['answeredAt', 'answered'],
    ...[...ELEMENTS, 'score'].map((name) => [name, name]),
  ]) as Record<string, string>
  beforeAll(async () => {
    test = await openTestWorld(engine)
    const answers = (agency: string, n: number, isFull = true) =>
      Array.from(
        { length: n },
        (_, i) =>
          `${isFull ? 'f' : 'p'}${i},${agency},Permit,2025-01-06,${ELEMENTS.map((_, j) => (isFull || j < 4 ? 3 : '')).join(',')},`,
      )
    await importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', ...columns },
        create: ['agency', 'service'],
        covers: ['2025-01-01', '2025-02-28'],
        asOf: '2025-02-28',
        scale: [0, 10],
      },
      lines(
        header,
        ...answers('Nine', 9),
        ...answers('Ten', 10),
        // Twelve came back, nine of them with enough answers.
        ...answers('Partly', 9),
        ...answers('Partly', 3, false),
      ),
    )
    await importText(
      test,
      'cases',
      caseMapping({
        columns: { completedAt: 'done' },
        covers: ['2025-01-01', '2025-02-28'],
        asOf: '2025-02-28',
      }),
      lines('ref,agency,service,submitted,done', '1,Nine,Permit,2025-01-06,2025-01-07'),
    )
  })
  afterAll(() => test.close())
  const figures = ['satisfaction-index', 'element-time', 'respondents']
  const of = async (agency: string, isAnonymous: boolean, period = '2025-01') =>
    Object.values(await say(test, figures, period, { agency, isAnonymous }))

  it('are hidden from visitors below ten respondents', async () => {
    expect(await of('nine', true)).toEqual(['too-few', 'too-few', 'too-few'])
    expect(await of('partly', true)).toEqual(['too-few', 'too-few', 'too-few'])
    expect(await of('ten', true)).toEqual([75, 3, 10])
  })

  it('are shown to people of the agency', async () => {
    expect(await of('nine', false)).toEqual([75, 3, 9])
    expect(await of('partly', false)).toEqual([75, 3, 9])
  })

  it('hide nothing beside the figure', async () => {
    expect(
      await ask(test, 'satisfaction-index', '2025-01', { agency: 'nine', isAnonymous: true }),
    ).toMatchObject({
      value: null,
      n: null,
      numerator: null,
      denominator: null,
      low: null,
      high: null,
      missing: 'too-few',
    })
  })

  it('are zero and not applicable where nobody answered', async () => {
    expect(await of('nine', true, '2025-02')).toEqual(['not-applicable', 'not-applicable', 0])
  })

  it('never hide cases', async () => {
    expect(
      await say(test, ['received', 'median-time'], '2025-01', { agency: 'nine', isAnonymous: true }),
    ).toEqual({
      received: 1,
      'median-time': 86_400,
    })
  })
})
