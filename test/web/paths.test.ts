import { describe, expect, it } from 'vitest'
import { ownPath } from '#shared/contract/own-path.ts'
import {
  distributionUrl,
  fileUrl,
  keep,
  parseSearch,
  readingsUrl,
  readSearch,
  stringifySearch,
} from '#web/paths.ts'

describe('the address of a page', () => {
  it('is read as plain text, known words only', () => {
    expect(readSearch(parseSearch('?lang=en&period=2025-Q2&sort=-received&admin=1&q='))).toEqual({
      lang: 'en',
      period: '2025-Q2',
      sort: '-received',
    })
    expect(readSearch({ lang: 'fr', period: 2025, channel: ['web'] })).toEqual({})
  })

  it('comes back as it was', () => {
    const text = '?lang=en&period=2025-03&channel=web&q=kota+b&level=city&sort=-received&indicator=backlog'
    expect(stringifySearch(parseSearch(text))).toBe(text)
    expect(stringifySearch({})).toBe('')
    expect(parseSearch(stringifySearch({ q: 'a&b=c#d' }))).toEqual({ q: 'a&b=c#d' })
  })

  it('keeps language, period and channel from page to page, and nothing else', () => {
    const search = { lang: 'en', period: '2025', channel: 'web', q: 'x', sort: 'name' } as const
    expect(keep(search)).toEqual({ lang: 'en', period: '2025', channel: 'web' })
  })
})

describe('the address of a file', () => {
  it('is that of the question with an ending: all of it, with names', () => {
    expect(fileUrl('/api/v1/series?indicator=backlog&lang=en', 'xlsx')).toBe(
      '/api/v1/series.xlsx?indicator=backlog&lang=en',
    )
    expect(fileUrl('/api/v1/signals?limit=30&cursor=x', 'parquet')).toBe('/api/v1/signals.parquet')
    expect(fileUrl('/api/v1/readings?agency=a,b', 'csv')).toBe('/api/v1/readings.csv?agency=a,b&labels=both')
    expect(fileUrl('/api/v1/readings?agency=a,b', 'json')).toBe('/api/v1/readings.json?agency=a,b')
  })
})

describe('the address of a question', () => {
  const question = {
    indicators: 'received,backlog',
    agency: '*',
    grain: 'month',
    from: '2025-01-01',
    to: '2025-12-31',
  } as const

  it('is the same for fetching and downloading', () => {
    const query = '?indicators=received,backlog&agency=*&grain=month&from=2025-01-01&to=2025-12-31'
    expect(readingsUrl(question)).toBe(`/api/v1/readings${query}`)
    expect(readingsUrl(question, 'csv')).toBe(`/api/v1/readings.csv${query}`)
    // What rides along with an answer is no part of the question.
    expect(readingsUrl({ ...question, asked: 1 } as never)).toBe(`/api/v1/readings${query}`)
  })

  it('leaves out what is not asked', () => {
    expect(distributionUrl({ agency: undefined, service: 'ktp', period: '2025' })).toBe(
      '/api/v1/distribution?service=ktp&period=2025',
    )
  })
})

describe('where one goes on after signing in', () => {
  it.each(['/desk', '/desk?agency=a&lang=en', '/agencies/b%2Fc#d'])('is %s, a page of ours', (path) =>
    expect(ownPath(path)).toBe(path),
  )
  it.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'desk',
  ])('is never %j', (path) => expect(ownPath(path)).toBeNull())
})
