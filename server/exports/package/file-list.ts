import { canonicalJson } from '#shared/proof/canonical.ts'

// The list of the files of a package: also those that are not signed, such as tables made of the signed parts, are
// named when a byte of them changes.

export interface ListedFile {
  name: string
  sha256: string
  bytes: number
}

/** Name of the list, which is not on it. */
export const FILE_LIST = 'files.json'
const FORMAT = 'terukur-files/1'

/** The list as it is written, in the order of names. */
export function fileListText(files: readonly ListedFile[]): string {
  const sorted = files
    .map(({ name, sha256, bytes }) => ({ name, sha256, bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return `${canonicalJson({ format: FORMAT, files: sorted })}\n`
}

/** Only what is written as above is a list: any other byte is a change. null: it is none */
export function readFileList(text: string): ListedFile[] | null {
  try {
    const { files } = JSON.parse(text) as { files: ListedFile[] }
    return fileListText(files) === text ? files : null
  } catch {
    return null
  }
}
