import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'

// The list of the files of a package: also those that are not signed, such as tables made of the signed parts, are
// named when a byte of them changes. It says the sum of itself: else a change of the list would be told as one of a file.

export interface ListedFile {
  name: string
  sha256: string
  bytes: number
}

/** Name of the list, which is not on it. */
export const FILE_LIST = 'files.json'
const FORMAT = 'terukur-files/2'
/** Without a sum: packages that were written so are read for ever. */
const FIRST_FORMAT = 'terukur-files/1'

/** The list as it is written, in the order of names. */
export function fileListText(listed: readonly ListedFile[], format = FORMAT): string {
  const files = listed
    .map(({ name, sha256, bytes }) => ({ name, sha256, bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return written(format === FIRST_FORMAT ? { format, files } : { format, files, sha256: sumOf(files) })
}

/** Only what is written as above is a list: any other byte is a change. null: it is none */
export function readFileList(text: string): ListedFile[] | null {
  try {
    const { format, files } = JSON.parse(text) as { format: string; files: ListedFile[] }
    const isKnown = format === FORMAT || format === FIRST_FORMAT
    const isOnce = new Set(files.map(({ name }) => name)).size === files.length
    const isWritten = files.every(({ name }) => typeof name === 'string')
    return isKnown && isOnce && isWritten && fileListText(files, format) === text ? files : null
  } catch {
    return null
  }
}

const written = (value: Json): string => `${canonicalJson(value)}\n`
const sumOf = (files: Json): string => createHash('sha256').update(canonicalJson(files)).digest('hex')
