import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { ReleaseKeyList, ReleaseList } from '#shared/contract/release.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { Refusal } from '#shared/refusal.ts'

// Where a command takes the documents of a release from: a folder, or a server, which may be this process.

/** Beyond it nothing is read: what is checked may come from anybody, and its documents are held in memory. */
const MAX_BYTES = 256 << 20

/** Asks for a path of the API. */
export type Get = (path: string) => Promise<Response>

/** The address of an API, and the release that the address is of, if it is of one. Pages of releases are understood. */
export function readAddress(text: string): { origin: string; code: string | null } | null {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const code = /\/(?:releases|rilis)\/(\d{4}-\d{2}(?:-r\d+)?)(?:\/|$)/.exec(url.pathname)?.[1] ?? null
  return { origin: url.origin, code }
}

/** Asks a server at an address. @throws Refusal `unavailable` where it is silent, or sends elsewhere: who answers has to
 *  be who was named */
export const askAt =
  (origin: string): Get =>
  async (path) => {
    const answer = await fetch(origin + path).catch(() => {
      throw new Refusal('unavailable', 'server-silent-there', { address: origin })
    })
    const to = new URL(answer.url).origin
    if (to !== origin) throw new Refusal('unavailable', 'server-leads-elsewhere', { address: origin, to })
    return answer
  }

/** @throws Refusal `unavailable` for an answer that is none; null for what is not there */
export async function askFor(get: Get, path: string): Promise<Response | null> {
  const response = await get(`/api/v1${path}`)
  if (response.status === 404) return null
  if (!response.ok) throw new Refusal('unavailable', 'server-answered', { status: response.status })
  return response
}

/** The published releases, the newest first. @throws Refusal `unavailable` for a server that is none of ours */
export async function listReleases(get: Get): Promise<ReleaseList['items']> {
  const answer = await askFor(get, '/releases')
  const list = ReleaseList.safeParse(parse(decode((answer && (await readUpTo(answer, MAX_BYTES))) ?? null)))
  if (!list.success) throw new Refusal('unavailable', 'server-no-terukur', {})
  return list.data.items
}

export const listCodes = async (get: Get): Promise<string[]> =>
  (await listReleases(get)).map(({ code }) => code)

export function servedRelease(get: Get, code: string): ReleaseSource {
  const bytes = async (path: string, most = MAX_BYTES) => {
    const answer = await askFor(get, path)
    return answer && readUpTo(answer, most)
  }
  return {
    code,
    signed: async (of) => decode(await bytes(`/releases/${encodeURIComponent(of ?? code)}`)),
    part: (name, most) =>
      bytes(`/releases/${code}/parts/${name.split('/').map(encodeURIComponent).join('/')}`, most),
    other: async (of) => servedRelease(get, of),
    keys: async () => readKeys(decode(await bytes('/release-keys'))),
  }
}

/** Bytes of an answer, one more than `most` where there are more. */
async function readUpTo(answer: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let left = Math.min(most, MAX_BYTES) + 1
  // Leaving the loop ends the answer.
  for await (const piece of answer.body ?? []) {
    pieces.push(piece.subarray(0, left))
    left -= piece.length
    if (left <= 0) break
  }
  return new Uint8Array(Buffer.concat(pieces))
}

/** A package in a folder. It brings one release; of the one before it knows the hash alone, unless that is at hand too. */
export function folderRelease(folder: string, other?: ReleaseSource['other']): ReleaseSource {
  const bytes = async (name: string, most = MAX_BYTES): Promise<Uint8Array<ArrayBuffer> | null> => {
    // Names come from a file that somebody gave.
    if (!isInside(name)) return null
    const path = join(folder, name)
    if (!(await isPlainFile(path))) return null
    return readStart(path, Math.min(most, MAX_BYTES) + 1).catch(() => null)
  }
  const text = async (name: string) => decode(await bytes(name))
  return {
    signed: async (code) =>
      code === null ? text('release.json') : ((await (await other?.(code))?.signed(null)) ?? null),
    ...(other && { other }),
    part: bytes,
    async keys() {
      return readKeys(await text('keys.json'))
    },
  }
}

/** Keys of a text; none where it is no list of keys: that it was changed is told by the list of files. */
const readKeys = (text: string | null): ReleaseKeyList['items'] =>
  ReleaseKeyList.safeParse(parse(text)).data?.items ?? []

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

const decode = (bytes: Uint8Array | null): string | null => bytes && new TextDecoder().decode(bytes)

/** As many bytes of a file as it has, and not more than asked for. */
async function readStart(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(Math.min((await file.stat()).size, most))
    let read = 0
    while (read < bytes.length) {
      const { bytesRead } = await file.read(bytes, read)
      if (bytesRead === 0) break
      read += bytesRead
    }
    return bytes.subarray(0, read)
  } finally {
    await file.close()
  }
}

/** A file that is one, and not a device or a link to one, which may have no end. */
export const isPlainFile = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  )

/** Whether a name stays in its folder. */
export const isInside = (name: string): boolean =>
  !name.startsWith('/') &&
  !name.includes('\\') &&
  !name.split('/').some((step) => step === '..' || step === '.' || step === '')
