import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { canonicalJson } from '#shared/proof/canonical.ts'
import { isInside, isPlainFile } from './release-source.ts'

// A package of a release in a folder, with a list of its files: also those that are not signed, such as tables made of
// the signed parts, are named when a byte of them changes.

export interface ListedFile {
  name: string
  sha256: string
  bytes: number
}

const LIST = 'files.json'
const FORMAT = 'terukur-files/1'

export type FileFault = 'file-missing' | 'file-hash' | 'file-extra' | 'list-unreadable' | 'zip-unreadable'

/** Files as they are written, one after the other. */
export class PackageFolder {
  readonly #folder: string
  readonly files: ListedFile[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Begins a file, which is written piece by piece. @throws Error for a name that leaves the folder */
  async begin(name: string): Promise<{ write(piece: Uint8Array): Promise<void>; end(): Promise<void> }> {
    if (!isInside(name)) throw new Error(`Not a name of a file in a package: ${name}`)
    const path = join(this.#folder, name)
    await mkdir(dirname(path), { recursive: true })
    const hash = createHash('sha256')
    const file = await open(path, 'w')
    let bytes = 0
    return {
      async write(piece) {
        hash.update(piece)
        bytes += piece.byteLength
        await file.writeFile(piece)
      },
      end: async () => {
        await file.close()
        this.files.push({ name, sha256: hash.digest('hex'), bytes })
      },
    }
  }

  async write(name: string, content: Uint8Array): Promise<void> {
    const file = await this.begin(name)
    await file.write(content)
    await file.end()
  }

  /** Writes the list; nothing may be written after it. */
  async end(): Promise<void> {
    this.files.sort((a, b) => (a.name < b.name ? -1 : 1))
    await writeFile(join(this.#folder, LIST), listText(this.files))
  }
}

const listText = (files: readonly ListedFile[]): string =>
  `${canonicalJson({ format: FORMAT, files: files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })) })}\n`

/** What is wrong with the files of a folder by their list; null: there is no list. */
export async function* checkFiles(
  folder: string,
): AsyncGenerator<{ code: FileFault; part: string }, 'listed' | 'unlisted'> {
  const list = join(folder, LIST)
  const text = (await isPlainFile(list)) ? await readFile(list, 'utf8').catch(() => null) : null
  if (text === null) return 'unlisted'
  const files = readList(text)
  if (!files) {
    yield { code: 'list-unreadable', part: LIST }
    return 'listed'
  }
  for (const { name, sha256 } of files) {
    const path = join(folder, name)
    const found = isInside(name) && (await isPlainFile(path)) ? await hashOf(path) : null
    if (found === null) yield { code: 'file-missing', part: name }
    else if (found !== sha256) yield { code: 'file-hash', part: name }
  }
  const listed = new Set([LIST, ...files.map(({ name }) => name)])
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue
    const name = join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/')
    if (!listed.has(name)) yield { code: 'file-extra', part: name }
  }
  return 'listed'
}

/** Only what is written as `end` writes it is a list: any other byte is a change. */
function readList(text: string): ListedFile[] | null {
  try {
    const { files } = JSON.parse(text) as { files: ListedFile[] }
    return listText(files) === text ? files : null
  } catch {
    return null
  }
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch {
    return null
  }
  return hash.digest('hex')
}
