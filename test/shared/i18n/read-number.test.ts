import { describe, expect, it } from 'vitest'
import { readNumber, writeNumber } from '#shared/i18n/read-number.ts'

describe('numbers as people write them', () => {
  it.each([
    ['1.234,5', 1234.5, 1234.5],
    ['1,234.5', 1234.5, 1234.5],
    ['86,92', 86.92, 86.92],
    ['86.92', 86.92, 86.92],
    // Only the language tells these apart.
    ['1.234', 1234, 1.234],
    ['1,234', 1.234, 1234],
    ['1.234.567', 1234567, 1234567],
    ['1,234,567', 1234567, 1234567],
    ['-0,5', -0.5, -0.5],
    ['−3', -3, -3],
    ['1 250', 1250, 1250],
    [',5', 0.5, 0.5],
    ['0', 0, 0],
    ['', null, null],
    ['  ', null, null],
    ['1.23.4', undefined, undefined],
    ['1.234,5,6', undefined, undefined],
    ['12.34,5', undefined, undefined],
    ['90 %', undefined, undefined],
    ['sepuluh', undefined, undefined],
    ['.', undefined, undefined],
    ['1e5', undefined, undefined],
  ])('%s', (text, id, en) => {
    expect(readNumber(text, 'id')).toBe(id)
    expect(readNumber(text, 'en')).toBe(en)
  })

  it('writes what it reads', () => {
    for (const locale of ['id', 'en'] as const)
      for (const value of [0, -1.5, 1234.5, 0.001, 86.92])
        expect(readNumber(writeNumber(value, locale), locale)).toBe(value)
    expect(writeNumber(null, 'id')).toBe('')
  })
})
