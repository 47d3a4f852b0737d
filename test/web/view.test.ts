import { describe, expect, it } from 'vitest'
import type { Readings } from '#shared/contract/reading.ts'
import type { Grain } from '#shared/time/period.ts'
import { makeReading } from '#test/support/reading.ts'
import { askedPeriod, channelOf, monthsWithData, periodsOf, viewOf, viewOfIndicator } from '#web/view.ts'

const months = (counts: Record<string, number | null>, asOf: string | null): Readings => ({
  asOf,
  source: 'live',
  demo: false,
  readings: Object.entries(counts).map(([period, value]) =>
    makeReading({ indicator: 'received', unit: 'count', period, value }),
  ),
})

describe('monthsWithData', () => {
  it('leaves out the month that is not over where offices are', () => {
    const counts = { '2025-10': 5, '2025-11': 0, '2025-12': 7, '2026-01': null }
    expect(monthsWithData(months(counts, '2026-01-05T00:00:00Z'))).toEqual(['2025-10', '2025-12'])
    // Midnight in Jakarta is 17:00 UTC of the day before.
    expect(monthsWithData(months(counts, '2025-12-31T17:00:00Z'))).toEqual(['2025-10', '2025-12'])
    expect(monthsWithData(months(counts, '2025-12-31T16:59:00Z'))).toEqual(['2025-10'])
  })

  it('shows a month that is not over where there is no other', () => {
    expect(monthsWithData(months({ '2026-01': 3 }, '2026-01-05T00:00:00Z'))).toEqual(['2026-01'])
    expect(monthsWithData(months({ '2026-01': 3 }, null))).toEqual(['2026-01'])
  })
})

describe('viewOf', () => {
  const data = months({ '2024-01': 5, '2025-06': 5, '2025-12': 7 }, '2026-01-05T00:00:00Z')

  it('is the last complete month, with the trend as far back as there is data', () => {
    expect(viewOf(data, {})).toMatchObject({
      span: { period: '2025-12' },
      grain: 'month',
      channel: undefined,
      first: '2024-01',
      last: '2025-12',
      trendFrom: '2024-01-01',
    })
  })

  it('is what the address asks for', () => {
    expect(viewOf(data, { period: '2025-Q2', channel: 'web' })).toMatchObject({
      span: { period: '2025-Q2', startsOn: '2025-04-01', endsOn: '2025-06-30' },
      grain: 'quarter',
      channel: 'web',
    })
  })

  it('takes no notice of what an address cannot mean', () => {
    for (const period of ['2025-13', 'soon', '2025-03-14', '2025-W11', 'all', '2025-01/2025-03']) {
      expect(viewOf(data, { period })!.span.period).toBe('2025-12')
    }
    expect(channelOf({ channel: 'pigeon' })).toBeUndefined()
    expect(channelOf({ channel: 'unknown' })).toBe('unknown')
  })

  it('is nothing where nothing was delivered', () => {
    expect(viewOf(months({ '2025-01': null, '2025-02': 0 }, null), {})).toBeNull()
  })
})

describe('viewOfIndicator', () => {
  const none: Readings = { asOf: null, source: 'live', demo: false, readings: [] }
  const years = { grain: 'year', from: '2018-01-01', to: '2019-12-31' } as const
  const rolling = { grain: 'given', from: '2019-03-01', to: '2020-06-30' } as const
  const created = (given: (typeof years | typeof rolling)[], periods: Grain[]) => ({
    group: 'given' as const,
    given,
    publication: { periods },
  })

  it('looks at what was given of an indicator that has nothing else', () => {
    const view = viewOfIndicator(created([years], ['year']), [], none, {})
    expect(view).toMatchObject({ grain: 'year', grains: ['year'], first: '2018-01', last: '2019-12' })
    expect(view?.span.period).toBe('2019')
    expect(periodsOf(view!, 'year').map(({ period }) => period)).toEqual(['2018', '2019'])
    // A month of another page says nothing here.
    expect(viewOfIndicator(created([years], ['year']), [], none, { period: '2018-05' })?.span.period).toBe(
      '2019',
    )
  })

  it('offers spans as given, alone or beside periods', () => {
    const spans = ['2019-03/2020-02', '2019-07/2020-06']
    const alone = viewOfIndicator(created([rolling], ['given']), spans, none, {})
    expect(alone).toMatchObject({ grain: 'given', grains: ['given'], first: '2019-03', last: '2020-06' })
    expect(alone?.span).toMatchObject({ startsOn: '2019-07-01', endsOn: '2020-06-30' })
    const both = viewOfIndicator(created([years, rolling], ['year', 'given']), spans, none, {
      period: '2019-03/2020-02',
    })
    expect(both).toMatchObject({ grain: 'given', grains: ['year', 'given'], last: '2019-12' })
    expect(askedPeriod({ grain: 'given', from: both!.span.startsOn, to: both!.span.endsOn })).toBe(
      '2019-03/2020-02',
    )
  })

  it('begins with the last whole year where figures are of years', () => {
    const cost = { group: 'cost' as const, given: [], publication: { periods: [] } }
    const known = (last: string) => months({ '2024-03': 1, [last]: 1 }, null)
    const periodAt = (last: string) => viewOfIndicator(cost, [], known(last), {})?.span.period
    expect(['2025-12', '2025-11', '2024-06'].map(periodAt)).toEqual(['2025', '2024', '2024'])
    expect(viewOfIndicator(cost, [], known('2025-12'), { period: '2025-12' })?.grain).toBe('month')
  })

  it('is null where nothing is known', () => {
    expect(viewOfIndicator(created([], []), [], none, {})).toBeNull()
  })
})
