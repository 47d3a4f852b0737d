import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { findReceiver } from '#server/actions/webhooks/receiver.ts'

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

/** Posts a body. @throws Refusal for an address inside that is not allowed; Error when there is no answer */
export async function postSafely({ url, headers, body, mayBePrivate }: SafeRequest): Promise<SafeAnswer> {
  const target = new URL(url)
  const { address, family } = await findReceiver(url, { mayBePrivate })
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
    call.on('error', fail)
    call.end(body)
  })
}
