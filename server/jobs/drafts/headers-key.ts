import { createHash } from 'node:crypto'
import { plainHeader } from '#server/ingest/detect/field-words.ts'
import { REASON_HEADERS } from '#shared/contract/rejected-rows.ts'

/** What tells one way of laying out a file from another: its headers in plain words, in any order as long as each can
 *  be named by its text. Our own column of reasons is no part of it. */
export function headersKey(headers: readonly string[]): string {
  const own = headers.filter((header) => !REASON_HEADERS.includes(header)).map(plainHeader)
  const isNamed = new Set(own).size === own.length && !own.includes('')
  return createHash('sha256')
    .update(JSON.stringify(isNamed ? [...own].sort() : own))
    .digest('hex')
}
