import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeException } from '#server/actions/calendars/remove-exception.ts'
import { setException } from '#server/actions/calendars/set-exception.ts'
import { setComplaintClass } from '#server/actions/complaint-classes/set.ts'
import { act } from '#server/actions/define-action.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { ask, type Scope, say } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { importText } from '#test/support/import.ts'
import { brief, caseMapping, lines } from '#test/support/small-file.ts'

// Complaints against the limit of their class, in working days of the agency's calendar.

const HEADER = 'no,unit,kind,in,out,class'
const mapping = (changes: object = {}) => ({
  dataset: 'complaints',
  format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd'] },
  columns: {
    ref: 'no',
    agency: 'unit',
    service: 'kind',
    receivedAt: 'in',
    resolvedAt: 'out',
    class: 'class',
  },
  create: ['agency', 'service'],
  constants: { agencyParent: 'City' },
  covers: ['2025-01-01', '2025-06-30'],
  asOf: '2025-06-30',
  ...changes,
})

describe.each(ENGINES)('complaints on %s', (engine) => {
  let test: TestWorld
  const complain = (changes: object, ...rows: string[]) =>
    importText(test, 'complaints', mapping(changes), lines(HEADER, ...rows))
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())
  const facts = () =>
    test.world.db.read
      .selectFrom('complaint')
      .select(['ref', 'receivedOn', 'resolvedOn', 'class', 'dueOn', 'onTime', 'countsDue', 'isFlagged'])
      .orderBy('ref')
      .execute()
  const figures = ['complaints-per-1000', 'complaint-on-time-rate']

  it('are due by their class, over holidays and joint leave, and judged by the whole day', async () => {
    const result = await complain(
      {},
      // domain.md 2.3: 25 March 2025 and five working days is 10 April.
      'a,North,Permit,2025-03-25 10:00,2025-04-10 23:00,information',
      'b,North,Permit,2025-03-25 10:00,2025-04-11 00:30,information',
      'c,North,Permit,2025-01-06,2025-01-24,',
      'd,North,Card,2025-01-06,,Oversight',
      'e,South,Card,2025-06-20,,no-oversight',
      'f,South,Card,2025-02-03,2025-02-02,information',
      'g,South,Card,2025-07-03,,information',
      'h,South,Card,2025-02-10,,light',
      'i,South,Card,,,information',
      'j,South,Card,2025-02-30,,information',
    )
    expect(brief(result.issues)).toEqual([
      '6 out completed-before-submitted warning',
      '7 in in-the-future warning',
      '8 class unknown-value warning',
      '9 in required-missing error',
      '10 in bad-date error',
    ])
    expect(result).toMatchObject({
      rows: 10,
      accepted: 8,
      rejected: 2,
      inserted: 8,
      agencies: 2,
      services: 2,
    })
    expect(
      (await facts()).map((fact) => [fact.ref, fact.class, fact.dueOn, fact.onTime, fact.countsDue]),
    ).toEqual([
      ['a', 'information', '2025-04-10', true, true],
      ['b', 'information', '2025-04-10', false, true],
      // 14 working days from Monday 6 January, over Isra Mi'raj and the new year of the lunar calendar, which follow.
      ['c', null, '2025-01-24', true, true],
      ['d', 'oversight', '2025-04-14', null, true],
      ['e', 'no-oversight', '2025-07-11', null, true],
      ['f', 'information', '2025-02-10', null, false],
      ['g', 'information', '2025-07-10', null, false],
      ['h', null, '2025-02-28', null, true],
    ])
    expect((await facts()).filter(({ isFlagged }) => isFlagged).map(({ ref }) => ref)).toEqual(['f', 'g'])
  })

  it('make a share of those due, open ones late, and none that is not due yet', async () => {
    const rate = async (period: string, scope: Scope = {}) =>
      (await say(test, ['complaint-on-time-rate'], period, scope))['complaint-on-time-rate']
    expect(await rate('2025-04')).toBe('1/3')
    expect(await rate('2025-04', { service: 'permit' })).toBe('1/2')
    expect(await rate('2025-01', { agency: 'north' })).toBe('1/1')
    expect(await rate('2025')).toBe('2/5')
    expect(await rate('2025-07')).toBe('not-yet-due')
    expect(await rate('2025-04-10')).toBe('1/2')
    expect(await rate('2025-W15', { agency: 'city' })).toBe('1/2')
    expect(await rate('2025-05')).toBe('not-applicable')
    expect(await rate('2024-12')).toBe('not-reported')
    expect(await rate('2025-04', { channel: 'web' })).toBe('not-applicable')
  })

  it('are a rate over the cases completed, with Byar’s limits', async () => {
    expect(await say(test, figures, '2025-01')).toMatchObject({ 'complaints-per-1000': 'not-applicable' })
    const rows = Array.from({ length: 250 }, (_, i) => `${i},North,Permit,2025-03-03,2025-03-04`)
    const cases = caseMapping({
      columns: { completedAt: 'done' },
      constants: { agencyParent: 'City' },
      covers: ['2025-01-01', '2025-06-30'],
      asOf: '2025-06-30',
    })
    await importText(test, 'cases', cases, lines('ref,agency,service,submitted,done', ...rows))
    const reading = await ask(test, 'complaints-per-1000', '2025-03')
    // Two complaints over 0.25 thousand cases; exact Poisson limits of 2 are 0.2422 and 7.2247.
    expect(reading).toMatchObject({ value: 8, n: 2, numerator: 2, denominator: 0.25, unit: 'rate' })
    expect(reading.low).toBeCloseTo(0.2422 * 4, 2)
    expect(reading.high).toBeCloseTo(7.2247 * 4, 2)
    // Complaints were delivered for the quarter, cases of it completed: none of South's are a rate of none.
    expect(await say(test, figures, '2025-03', { service: 'permit' })).toMatchObject({
      'complaints-per-1000': 8,
    })
    expect(await say(test, figures, '2025-03', { service: 'card' })).toMatchObject({
      'complaints-per-1000': 'not-applicable',
    })
  })

  it('are a rate of none where nobody complained of many', async () => {
    await complain({ source: 'west', covers: ['2025-03-01', '2025-04-30'] }, 'w,West,Permit,2025-04-02,,')
    const rows = Array.from({ length: 20 }, (_, i) => `w${i},West,Permit,2025-03-03,2025-03-04`)
    await importText(
      test,
      'cases',
      caseMapping({
        columns: { completedAt: 'done' },
        covers: ['2025-03-01', '2025-04-30'],
        asOf: '2025-06-30',
      }),
      lines('ref,agency,service,submitted,done', ...rows),
    )
    expect(
      await ask(test, 'complaints-per-1000', '2025-03', { agency: 'west', isAnonymous: true }),
    ).toMatchObject({ value: 0, n: 0, missing: null })
  })

  it('are hidden from visitors where they are few', async () => {
    const of = (isAnonymous: boolean) => say(test, figures, '2025-04', { agency: 'north', isAnonymous })
    expect(await of(false)).toMatchObject({ 'complaint-on-time-rate': '1/3' })
    expect(await of(true)).toMatchObject({ 'complaint-on-time-rate': 'too-few' })
  })

  it('are corrected by their key, become due as time goes on, and leave what a rebuild gives', async () => {
    expect(await complain({}, 'd,North,Card,2025-01-06,2025-03-03,oversight')).toMatchObject({
      updated: 1,
      inserted: 0,
    })
    expect(await say(test, figures, '2025-04', { agency: 'north' })).toMatchObject({
      'complaint-on-time-rate': '2/3',
    })
    expect(await say(test, figures, '2025-07', { agency: 'south' })).toMatchObject({
      'complaint-on-time-rate': 'not-yet-due',
    })
    // The same complaint, true up to a later day: it has become due in between, and is late.
    await complain(
      { covers: ['2025-07-01', '2025-07-31'], asOf: '2025-07-31' },
      'e,South,Card,2025-06-20,,no-oversight',
    )
    expect(await say(test, figures, '2025-07', { agency: 'south' })).toMatchObject({
      'complaint-on-time-rate': '0/1',
    })
    expect(await rebuiltTables(test)).toEqual(await derivedTables(test.world.db.read))
    expect((await checkInvariants(test.world.db.read)).filter(({ violations }) => violations > 0)).toEqual([])
  })

  it('follow a change of the limit, from its day on, and of the calendar', async () => {
    const dues = async () => (await facts()).map(({ ref, dueOn }) => `${ref} ${dueOn}`)
    const before = await dues()
    expect(
      await act(test.context, setComplaintClass, {
        code: 'information',
        validFrom: '2025-03-01',
        workingDays: 7,
      }),
    ).toEqual({ recomputedComplaints: 3 })
    expect(await dues()).toEqual(expect.arrayContaining(['a 2025-04-14', 'b 2025-04-14', 'f 2025-02-10']))
    expect(await say(test, ['complaint-on-time-rate'], '2025-04', { service: 'permit' })).toMatchObject({
      'complaint-on-time-rate': '2/3',
    })
    const work = { calendar: 'id-government', day: '2025-04-07', name: 'Open', works: true }
    await act(test.context, setException, work)
    expect(await dues()).toEqual(expect.arrayContaining(['a 2025-04-11', 'd 2025-04-11']))
    await act(test.context, removeException, { calendar: 'id-government', day: '2025-04-07' })
    await act(test.context, setComplaintClass, {
      code: 'information',
      validFrom: '2025-03-01',
      workingDays: 5,
    })
    expect(await dues()).toEqual(before)
    expect(await rebuiltTables(test)).toEqual(await derivedTables(test.world.db.read))
  })

  it('of a snapshot go when it no longer names them, but for what a bad row names', async () => {
    const snapshot = { mode: 'snapshot', source: 'desk', covers: ['2025-05-01', '2025-05-31'] }
    await complain(
      snapshot,
      'x,North,Permit,2025-05-05,,',
      'y,North,Permit,2025-05-06,,',
      'z,North,Permit,2025-05-07,,',
    )
    const again = await complain(snapshot, 'x,North,Permit,2025-05-05,,', 'y,North,Permit,2025-02-30,,')
    expect(again).toMatchObject({ unchanged: 1, removed: 1, rejected: 1 })
    const refs = (await facts()).map(({ ref }) => ref)
    expect(refs).toEqual(expect.arrayContaining(['x', 'y']))
    expect(refs).not.toContain('z')
  })

  it('of a few stay hidden where many answered how complaints are handled', async () => {
    const elements =
      'requirements procedure time cost product competence behaviour complaints facilities'.split(' ')
    await importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: {
          ref: 'ref',
          agency: 'agency',
          service: 'service',
          answeredAt: 'answered',
          ...Object.fromEntries(elements.map((element) => [element, element])),
        },
        create: ['agency', 'service'],
        covers: ['2025-01-01', '2025-06-30'],
        asOf: '2025-06-30',
      },
      lines(
        `ref,agency,service,answered,${elements.join(',')}`,
        ...Array.from({ length: 30 }, (_, i) => `s${i},West,Card,2025-04-02,3,3,3,3,3,3,3,3,3`),
      ),
    )
    await importText(
      test,
      'cases',
      caseMapping({ columns: { completedAt: 'completed' }, covers: ['2025-01-01', '2025-06-30'] }),
      lines(
        'ref,agency,service,submitted,completed',
        ...Array.from({ length: 20 }, (_, i) => `w${i},West,Card,2025-04-02,2025-04-03`),
      ),
    )
    await complain({}, 'w1,West,Card,2025-04-02,,information')
    const scope = { agency: 'west', isAnonymous: true }
    expect(await say(test, ['complaints-per-1000', 'element-complaints'], '2025-04', scope)).toEqual({
      'complaints-per-1000': 'too-few',
      'element-complaints': 3,
    })
  })
})
