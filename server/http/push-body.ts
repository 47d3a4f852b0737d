import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { RecordDraft } from '#server/actions/pushes/check-group.ts'
import { recordOf, reviver } from '#server/ingest/readers/json-record.ts'
import { schemaIssues } from '#shared/contract/faults.ts'
import { type PushOptions, pushOptions } from '#shared/contract/push.ts'
import { Refusal } from '#shared/refusal.ts'

// What is pushed, from bytes to records. Nothing here trusts its size, its depth or its types.

/** Held in memory as a whole; more comes as NDJSON, line by line. */
export const MAX_BODY_MB = 16
const MAX_LINE_BYTES = 64 << 10
const MAX_DEPTH = 16
/** Of one field; longer texts are no facts. */
const MAX_CHARS = 10_000

/** The bytes of a body as they were before they were packed, of which every limit is. @throws Refusal `invalid` for
 *  another packing than gzip, and, as it is read, for what does not unpack */
export function unpackBody({ body, headers, signal }: Request): AsyncIterable<Uint8Array> {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding === 'identity' || !body) return body ?? Readable.from([])
  if (coding !== 'gzip') throw new Refusal('invalid', 'push-coding', { coding: coding.slice(0, 40) })
  return gunzip(body, signal)
}

async function* gunzip(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip()
  // What breaks off before it is packed whole is seen by the one who reads.
  const sent = pipeline(Readable.fromWeb(body as never), unzip).catch(() => {})
  try {
    for await (const part of unzip) yield part as Uint8Array
  } catch (error) {
    if (signal.aborted || !(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error
    throw new Refusal('invalid', 'push-not-gzip', {})
  } finally {
    unzip.destroy()
    await sent
  }
}

/** The body as text. @throws Refusal `too_large` */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    if (bytes > MAX_BODY_MB << 20)
      throw new Refusal('too_large', 'push-too-large', { megabytes: MAX_BODY_MB })
    parts.push(part)
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}

/** One object, a list, or `{ items: [...] }` with what is said of all of them.
 *  @throws Refusal `invalid` when it is none of these */
export function parseBody(text: string): { options: PushOptions; items: unknown[] } {
  if (depthOf(text) > MAX_DEPTH) throw new Refusal('invalid', 'push-too-deep', { depth: MAX_DEPTH })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Refusal('invalid', 'push-body', { reason: (error as Error).message })
  }
  if (Array.isArray(value)) return { options: {}, items: asWritten(text) as unknown[] }
  if (typeof value !== 'object' || value === null)
    throw new Refusal('invalid', 'push-body', { reason: typeof value })
  if (!('items' in value)) return { options: {}, items: [asWritten(text)] }
  const { items, ...given } = value
  if (!Array.isArray(items)) throw new Refusal('invalid', 'push-body', { reason: 'items' })
  return { options: parseOptions(given), items: (asWritten(text) as { items: unknown[] }).items }
}

/** Numbers as they are written, so that long ones keep every digit. */
const asWritten = (text: string): unknown => JSON.parse(text, reviver('.'))

/** @throws Refusal `invalid` naming the field */
export function parseOptions(given: unknown): PushOptions {
  const parsed = pushOptions.safeParse(given)
  if (parsed.success) return parsed.data
  const issues = schemaIssues(parsed.error.issues)
  throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}

/** Lines of NDJSON as values; `undefined` for a line that is none. Blank lines are nothing. */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  for await (const part of body) {
    const pieces = decoder.decode(part, { stream: true }).split('\n')
    for (const [i, piece] of pieces.entries()) {
      if (!isTooLong) rest += piece
      if (rest.length > MAX_LINE_BYTES) isTooLong = true
      if (i === pieces.length - 1) break
      if (isTooLong || rest.trim() !== '') yield isTooLong ? undefined : parseLine(rest)
      rest = ''
      isTooLong = false
    }
    if (isTooLong) rest = ''
  }
  rest += decoder.decode()
  if (isTooLong || rest.trim() !== '') yield isTooLong ? undefined : parseLine(rest)
}

function parseLine(line: string): unknown {
  if (depthOf(line) > MAX_DEPTH) return undefined
  try {
    return asWritten(line)
  } catch {
    return undefined
  }
}

/** How deep brackets nest, without following them: a parser that does may run out of stack. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  let isInText = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isInText) {
      if (code === 92) i++
      else if (code === 34) isInText = false
    } else if (code === 34) isInText = true
    else if (code === 91 || code === 123) {
      if (++depth > deepest) deepest = depth
    } else if (code === 93 || code === 125) depth--
  }
  return deepest
}

/** A value as a record, with what is wrong with it before its fields are looked at. `known`: names of fields. */
export function draftOf(value: unknown, known: ReadonlySet<string>): RecordDraft {
  const fields = value === undefined ? null : recordOf(value)
  if (!fields) return damaged('JSON')
  const issues: RecordDraft['issues'][number][] = []
  const kept = new Map<string, string>()
  for (const [name, text] of fields) {
    if (!known.has(name)) {
      issues.push({ field: name.slice(0, 100), code: 'unknown-field', severity: 'warning', params: {} })
    } else if (text.includes('\0')) return damaged('NUL')
    else if (text.length > MAX_CHARS) {
      issues.push({ field: name, code: 'too-long', severity: 'error', params: { value: String(MAX_CHARS) } })
    } else kept.set(name, text.toWellFormed())
  }
  return { fields: kept, issues: issues.slice(0, 20) }
}

const damaged = (value: string): RecordDraft => ({
  fields: new Map(),
  issues: [{ field: null, code: 'bad-record', severity: 'error', params: { value } }],
})
