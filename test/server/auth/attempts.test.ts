import { describe, expect, it } from 'vitest'
import { Attempts } from '#server/auth/attempts.ts'
import { networkOf } from '#server/auth/network-of.ts'

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

  it('are counted by the network of an IPv6 address: its holder has one for each try', () => {
    const attempts = new Attempts(() => 0)
    const rotated = Array.from({ length: 200 }, (_, n) => `2001:db8:1:2::${n.toString(16)}`)
    const letIn = rotated.filter((address, n) => tried(1, attempts, `account ${n}`, address) === 1)
    expect(letIn).toHaveLength(60)
    expect(tried(1, attempts, 'x', '2001:db8:1:3::1')).toBe(1)
    expect(tried(1, attempts, 'y', '2001:DB8:1:2:0:0:0:ffff')).toBe(0)
    expect(
      ['2001:db8::1', '::1', 'fe80::1%eth0', '::ffff:192.0.2.7', '192.0.2.7', 'none'].map(networkOf),
    ).toEqual(['2001:db8:0:0::/64', '0:0:0:0::/64', 'fe80:0:0:0::/64', '192.0.2.7', '192.0.2.7', 'none'])
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
