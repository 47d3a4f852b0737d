import { describe, expect, it } from 'vitest'
import { Attempts } from '#server/auth/attempts.ts'

const MINUTE_MS = 60_000

function tried(times: number, attempts: Attempts, account: string, address: string): number {
  for (let done = 0; done < times; done++) {
    try {
      attempts.begin(account, address)
    } catch {
      return done
    }
  }
  return times
}

describe('tries to sign in', () => {
  it('are ten against one account from one address, until the window is over', () => {
    let now = 0
    const attempts = new Attempts(() => now)
    expect(tried(20, attempts, 'a', 'x')).toBe(10)
    expect(tried(1, attempts, 'a', 'y')).toBe(1)
    now = 15 * MINUTE_MS + 1
    expect(tried(20, attempts, 'a', 'x')).toBe(10)
  })

  it('are few from one address whatever the account, and against one account whatever the address', () => {
    const attempts = new Attempts(() => 0)
    const accounts = Array.from({ length: 200 }, (_, n) => `account ${n}`)
    expect(accounts.filter((account) => tried(1, attempts, account, 'x') === 1)).toHaveLength(60)
    const addresses = Array.from({ length: 200 }, (_, n) => `address ${n}`)
    expect(addresses.filter((address) => tried(1, attempts, 'b', address) === 1)).toHaveLength(100)
  })

  it('that came in are not counted', () => {
    const attempts = new Attempts(() => 0)
    for (let n = 0; n < 500; n++) {
      attempts.begin('a', 'x')
      attempts.succeed('a', 'x')
    }
    expect(tried(20, attempts, 'a', 'x')).toBe(10)
  })

  it('say how long to wait', () => {
    const attempts = new Attempts(() => 0)
    tried(10, attempts, 'a', 'x')
    expect(() => attempts.begin('a', 'x')).toThrow(
      expect.objectContaining({ code: 'too_many', details: { retryAfter: 900 } }),
    )
  })
})
