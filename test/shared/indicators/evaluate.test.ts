import { describe, expect, it } from 'vitest'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import type { CaseCounts } from '#shared/rollups/cell.ts'
import { cell, figure, ofCases, summary, sums } from './cells.ts'

const covered = { isCovered: true, isCurrentOrLater: false }
const silent = { isCovered: false, isCurrentOrLater: false }
const future = { isCovered: false, isCurrentOrLater: true }

describe('evaluateIndicator', () => {
  it.each(INDICATORS.map((definition) => [definition.id, definition] as const))(
    '%s without facts',
    (_id, definition) => {
      const nothing = cell()
      // Delivered and nothing happened: a count is 0; anything else cannot be.
      const measure = evaluateIndicator(definition, nothing, covered)
      if (definition.isCount) expect(measure).toMatchObject({ value: 0, missing: null })
      else expect(measure).toMatchObject({ value: null, missing: 'not-applicable' })
      // Not delivered is never zero.
      expect(evaluateIndicator(definition, nothing, silent)).toMatchObject({
        value: null,
        missing: 'not-reported',
      })
      expect(evaluateIndicator(definition, nothing, future)).toMatchObject({
        value: null,
        missing: 'not-yet-due',
      })
      expect(evaluateIndicator(definition, nothing, { isCovered: true, isCurrentOrLater: true })).toEqual(
        measure,
      )
    },
  )

  it('begins to be a figure with one fact', () => {
    const one = (counts: Partial<CaseCounts>) => (id: string) => figure(id, ofCases(counts)).value
    expect(one({ received: 1 })('received')).toBe(1)
    expect(one({ completed: 1 })('completed')).toBe(1)
    expect(one({ received: 1 })('clearance-rate')).toBe(0)
    expect(one({ completed: 1 })('rejected-rate')).toBe(0)
    expect(one({ completed: 1, channelKnown: 1 })('digital-share')).toBe(0)
    expect(one({ due: 1 })('on-time-rate')).toBe(0)
    expect(one({ completed: 1, closedDue: 1 })('closed-on-time-rate')).toBe(0)
    const timed = { ...ofCases({ completed: 1 }), elapsed: summary([5]), workingDays: summary([2]) }
    for (const id of ['median-time', 'p90-time', 'mean-time']) expect(figure(id, timed).value).toBe(5)
    expect(figure('median-working-days', timed).value).toBe(2)
    const survey = { responses: 1, measures: { time: sums([3]), index: sums([75]), score: sums([60]) } }
    const asked = { ...ofCases({ completed: 1 }), survey }
    expect(
      ['element-time', 'satisfaction-index', 'satisfaction-score', 'respondents', 'response-rate'].map(
        (id) => figure(id, asked).value,
      ),
    ).toEqual([3, 75, 60, 1, 1])
  })

  it('says of a 0 that up to 3.69 were to be expected, and of a stock nothing', () => {
    const high = -Math.log(0.025)
    for (const id of ['received', 'completed', 'respondents']) {
      expect(figure(id, cell())).toMatchObject({ value: 0, n: 0, numerator: 0, low: 0 })
      expect(figure(id, cell()).high).toBeCloseTo(high, 10)
    }
    expect(figure('backlog', cell())).toMatchObject({ low: null, high: null })
  })

  it('shows facts also where no delivery claims to cover the period', () => {
    expect(evaluateIndicator(findIndicator('received')!, ofCases({ received: 2 }), silent).value).toBe(2)
  })
})

describe('INDICATORS', () => {
  it('counts what can be counted, and nothing else', () => {
    expect(INDICATORS.filter(({ isCount }) => isCount).map(({ id }) => id)).toEqual([
      'received',
      'completed',
      'backlog',
      'respondents',
    ])
  })

  it('hides figures about few people, of surveys and complaints only', () => {
    const datasets = {
      volume: 'cases',
      speed: 'cases',
      satisfaction: 'surveys',
      complaints: 'complaints',
      cost: 'costs',
      result: 'targets',
      given: 'values',
    }
    for (const { id, group, isAboutPeople, dataset } of INDICATORS) {
      expect([id, isAboutPeople]).toEqual([id, group === 'satisfaction' || group === 'complaints'])
      expect([id, dataset]).toEqual([id, datasets[group]])
    }
  })

  // contract.md section 5: unit and which way is better.
  it.each([
    ['received', 'count', 'none'],
    ['completed', 'count', 'none'],
    ['backlog', 'count', 'down'],
    ['clearance-rate', 'ratio', 'up'],
    ['median-time', 'seconds', 'down'],
    ['p90-time', 'seconds', 'down'],
    ['mean-time', 'seconds', 'down'],
    ['median-working-days', 'days', 'down'],
    ['on-time-rate', 'ratio', 'up'],
    ['closed-on-time-rate', 'ratio', 'up'],
    ['rejected-rate', 'ratio', 'none'],
    ['digital-share', 'ratio', 'up'],
    ['satisfaction-index', 'index', 'up'],
    ['element-requirements', 'score', 'up'],
    ['satisfaction-score', 'index', 'up'],
    ['respondents', 'count', 'none'],
    ['response-rate', 'ratio', 'up'],
    ['complaints-per-1000', 'rate', 'down'],
    ['complaint-on-time-rate', 'ratio', 'up'],
    ['cost-per-case', 'currency', 'down'],
    ['cases-per-staff', 'count', 'up'],
    ['achievement', 'percent', 'up'],
  ])('%s is a %s, better %s', (id, unit, direction) => {
    expect(findIndicator(id)).toMatchObject({ unit, direction })
  })

  it('has each name once and finds by it', () => {
    expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length)
    for (const definition of INDICATORS) expect(findIndicator(definition.id)).toBe(definition)
    expect(findIndicator('no-such')).toBeUndefined()
  })
})
