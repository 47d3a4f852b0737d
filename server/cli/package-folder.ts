import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FILE_LIST, fileListText, type ListedFile, readFileList } from '#server/exports/package/file-list.ts'
import { isInside, isPlainFile } from './release-source.ts'

// A package of a release in a folder, with the list of its files.

export type FileFault =
  | 'file-missing'
  | 'file-hash'
  | 'file-bytes'
  | 'file-extra'
  | 'list-unreadable'
  | 'list-missing'
  | 'forked'
  | 'manifest-copy'
  | 'table-differs'
  | 'files-unmade'
  | 'zip-entry'
  | 'zip-unreadable'

/** Files as they are written, one after the other. */
export class PackageFolder {
  readonly #folder: string
  readonly files: ListedFile[] = []
  #hasList = false

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
        if (name === FILE_LIST) this.#hasList = true
        else this.files.push({ name, sha256: hash.digest('hex'), bytes })
      },
    }
  }

  async write(name: string, content: Uint8Array): Promise<void> {
    const file = await this.begin(name)
    await file.write(content)
    await file.end()
  }

  /** Writes the list where none came with the files: that one tells also of what was changed on the way here. Nothing may
   *  be written after it. */
  async end(): Promise<void> {
    if (!this.#hasList) await writeFile(join(this.#folder, FILE_LIST), fileListText(this.files))
  }
}

/** What is wrong with the files of a folder by their list; null: there is no list. */
export async function* checkFiles(
  folder: string,
): AsyncGenerator<{ code: FileFault; part: string }, 'listed' | 'unlisted'> {
  const list = join(folder, FILE_LIST)
  const text = (await isPlainFile(list)) ? await readFile(list, 'utf8').catch(() => null) : null
  if (text === null) return 'unlisted'
  const files = readFileList(text)
  if (!files) {
    yield { code: 'list-unreadable', part: FILE_LIST }
    return 'listed'
  }
  for (const { name, sha256, bytes } of files) {
    const path = join(folder, name)
    const found = isInside(name) && (await isPlainFile(path)) ? await digestOf(path) : null
    if (found === null) yield { code: 'file-missing', part: name }
    else if (found.sha256 !== sha256) yield { code: 'file-hash', part: name }
    else if (found.bytes !== bytes) yield { code: 'file-bytes', part: name }
  }
  const listed = new Set([FILE_LIST, ...files.map(({ name }) => name)])
  for (const name of await filesIn(folder)) if (!listed.has(name)) yield { code: 'file-extra', part: name }
  return 'listed'
}

/** Names of whatever lies in a folder or below it and is none itself. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? []
      : [join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/')],
  )
}

async function digestOf(path: string): Promise<{ sha256: string; bytes: number } | null> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const piece of createReadStream(path)) {
      hash.update(piece)
      bytes += piece.length
    }
  } catch {
    return null
  }
  return { sha256: hash.digest('hex'), bytes }
}
