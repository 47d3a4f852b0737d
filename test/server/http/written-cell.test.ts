import { expect, it } from 'vitest'
import { languageOf } from '#server/http/pages/language.ts'
import { cell } from '#server/http/pages/parts.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { makeReading } from '#test/support/reading.ts'

const median = makeReading({
  indicator: 'median-working-days',
  period: '2025-09',
  value: 205,
  unit: 'days',
  n: 1,
})
const said = (reading: Reading) => String(cell(languageOf('en'), reading)).replaceAll(/<[^>]+>/g, '|')

it('a figure in a written table says of how few it is, and of which days', () => {
  expect(said(median)).toBe('205 working days|n 1|')
  expect(said({ ...median, n: 12 })).toBe('205 working days')
  const part: Reading = { ...median, n: 40, low: 190, high: 210, flags: ['partial-period'] }
  expect(said({ ...part, covered: { from: null, to: '2025-09-07' } })).toBe(
    '205 working days|so far, up to 7 September 2025|||95% interval: |190–210 working days|',
  )
  expect(said({ ...part, coverage: { reporting: 0, expected: 1 } })).toMatch(
    /only from what was delivered for other periods/,
  )
})
