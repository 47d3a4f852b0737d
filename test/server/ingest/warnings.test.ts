import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// Contradictions that are accepted and flagged.

const head = 'ref,agency,service,submitted,done,state,clock,paused'
const columns = {
  completedAt: 'done',
  outcome: 'state',
  clockStartedAt: 'clock',
  pausedSeconds: 'paused',
}

test('accepts and flags completed-before-submitted and in-the-future', async () => {
  const result = await readCases(
    lines(
      head,
      'A1,A,S,2026-01-05 08:00,2026-01-05 07:59,,,',
      'A2,A,S,2026-01-05 08:00,2026-01-05,,,',
      'A3,A,S,2026-01-05,2026-01-04,,,',
      // Now is 10:00 of 23 November in Jakarta.
      'A4,A,S,2026-11-23 10:00,,,,',
      'A5,A,S,2026-11-23 10:01,,,,',
      'A6,A,S,2026-11-23,,,,',
      'A7,A,S,2026-11-24,,,,',
      'A8,A,S,2026-01-05,2027-01-05,,,',
      'A9,A,S,2027-01-05,2027-01-04,,,',
    ),
    { columns },
  )
  expect(brief(result.issues)).toEqual([
    '1 done completed-before-submitted warning',
    '3 done completed-before-submitted warning',
    '5 submitted in-the-future warning',
    '7 submitted in-the-future warning',
    '8 done in-the-future warning',
    '9 done completed-before-submitted warning',
    '9 submitted in-the-future warning',
  ])
  expect(result).toMatchObject({ rows: 9, accepted: 9, rejected: 0, warnings: 7 })
  expect(result.cases.filter(({ isFlagged }) => isFlagged).map(({ ref }) => ref)).toEqual([
    'A1',
    'A3',
    'A5',
    'A7',
    'A8',
    'A9',
  ])
  // Flagged cases stretch no period.
  expect(result).toMatchObject({ from: '2026-01-05', to: '2026-11-23' })
})

test('the future begins at asOf, not at the clock', async () => {
  const result = await readCases(lines(head, 'B1,A,S,2026-03-01,,,,', 'B2,A,S,2026-03-02,,,,'), {
    columns,
    asOf: '2026-03-01',
  })
  expect(brief(result.issues)).toEqual(['2 submitted in-the-future warning'])
})

test('an outcome without a completion is told, and the case stays open', async () => {
  const result = await readCases(
    lines(head, 'C1,A,S,2026-01-05,,rejected,,', 'C2,A,S,2026-01-05,2026-01-06,rejected,,'),
    { columns },
  )
  expect(brief(result.issues)).toEqual(['1 state outcome-without-completion warning'])
  expect(result.cases[0]).toMatchObject({ isFlagged: false, completed: null, outcome: 'rejected' })
})

test('a clock that starts after completion, or pauses longer than it runs, contradicts itself', async () => {
  const result = await readCases(
    lines(
      head,
      'D1,A,S,2026-01-05 08:00,2026-01-05 09:00,,2026-01-05 10:00,',
      'D2,A,S,2026-01-05 08:00,2026-01-05 09:00,,,3601',
      'D3,A,S,2026-01-05 08:00,2026-01-05 09:00,,,3600',
    ),
    { columns },
  )
  expect(result.cases.map(({ isFlagged }) => isFlagged)).toEqual([true, true, false])
})
