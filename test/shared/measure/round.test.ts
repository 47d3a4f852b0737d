import { describe, expect, it } from 'vitest'
import { roundHalfUp } from '#shared/measure/round.ts'

describe('roundHalfUp', () => {
  it.each([
    [88.305, 88.31],
    [88.3049, 88.3],
    [88.30499999999999, 88.31],
    [78.12499999999999, 78.13],
    [64.995, 65],
    [64.9949, 64.99],
    [1.005, 1.01],
    [100, 100],
    [0, 0],
  ])('%d to two decimals is %d', (value, rounded) => expect(roundHalfUp(value, 2)).toBe(rounded))

  it('takes other numbers of decimals', () => {
    expect(roundHalfUp(3.4765, 3)).toBe(3.477)
    expect(roundHalfUp(2.5, 0)).toBe(3)
  })
})
