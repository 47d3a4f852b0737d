import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, say } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// One case, one service: what each kind of case is counted in, as contract.md says.

const columns = {
  completedAt: 'done',
  dueAt: 'due',
  clockStartedAt: 'clock',
  pausedSeconds: 'paused',
  channel: 'channel',
  outcome: 'outcome',
}
const header = 'ref,agency,service,submitted,done,due,clock,paused,channel,outcome'
const FIGURES = [
  'received',
  'completed',
  'backlog',
  'median-time',
  'median-working-days',
  'on-time-rate',
  'closed-on-time-rate',
  'rejected-rate',
  'digital-share',
]
/** No figure but counts applies. */
const nothing = {
  'median-time': 'not-applicable',
  'median-working-days': 'not-applicable',
  'on-time-rate': 'not-applicable',
  'closed-on-time-rate': 'not-applicable',
  'rejected-rate': 'not-applicable',
  'digital-share': 'not-applicable',
}

const CASES: { service: string; row: string; march: object; april?: object }[] = [
  {
    service: 'done in time',
    row: '2025-03-03 08:00,2025-03-10 09:30,2025-03-10 09:30,,,web,completed',
    march: {
      received: 1,
      completed: 1,
      backlog: 0,
      'median-time': 7 * 86_400 + 5400,
      'median-working-days': 5,
      'on-time-rate': '1/1',
      'closed-on-time-rate': '1/1',
      'rejected-rate': '0/1',
      'digital-share': '1/1',
    },
  },
  {
    service: 'done a minute late',
    row: '2025-03-03 08:00,2025-03-10 09:31,2025-03-10 09:30,,,phone,rejected',
    march: {
      received: 1,
      completed: 1,
      backlog: 0,
      'median-time': 7 * 86_400 + 5460,
      'median-working-days': 5,
      'on-time-rate': '0/1',
      'closed-on-time-rate': '0/1',
      'rejected-rate': '1/1',
      'digital-share': '0/1',
    },
  },
  {
    service: 'done on the last minute of a due day',
    row: '2025-03-03 08:00,2025-03-10 23:59,2025-03-10,,,,',
    march: { 'on-time-rate': '1/1', 'closed-on-time-rate': '1/1', 'digital-share': 'not-applicable' },
  },
  {
    service: 'done as the next day begins',
    row: '2025-03-03 08:00,2025-03-11 00:00,2025-03-10,,,,',
    march: { 'on-time-rate': '0/1', 'closed-on-time-rate': '0/1' },
  },
  {
    service: 'open and overdue',
    row: '2025-03-03 08:00,,2025-03-10,,,web,',
    march: { received: 1, completed: 0, backlog: 1, ...nothing, 'on-time-rate': '0/1' },
    april: { received: 0, completed: 0, backlog: 1, ...nothing },
  },
  {
    service: 'open and due later than the delivery tells',
    row: '2025-03-03 08:00,,2025-04-11,,,web,',
    march: { received: 1, completed: 0, backlog: 1, ...nothing },
    april: { received: 0, completed: 0, backlog: 1, ...nothing },
  },
  {
    service: 'due on the last day of the delivery',
    row: '2025-03-03 08:00,,2025-04-10,,,,',
    march: { ...nothing },
    april: { 'on-time-rate': '0/1' },
  },
  {
    service: 'withdrawn in time',
    row: '2025-03-03 08:00,2025-03-05 08:00,2025-03-10,,,web,withdrawn',
    march: { received: 1, completed: 0, backlog: 0, ...nothing },
  },
  {
    service: 'withdrawn after it was due',
    row: '2025-03-03 08:00,2025-03-12 08:00,2025-03-10,,,web,withdrawn',
    march: { received: 1, completed: 0, backlog: 0, ...nothing, 'on-time-rate': '0/1' },
  },
  {
    service: 'withdrawn on no day',
    row: '2025-03-03 08:00,,2025-03-10,,,web,withdrawn',
    march: { received: 1, completed: 0, backlog: 1, ...nothing, 'on-time-rate': '0/1' },
  },
  {
    service: 'completed before it was submitted',
    row: '2025-03-03 08:00,2025-03-03 07:59,2025-03-10,,,web,rejected',
    march: {
      received: 1,
      completed: 1,
      backlog: 0,
      ...nothing,
      'rejected-rate': '1/1',
      'digital-share': '1/1',
    },
  },
  {
    service: 'completed after the delivery ends',
    row: '2025-03-03 08:00,2025-04-11 08:00,2025-03-10,,,web,',
    march: { received: 1, completed: 0, backlog: 1, ...nothing },
    april: {
      received: 0,
      completed: 1,
      backlog: 0,
      ...nothing,
      'rejected-rate': '0/1',
      'digital-share': '1/1',
    },
  },
  {
    service: 'paused and begun later',
    row: '2025-03-03 08:00,2025-03-10 08:00,,2025-03-05 08:00,3600,,',
    march: { 'median-time': 5 * 86_400 - 3600, 'median-working-days': 3 },
  },
  {
    service: 'known by days alone',
    row: '2025-03-03,2025-03-10,2025-03-10,,,,',
    march: { 'median-time': 7 * 86_400, 'median-working-days': 5, 'on-time-rate': '1/1' },
  },
  {
    service: 'known by a day at one end',
    row: '2025-03-03 23:00,2025-03-04,,,,,',
    march: { 'median-time': 86_400, 'median-working-days': 1 },
  },
  {
    service: 'done the same day',
    row: '2025-03-03 08:00,2025-03-03 08:10,,,,,',
    march: { 'median-time': 600, 'median-working-days': 0 },
  },
  {
    // Friday 28 March is joint leave, Monday the 31st the feast.
    service: 'over a weekend and holidays',
    row: '2025-03-27 08:00,2025-03-31 08:00,,,,,',
    march: { 'median-time': 4 * 86_400, 'median-working-days': 0 },
  },
]

describe.each(ENGINES)('the clock of a case on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await importText(
      test,
      'cases',
      caseMapping({ columns, covers: ['2025-03-01', '2025-04-10'], asOf: '2025-04-10' }),
      lines(header, ...CASES.map(({ service, row }) => `1,Office,${service},${row}`)),
    )
  })
  afterAll(() => test.close())

  it.each(CASES)('$service', async ({ service, march, april }) => {
    const code = service.replaceAll(' ', '-')
    expect(await say(test, FIGURES, '2025-03', { service: code })).toMatchObject(march)
    if (april) expect(await say(test, FIGURES, '2025-04', { service: code })).toMatchObject(april)
  })

  it('says beside a time how it was come by', async () => {
    const flags = async (indicator: string, service: string) =>
      (await ask(test, indicator, '2025-03', { service })).flags
    expect(await flags('median-time', 'completed-before-it-was-submitted')).toEqual([])
    expect(await flags('median-time', 'done-in-time')).toEqual([])
    // All services together: one contradictory case was left out.
    expect((await ask(test, 'median-time', '2025-03')).flags).toEqual(['flagged-cases'])
  })

  it('judges what has become due when a later delivery comes, without the case being in it', async () => {
    const scope = { service: 'open-and-due-later-than-the-delivery-tells' }
    await importText(
      test,
      'cases',
      caseMapping({ columns, covers: ['2025-04-11', '2025-04-30'], asOf: '2025-04-30' }),
      lines(header, '1,Office,Another,2025-04-15,,,,,,'),
    )
    expect(await say(test, ['on-time-rate'], '2025-04', scope)).toEqual({ 'on-time-rate': '0/1' })
    expect(await say(test, ['on-time-rate'], '2025-Q2', { agency: 'office' })).toEqual({
      'on-time-rate': '0/2',
    })
    // An older delivery that comes late takes nothing back.
    await importText(
      test,
      'cases',
      caseMapping({ columns, covers: ['2025-03-01', '2025-03-31'], asOf: '2025-03-31' }),
      lines(header, '2,Office,Another,2025-03-15,,,,,,'),
    )
    expect(await say(test, ['on-time-rate'], '2025-04', scope)).toEqual({ 'on-time-rate': '0/1' })
  })

  it('has no working days in a year without a holiday list, and says so', async () => {
    await importText(
      test,
      'cases',
      caseMapping({ columns, asOf: '2025-04-30' }),
      lines(
        header,
        '1,Office,Old,2023-12-28,2024-01-05,,,,,',
        '2,Office,Old,2024-01-03,2024-01-05,,,,,',
        '1,Office,Ancient,2023-12-28,2024-01-05,,,,,',
      ),
    )
    expect(await ask(test, 'median-working-days', '2024-01', { service: 'old' })).toMatchObject({
      value: 2,
      n: 1,
      flags: ['calendar-not-covered'],
    })
    expect(await ask(test, 'median-working-days', '2024-01', { service: 'ancient' })).toMatchObject({
      value: null,
      missing: 'not-applicable',
      flags: ['calendar-not-covered'],
    })
    expect(await say(test, ['median-time'], '2024-01', { service: 'ancient' })).toEqual({
      'median-time': 8 * 86_400,
    })
  })

  it('counts days where the agency is', async () => {
    const inZone = (timezone: string, agency: string, row: string) =>
      importText(
        test,
        'cases',
        caseMapping({ columns, format: { timezone, datetime: 'iso' }, asOf: '2025-04-30T00:00:00Z' }),
        lines(header, `1,${agency},Zoned,${row}`),
      )
    // The same instants: evening of the 31st in New York, morning of the 1st in Jayapura.
    const row = '2025-03-31T23:30:00Z,2025-04-01T01:00:00Z,2025-04-01T01:00:00Z,,,,'
    await inZone('America/New_York', 'Harbor', row)
    await inZone('Asia/Jayapura', 'Papua', row)
    const figures = ['received', 'completed', 'on-time-rate', 'median-time', 'median-working-days']
    expect(await say(test, figures, '2025-03', { agency: 'harbor' })).toEqual({
      received: 1,
      completed: 1,
      'on-time-rate': '1/1',
      'median-time': 5400,
      'median-working-days': 0,
    })
    expect(await say(test, figures, '2025-04', { agency: 'papua' })).toEqual({
      received: 1,
      completed: 1,
      'on-time-rate': '1/1',
      'median-time': 5400,
      'median-working-days': 0,
    })
    // A day of a clock change has 23 hours; days alone are still days.
    await inZone('America/New_York', 'Harbor', '2025-03-09,2025-03-10,,,,,')
    expect(await say(test, ['median-time'], '2025-03', { agency: 'harbor' })).toEqual({
      'median-time': 86_400,
    })
  })
})
