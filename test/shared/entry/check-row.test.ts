import { describe, expect, it } from 'vitest'
import { checkRow } from '#shared/entry/check-row.ts'
import { type EntryValues, figuresOf, valuesOf } from '#shared/entry/columns.ts'

const check = (values: EntryValues, previous?: EntryValues, history: EntryValues[] = []) =>
  checkRow(values, { previous, history }).map(
    ({ column, code, severity, limit }) =>
      `${severity} ${column} ${code}${limit === undefined ? '' : ` ${limit}`}`,
  )

describe('a row of entered figures', () => {
  it('with nothing reported, or none at all, is right', () => {
    expect([check({}), check({ received: 0, completed: 0, onTime: 0, backlog: 0 })]).toEqual([[], []])
  })

  it('has no parts larger than the whole, and none without it', () => {
    expect(check({ completed: 10, onTime: 11, rejected: 10, digital: 12 })).toEqual([
      'error onTime exceeds-completed 10',
      'error digital exceeds-completed 10',
    ])
    expect(check({ onTime: 1, complaints: 0 })).toEqual([
      'error onTime needs-completed',
      'error complaints needs-completed',
    ])
  })

  it('counts in whole numbers from 0 on, and gives the index with who answered', () => {
    expect(check({ received: 1.5, completed: -1, backlog: 2e9 })).toEqual([
      'error received not-whole',
      'error completed negative',
      'error backlog too-large 1000000000',
    ])
    expect(check({ satisfaction: 24.9, respondents: 10 })).toEqual(['error satisfaction outside-index'])
    expect(check({ satisfaction: 81.25 })).toEqual(['error respondents needs-respondents'])
    expect(check({ satisfaction: 81.25, respondents: 30 })).toEqual([])
  })

  it('should leave open what was open, plus what came, less what was completed', () => {
    expect(check({ received: 20, completed: 15, backlog: 15 }, { backlog: 10 })).toEqual([])
    expect(check({ received: 20, completed: 15, backlog: 12 }, { backlog: 10 })).toEqual([
      'warning backlog backlog-differs 15',
    ])
    expect(check({ received: 20, completed: 15, backlog: 4 })).toEqual(['warning backlog backlog-differs 5'])
    expect(check({ received: 20, completed: 15, backlog: 9 })).toEqual([])
  })

  it('is looked at again where it moves further than by chance, parts as shares', () => {
    const history = [100, 104, 98, 101, 97, 103, 99].map((completed) => ({
      completed,
      received: completed,
      onTime: Math.round(completed * 0.9),
    }))
    // Twice as many at the same share: only the counts stand out.
    expect(check({ received: 200, completed: 200, onTime: 180 }, undefined, history)).toEqual([
      'warning received unusual',
      'warning completed unusual',
    ])
    expect(check({ received: 100, completed: 100, onTime: 40 }, undefined, history)).toEqual([
      'warning onTime unusual',
    ])
    expect(check({ received: 110, completed: 96, onTime: 87 }, undefined, history)).toEqual([])
    expect(check({ received: 900 }, undefined, history.slice(0, 5))).toEqual([])
  })

  it('comes back from its figures as it was', () => {
    const values = {
      received: 12,
      completed: 10,
      onTime: 9,
      rejected: 0,
      digital: 4,
      backlog: 3,
      complaints: 1,
      satisfaction: 80.5,
      respondents: 31,
    }
    expect(valuesOf(figuresOf(values))).toEqual(values)
    expect(valuesOf(figuresOf({ backlog: 0 }))).toEqual({ backlog: 0 })
    expect(figuresOf({})).toEqual([])
  })
})
