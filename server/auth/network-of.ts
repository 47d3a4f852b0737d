import { isIPv6 } from 'node:net'

/** Whose an address is, for counting tries: an IPv6 customer has 2^64 addresses and more, of which each request may use
 *  another, so they are told apart by the network; an IPv4 address is its own. */
export function networkOf(address: string): string {
  const plain = address.split('%')[0]!
  if (!isIPv6(plain)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped) return mapped
  // The parser of addresses writes each in one way, in hexadecimal.
  const [head = '', tail] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const all =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - after.length).fill('0'), ...after]
  return `${all.slice(0, 4).join(':')}::/64`
}
