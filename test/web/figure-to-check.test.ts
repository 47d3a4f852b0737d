import { describe, expect, it } from 'vitest'
import { figureToCheck } from '#web/parts/figure-to-check.ts'
import { comparisonUrl, readingsUrl, seriesUrl } from '#web/paths.ts'

const asked = { indicators: 'on-time-rate,backlog', from: '2026-01-01', to: '2026-09-30' }

describe('the figure to check', () => {
  it('is the newest of the first indicator', () => {
    expect(
      figureToCheck(readingsUrl({ ...asked, agency: 'kota', service: 'izin', grain: 'quarter' }), '2026-10'),
    ).toEqual({
      release: '2026-10',
      indicator: 'on-time-rate',
      agency: 'kota',
      service: 'izin',
      period: '2026-Q3',
    })
    const series = seriesUrl({
      from: asked.from,
      to: asked.to,
      indicator: 'backlog',
      grain: 'month',
      lang: 'id',
    })
    expect(figureToCheck(series, '2026-10')).toEqual({
      release: '2026-10',
      indicator: 'backlog',
      agency: undefined,
      service: undefined,
      period: '2026-09',
    })
  })

  it.each([
    ['of several agencies', readingsUrl({ ...asked, agency: 'kota,dinas', grain: 'month' })],
    ['of all agencies', readingsUrl({ ...asked, agency: '*', grain: 'month' })],
    ['by channel', readingsUrl({ ...asked, channel: 'web', grain: 'month' })],
    ['by week', readingsUrl({ ...asked, grain: 'week' })],
    ['a comparison', comparisonUrl({ indicator: 'backlog', period: '2026-09', level: 'city', lang: 'id' })],
  ])('is none %s', (_, question) => expect(figureToCheck(question, '2026-10')).toBeNull())

  it('is none of what is not released', () =>
    expect(figureToCheck(readingsUrl({ ...asked, grain: 'month' }), undefined)).toBeNull())
})
