import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { brief, importCases, lines, readCases } from '#test/support/small-file.ts'

// Rows of one ref: exact repeats, contradictions, event logs, and files without a number of their own.

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.close())

test('folds exact repeats into one and rejects a row with other content; the first stays', async () => {
  const text = lines(
    'ref,agency,service,submitted,done',
    'A1,A,S,2026-01-05,2026-01-09',
    'A2,A,S,2026-01-05,',
    'A1,A,S,2026-01-05,2026-01-09',
    'A1,A,S,2026-01-05,2026-01-10',
    'A1,A,S,2026-01-05 ,2026-01-09',
    'A1,B,S,2026-01-07,',
    'A1,A,T,2026-01-08,',
  )
  const columns = { completedAt: 'done' }
  const result = await importCases(world, text, { columns })
  expect(result).toMatchObject({ rows: 7, accepted: 6, rejected: 1, merged: 2, inserted: 4 })
  expect(brief(result.issues)).toEqual(['4 ref duplicate-ref error'])
  expect(result.issues[0]!.message).toContain('“A1”')
  // A case is agency + service + ref.
  expect(result.cases.map((one) => [one.ref, one.agency, one.service, one.completedOn])).toEqual(
    expect.arrayContaining([
      ['A1', 'a', 's', '2026-01-09'],
      ['A2', 'a', 's', null],
      ['A1', 'b', 's', null],
      ['A1', 'a', 't', null],
    ]),
  )
  const again = await importCases(world, text, { columns })
  expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: 4, merged: 2, rejected: 1 })
})

test('rows that differ in a column nobody mapped are exact repeats', async () => {
  const result = await importCases(
    world,
    lines('ref,agency,service,submitted,note', 'B1,A,S,2026-01-05,one', 'B1,A,S,2026-01-05,two'),
  )
  expect(result).toMatchObject({ accepted: 2, merged: 1, rejected: 0 })
})

const events = lines(
  'ref,agency,service,submitted,event,what,seconds',
  'C1,A,S,2026-01-05 08:00,2026-01-07 10:00,b,5',
  'C2,A,S,2026-01-05 09:00,,,',
  'C1,A,S,,2026-01-06 10:00,a,9',
  'C1,A,S,2026-01-05 08:00,2026-01-09 10:00,,7',
  'C2,A,S,2026-01-05 09:00,2026-01-08,c,',
  'C2,A,S,2026-01-05 09:00,2026-01-08 11:00,d,1',
)
// A date without a time comes whole from one row: never a day beside another row's instant.
test.each<[string, string[], (string | null)[], (number | null)[]]>([
  ['first', ['2026-01-07T03:00:00.000Z', '2026-01-08'], ['b', 'c'], [5, 1]],
  ['last', ['2026-01-09T03:00:00.000Z', '2026-01-08T04:00:00.000Z'], ['a', 'd'], [7, 1]],
  ['min', ['2026-01-06T03:00:00.000Z', '2026-01-08'], ['a', 'c'], [5, 1]],
  ['max', ['2026-01-09T03:00:00.000Z', '2026-01-08T04:00:00.000Z'], ['b', 'd'], [9, 1]],
])('merges the rows of a ref by take: %s', async (take, completed, regions, paused) => {
  const result = await readCases(events, {
    columns: {
      submittedAt: { column: 'submitted', default: '2026-01-05 08:00' },
      completedAt: { column: 'event', take },
      region: { column: 'what', take },
      pausedSeconds: { column: 'seconds', take },
    },
  })
  expect(result).toMatchObject({ rows: 6, accepted: 6, merged: 4, rejected: 0, issues: [] })
  expect(result.cases.map((one) => one.completed)).toEqual(completed)
  expect(result.cases.map(({ region }) => region)).toEqual(regions)
  expect(result.cases.map(({ pausedSeconds }) => pausedSeconds)).toEqual(paused)
})

test('an event need not repeat the submission that another row of its case has', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,event',
      'D1,A,S,,2026-01-06',
      'D1,A,S,2026-01-05,',
      'D2,A,S,,2026-01-06',
      'D3,A,S,2026-01-05,never',
      'D3,A,S,,2026-01-07',
      'D4,A,S,soon,',
      'D4,A,S,,2026-01-08',
    ),
    {
      columns: {
        submittedAt: { column: 'submitted', take: 'first' },
        completedAt: { column: 'event', take: 'last' },
      },
    },
  )
  expect(result.cases.map(({ ref, submitted, completed }) => [ref, submitted, completed])).toEqual([
    ['D1', '2026-01-05', '2026-01-06'],
  ])
  expect(result).toMatchObject({ rows: 7, accepted: 2, merged: 1, rejected: 5 })
  expect(brief(result.issues)).toEqual([
    '3 submitted required-missing error',
    '4 event bad-date error',
    '5 submitted required-missing error',
    '6 submitted bad-date error',
    '7 submitted required-missing error',
  ])
})

test('judges the merged case, not its first row', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,event,state',
      'D1,A,S,2026-01-05,2026-01-04,completed',
      'D1,A,S,2026-01-05,2026-01-06,completed',
      'D2,A,S,2026-01-05,,completed',
      'D2,A,S,2026-01-05,2026-01-06,gone',
      'D3,A,S,2026-01-05,2026-01-06,completed',
      'D3,A,S,2026-01-05,2026-01-02,completed',
    ),
    {
      columns: { completedAt: { column: 'event', take: 'last' }, outcome: 'state' },
    },
  )
  expect(brief(result.issues)).toEqual([
    '4 state unknown-value warning',
    '5 event completed-before-submitted warning',
  ])
  expect(result.cases.map(({ isFlagged }) => isFlagged)).toEqual([false, false, true])
})

test('a ref made from columns keeps repeated rows apart, the same way every time', async () => {
  const text = lines(
    'office,kind,opened,closed',
    'A,S,2026-01-05,2026-01-06',
    'A,S,2026-01-05,2026-01-06',
    'A,S,2026-01-05,2026-01-06',
    'A,S,2026-01-06,',
  )
  const changes = {
    columns: {
      ref: { from: ['office', 'kind', 'opened', 4] },
      agency: 'office',
      service: 'kind',
      submittedAt: 'opened',
      completedAt: 'closed',
    },
  }
  const result = await importCases(world, text, changes)
  expect(result).toMatchObject({ rows: 4, accepted: 4, merged: 0, inserted: 4, rejected: 0 })
  expect(new Set(result.cases.map(({ ref }) => ref)).size).toBe(4)
  expect(await importCases(world, text, changes)).toMatchObject({ unchanged: 4, inserted: 0 })
  const longer = `${text}A,S,2026-01-05,2026-01-06\n`
  expect(await importCases(world, longer, changes)).toMatchObject({ unchanged: 4, inserted: 1 })
})

test('a correction of the same key replaces the case whole', async () => {
  const head = 'ref,agency,service,submitted,done,region'
  const columns = { completedAt: 'done', region: 'region' }
  await importCases(world, lines(head, 'F1,A,S,2026-01-05,,North'), { columns })
  const result = await importCases(world, lines(head, 'F1,A,S,2026-01-05,2026-01-08,'), { columns })
  expect(result).toMatchObject({ updated: 1, inserted: 0 })
  expect(result.cases[0]).toMatchObject({ completedOn: '2026-01-08', region: null })
})
