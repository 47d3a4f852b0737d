import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

// A request to an address that somebody typed in: only to hosts of the open internet, only there where its name was
// found to lead, following nobody, and not for long.

export interface SafeRequest {
  url: string
  headers: Record<string, string>
  body: string
  /** also loopback and private networks, where an administrator of the server has allowed it */
  mayBePrivate: boolean
}

export interface SafeAnswer {
  status: number
  ms: number
}

const TIMEOUT_MS = 10_000
/** More of an answer is not read. */
const MAX_ANSWER_BYTES = 64 << 10

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6')

/** Whether an address is of this machine, of a private network, or of none at all. */
export function isPrivateAddress(address: string): boolean {
  // An IPv4 address in the clothes of IPv6 is judged as what it is.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return PRIVATE.check(mapped, 'ipv4')
  if (/^::ffff:/i.test(address)) return true
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Posts a body. @throws Error with a short reason when there is no answer */
export async function postSafely({ url, headers, body, mayBePrivate }: SafeRequest): Promise<SafeAnswer> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true })
  const allowed = mayBePrivate ? found : found.filter(({ address }) => !isPrivateAddress(address))
  // One private address among others is enough to be sent there the next time.
  if (allowed.length < found.length || !allowed[0]) throw new Error('address not allowed')
  const [{ address, family }] = allowed as [{ address: string; family: number }]
  const pinned: LookupFunction = (_name, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family)
  const startedAt = performance.now()
  const post = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((done, fail) => {
    const call = post(
      target,
      {
        method: 'POST',
        agent: false,
        lookup: pinned,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        let bytes = 0
        const answer = () =>
          done({ status: response.statusCode!, ms: Math.round(performance.now() - startedAt) })
        response.on('data', (part: Buffer) => {
          bytes += part.length
          if (bytes <= MAX_ANSWER_BYTES) return
          answer()
          response.destroy()
        })
        response.on('end', answer)
        response.on('error', fail)
      },
    )
    call.on('error', (error) =>
      fail(
        error.name === 'AbortError' || error.name === 'TimeoutError' ? new Error('no answer in time') : error,
      ),
    )
    call.end(body)
  })
}
