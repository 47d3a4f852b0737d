import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readSigned } from '#shared/proof/check-seal.ts'
import { Refusal } from '#shared/refusal.ts'
import { PackageFolder } from './package-folder.ts'
import { askFor, type Get, servedRelease } from './release-source.ts'
import { unpack } from './unpack.ts'

/** Writes everything of a release into an empty folder: what was signed, and the tables made of it.
 *  @returns how many files. @throws Refusal `not_found` for a release that is not published */
export async function writePackage(
  get: Get,
  code: string,
  folder: string,
  onFile: (name: string) => void,
): Promise<number> {
  const source = servedRelease(get, code)
  const text = await source.signed(null)
  const read = text === null ? null : readSigned(text)
  if (text === null || !read) throw new Refusal('not_found', 'no-release', { code })
  const into = new PackageFolder(folder)
  const zip = await askFor(get, `/releases/${code}/package.zip`)
  if (zip?.body) await unpackArrived(zip.body, into, onFile)
  else {
    const encoder = new TextEncoder()
    await into.write('release.json', encoder.encode(text))
    await into.write('keys.json', encoder.encode(JSON.stringify({ items: await source.keys() })))
    for (const { name } of read.manifest.parts) {
      onFile(name)
      await into.write(name, (await source.part(name)) ?? new Uint8Array())
    }
  }
  await into.end()
  return into.files.length
}

/** Of a zip only its end tells for sure where its files begin: it has to be there whole. */
async function unpackArrived(
  body: ReadableStream<Uint8Array>,
  into: PackageFolder,
  onFile: (name: string) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'terukur-zip-'))
  try {
    const path = join(folder, 'package.zip')
    await pipeline(Readable.from(body), createWriteStream(path))
    const [fault] = await unpack(path, into, onFile)
    if (fault) throw new Error(`The package arrived broken: ${fault.part}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
