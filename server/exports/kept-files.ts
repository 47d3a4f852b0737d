import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

// Files of releases, which never change: made while they are first read, then read from the disk for good, so that a
// link answers with the same bytes although a later version of the program would write them otherwise.

const FOLDER = 'exports'

export interface Kept {
  bytes: AsyncIterable<Uint8Array>
  /** null: it is being made */
  size: number | null
}

/** @param name of the file, which says all that it depends on */
export async function keepFile(
  dataDir: string,
  name: string,
  make: () => AsyncIterable<Uint8Array>,
): Promise<Kept> {
  const path = join(dataDir, FOLDER, name)
  const found = await stat(path).catch(() => null)
  if (!found) return { bytes: makeAndKeep(dataDir, path, make()), size: null }
  return { bytes: createReadStream(path), size: found.size }
}

/** Gives on what it keeps; what is not read to its end is not kept. */
async function* makeAndKeep(
  dataDir: string,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // What a crash leaves of it there is swept when the server starts.
  const unfinished = join(dataDir, 'tmp', `copy-${randomUUID()}`)
  for (const file of [path, unfinished]) await mkdir(dirname(file), { recursive: true })
  const file = await open(unfinished, 'w')
  let isWhole = false
  try {
    for await (const piece of pieces) {
      await file.write(piece)
      yield piece
    }
    isWhole = true
  } finally {
    await file.close()
    if (isWhole) await rename(unfinished, path)
    else await rm(unfinished, { force: true })
  }
}
