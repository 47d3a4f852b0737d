import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from '../env.ts'
import { SECURITY_HEADERS } from '../standard-headers.ts'

// Answers kept as bytes, with their ETag and gzipped form, for as long as the data they were made from stands.
// A repeat costs a look-up: no query, no JSON, no hash. Only answers that everybody gets are kept.

const MAX_BYTES = 64 * 1024 * 1024
const MIN_GZIP_BYTES = 1024

interface Kept {
  version: number
  body: Uint8Array<ArrayBuffer>
  /** made when first asked for; null: too small to be worth it */
  gzipped: Promise<Uint8Array<ArrayBuffer>> | null | undefined
  etag: string
  type: string
}

const zip = promisify(gzip)

export function answerCache(): MiddlewareHandler<HttpEnv> {
  const kept = new Map<string, Kept>()
  let bytes = 0

  const keep = (key: string, answer: Kept) => {
    drop(key)
    bytes += sizeOf(answer)
    kept.set(key, answer)
    for (const oldest of kept.keys()) {
      if (bytes <= MAX_BYTES) break
      drop(oldest)
    }
  }
  const drop = (key: string) => {
    const answer = kept.get(key)
    if (!answer) return
    bytes -= sizeOf(answer)
    kept.delete(key)
  }

  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const isPrivate = !c.get('isAnonymous')
    const version = await c.get('world').version()
    const wantsCsv = /text\/csv/.test(c.req.header('accept') ?? '')
    // Another state of the data is another answer, whatever else is the same.
    const { release } = c.get('world')
    const { isProvisional, isUnreleased } = c.get('viewer')
    const state = release?.releaseId ?? (isProvisional ? 'beside' : isUnreleased ? 'before' : 'live')
    const key = `${state}\n${c.req.url}\n${c.get('locale')}\n${wantsCsv}`
    let answer = isPrivate ? undefined : kept.get(key)
    if (answer?.version !== version) {
      await next()
      if (c.res.status !== 200) return
      answer = await pack(c.res, c.get('text'), version)
      // Put in its place, the packed answer would take over its headers one by one and go out as a stream.
      c.res = undefined
      if (!isPrivate) keep(key, answer)
    } else {
      // Most recently used last: the first is dropped first.
      kept.delete(key)
      kept.set(key, answer)
    }
    c.set('hasStandardHeaders', true)
    // Of what another answer with this tag says, a 304 repeats what a cache goes by.
    const forCaches = {
      'x-request-id': c.get('requestId'),
      etag: answer.etag,
      'cache-control': isPrivate ? 'private, no-store' : 'public, max-age=0, must-revalidate',
      vary: 'accept, accept-encoding, accept-language, authorization',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag, x-request-id',
    }
    if (matches(c.req.header('if-none-match'), answer.etag)) {
      c.res = new Response(null, { status: 304, headers: forCaches })
      return
    }
    const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? await gzippedOf(answer) : null
    const body = zipped ?? answer.body
    const headers: Record<string, string> = {
      ...SECURITY_HEADERS,
      ...forCaches,
      'content-type': answer.type,
      'content-length': String(body.byteLength),
    }
    if (zipped) headers['content-encoding'] = 'gzip'
    c.res = new Response(c.req.method === 'HEAD' ? null : body, { status: 200, headers })
  }
}

/** A gzipped form is smaller than the plain one, so twice the plain one is more than both. */
const sizeOf = (answer: Kept): number => answer.body.byteLength * 2

/** Made once, for the first who takes it. */
function gzippedOf(answer: Kept): Promise<Uint8Array<ArrayBuffer>> | null {
  if (answer.gzipped === undefined) {
    answer.gzipped =
      answer.body.byteLength < MIN_GZIP_BYTES ? null : zip(answer.body).then((bytes) => new Uint8Array(bytes))
  }
  return answer.gzipped
}

const encoder = new TextEncoder()

async function pack(response: Response, text: string | undefined, version: number): Promise<Kept> {
  const body = text === undefined ? new Uint8Array(await response.arrayBuffer()) : encoder.encode(text)
  return {
    version,
    body,
    gzipped: undefined,
    // Any good digest will do: it tells versions of one answer apart, and guards nothing.
    // Weak, because the same tag stands for the plain and the gzipped form.
    etag: `W/"${hash('sha1', body, 'base64url').slice(0, 22)}"`,
    type: response.headers.get('content-type') ?? 'application/json',
  }
}

const matches = (header: string | undefined, etag: string): boolean =>
  header === etag ||
  (header ?? '')
    .split(',')
    .some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''))
