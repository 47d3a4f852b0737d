import { describe, expect, it } from 'vitest'
import { AddressCounts } from '#server/http/survey/address-counts.ts'

const NOON = Date.parse('2026-11-23T12:00:00Z')
const MINUTE = 60_000

describe('addresses are counted', () => {
  it('each by itself, up to a limit within a window', () => {
    const counts = new AddressCounts({ limit: 2, windowMs: 10 * MINUTE })
    expect([0, 1, 2].map((minute) => counts.take('a', NOON + minute * MINUTE))).toEqual([true, true, false])
    expect(counts.take('b', NOON + 2 * MINUTE)).toBe(true)
    expect(counts.take('a', NOON + 11 * MINUTE)).toBe(true)
  })

  it('and forgotten when the day ends, with the salt they were kept under', () => {
    const counts = new AddressCounts({ limit: 1, windowMs: 86_400_000 })
    expect([counts.take('a', NOON), counts.take('a', NOON + 1)]).toEqual([true, false])
    expect(counts.take('a', Date.parse('2026-11-24T00:00:00Z'))).toBe(true)
  })

  it('without a name of theirs being kept', () => {
    const counts = new AddressCounts({ limit: 1, windowMs: MINUTE })
    counts.take('203.0.113.9', NOON)
    expect(Object.values(counts)).toEqual([])
  })

  it('in bounded memory, however many there are', () => {
    const counts = new AddressCounts({ limit: 1, windowMs: MINUTE })
    for (let i = 0; i < 100_001; i++) counts.take(String(i), NOON)
    // What is beyond the bound starts anew rather than growing.
    expect(counts.take('0', NOON)).toBe(true)
  })
})
