import { createHash } from 'node:crypto'
import { link, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DraftFile, PART_BYTES } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'

// Files of a draft arrive in parts, in any order, several at once, some of them twice. Each part is written where it
// belongs and marked once it is safe on disk: what is marked survives a crash, what is not is sent again.

export interface NamedFile {
  name: string
  /** bytes */
  size: number
}

export const pathOf = (folder: string, file: number): string => join(folder, `file-${file}`)
const markFolder = (folder: string): string => join(folder, 'parts')
const markOf = (file: number, part: number): string => `${file}-${part}`
const partsOf = ({ size }: NamedFile): number => Math.ceil(size / PART_BYTES)

/** Makes the folder of a draft with a file of its full size for each of its files. */
export async function makeFiles(folder: string, files: readonly NamedFile[]): Promise<void> {
  await mkdir(markFolder(folder), { recursive: true })
  for (const [i, { size }] of files.entries()) {
    const handle = await open(pathOf(folder, i), 'w')
    await handle.truncate(size).finally(() => handle.close())
  }
}

/** How far each file is. */
export async function filesOf(folder: string, files: readonly NamedFile[]): Promise<DraftFile[]> {
  const marks = await readdir(markFolder(folder)).catch(() => null)
  return files.map((file, i) => {
    const parts = partsOf(file)
    // Once it is committed its files are gone, and so are their marks.
    const received = marks
      ? Array.from({ length: parts }, (_, part) => part).filter((part) => marks.includes(markOf(i, part)))
      : Array.from({ length: parts }, (_, part) => part)
    return { ...file, partBytes: PART_BYTES, parts, received, isWhole: received.length === parts }
  })
}

/** Takes in one part; one that is there already is left as it is. Memory does not grow with it: whoever sends waits for
 *  the disk. @throws Refusal `not_found` for a part that the file does not have; `invalid` when its size or digest is
 *  wrong, or the connection was lost; `unavailable` when the disk is full. */
export async function receivePart(
  folder: string,
  files: readonly NamedFile[],
  at: { file: number; part: number },
  body: AsyncIterable<Uint8Array>,
  digest: string | undefined,
): Promise<void> {
  const file = files[at.file]
  if (!file || at.part >= partsOf(file)) throw new Refusal('not_found', 'no-part', at)
  const start = at.part * PART_BYTES
  const expected = Math.min(PART_BYTES, file.size - start)
  if ((await readdir(markFolder(folder))).includes(markOf(at.file, at.part))) return
  const handle = await open(pathOf(folder, at.file), 'r+')
  const hash = createHash('sha256')
  let received = 0
  try {
    for await (const chunk of body) {
      if (received + chunk.length > expected) throw wrongSize(at, expected)
      hash.update(chunk)
      for (let written = 0; written < chunk.length; ) {
        const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, start + received)
        written += bytesWritten
        received += bytesWritten
      }
    }
    if (received !== expected) throw wrongSize(at, expected)
    if (digest !== undefined && digestOf(digest) !== hash.digest('base64')) {
      throw new Refusal('invalid', 'part-digest', at)
    }
    await handle.datasync()
  } catch (error) {
    throw told(error as NodeJS.ErrnoException)
  } finally {
    await handle.close()
  }
  await open(join(markFolder(folder), markOf(at.file, at.part)), 'w').then((mark) => mark.close())
}

/** Gives the files to an import: under another name, so that they stay here until it is done. */
export async function linkFiles(
  folder: string,
  target: string,
  files: readonly NamedFile[],
): Promise<{ path: string; name: string }[]> {
  await mkdir(target, { recursive: true })
  for (const i of files.keys()) await link(pathOf(folder, i), pathOf(target, i))
  return files.map(({ name }, i) => ({ name, path: pathOf(target, i) }))
}

/** Throws away what was uploaded, and keeps what is said about it. */
export async function removeFiles(folder: string, files: readonly NamedFile[]): Promise<void> {
  await rm(markFolder(folder), { recursive: true, force: true })
  for (const i of files.keys()) await rm(pathOf(folder, i), { force: true })
}

const wrongSize = (at: { part: number }, expected: number): Refusal =>
  new Refusal('invalid', 'part-size', { part: at.part, bytes: expected })

/** RFC 9530; another algorithm cannot be checked. */
const digestOf = (header: string): string | undefined => /sha-256=:([A-Za-z0-9+/=]+):/.exec(header)?.[1]

function told(error: NodeJS.ErrnoException): Error {
  if (error instanceof Refusal) return error
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new Refusal('unavailable', 'disk-full-upload', {})
  if (error.syscall !== undefined && error.code !== 'ECONNRESET') return error
  return new Refusal('invalid', 'upload-cut', { reason: error.message })
}
