import type { Draft } from '#shared/contract/draft.ts'
import { type Dataset, isReadableFormat } from '#shared/contract/import.ts'
import type { ImportTexts } from '#shared/i18n/id/desk/import.ts'

// What may be dropped, said before anything is sent.

/** Ends of names that can be read; browsers offer these. */
export const ACCEPTED = '.xlsx,.ods,.csv,.tsv,.txt,.ndjson,.jsonl,.json,.parquet,.gz'
const MAX_BYTES = 4 * 1024 ** 3

/** What is wrong with chosen files, in words; null: nothing. */
export function refuseFiles(files: readonly File[], words: ImportTexts): string | null {
  const foreign = files.find(({ name }) => !isReadableFormat(name))
  if (foreign) return words.wrongFormat(foreign.name)
  const empty = files.find(({ size }) => size === 0)
  if (empty) return words.emptyFile(empty.name)
  return files.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES ? words.tooLarge : null
}

/** What a draft is called: by its file, or its first of several. */
export const titleOf = ({ files }: Pick<Draft, 'files'>): string =>
  files.length > 1 ? `${files[0]!.name} +${files.length - 1}` : (files[0]?.name ?? '')

// A corrected file follows the mapping of the draft that it corrects. It is remembered in the tab until the file is read.

interface Follow {
  mapping: Record<string, unknown>
  dataset: Dataset
}

const key = (draftId: string) => `import-follow:${draftId}`

export const followMapping = (draftId: string, follow: Follow): void =>
  sessionStorage.setItem(key(draftId), JSON.stringify(follow))

export function followed(draftId: string): Follow | null {
  const text = sessionStorage.getItem(key(draftId))
  return text ? (JSON.parse(text) as Follow) : null
}

export const stopFollowing = (draftId: string): void => sessionStorage.removeItem(key(draftId))
