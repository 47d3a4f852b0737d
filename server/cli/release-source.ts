import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ReleaseKeyList, type ReleaseList } from '#shared/contract/release.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { Refusal } from '#shared/refusal.ts'

// Where a command takes the documents of a release from: a folder, or a server, which may be this process.

/** Asks for a path of the API. */
export type Get = (path: string) => Promise<Response>

/** The address of an API, and the release that the address is of, if it is of one. Pages of releases are understood. */
export function readAddress(text: string): { origin: string; code: string | null } | null {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const code = /\/(?:releases|rilis)\/(\d{4}-\d{2}(?:-r\d+)?)(?:\/|$)/.exec(url.pathname)?.[1] ?? null
  return { origin: url.origin, code }
}

/** @throws Refusal `unavailable` for an answer that is none; null for what is not there */
export async function askFor(get: Get, path: string): Promise<Response | null> {
  const response = await get(`/api/v1${path}`)
  if (response.status === 404) return null
  if (!response.ok) throw new Refusal('unavailable', 'server-answered', { status: response.status })
  return response
}

/** Codes of the published releases, the newest first. */
export async function listCodes(get: Get): Promise<string[]> {
  const answer = await askFor(get, '/releases')
  return answer ? ((await answer.json()) as ReleaseList).items.map(({ code }) => code) : []
}

export const servedRelease = (get: Get, code: string): ReleaseSource => ({
  signed: async (of) => (await (await askFor(get, `/releases/${of ?? code}`))?.text()) ?? null,
  async part(name) {
    const answer = await askFor(get, `/releases/${code}/parts/${name}`)
    return answer && new Uint8Array(await answer.arrayBuffer())
  },
  other: async (of) => servedRelease(get, of),
  keys: async () => ((await (await askFor(get, '/release-keys'))?.json()) as ReleaseKeyList)?.items ?? [],
})

/** A package in a folder. It brings one release; of the one before it knows the hash alone, unless that is at hand too. */
export function folderRelease(folder: string, other?: ReleaseSource['other']): ReleaseSource {
  const bytes = async (name: string): Promise<Uint8Array<ArrayBuffer> | null> => {
    // Names come from a file that somebody gave.
    if (!isInside(name)) return null
    const path = join(folder, name)
    if (!(await isPlainFile(path))) return null
    return readFile(path).then(
      (found) => new Uint8Array(found),
      () => null,
    )
  }
  const text = async (name: string) => {
    const found = await bytes(name)
    return found && new TextDecoder().decode(found)
  }
  return {
    signed: async (code) =>
      code === null ? text('release.json') : ((await (await other?.(code))?.signed(null)) ?? null),
    ...(other && { other }),
    part: bytes,
    async keys() {
      return readKeys((await text('keys.json')) ?? '')
    },
  }
}

/** Keys of a text; none where it is no list of keys: that it was changed is told by the list of files. */
function readKeys(text: string): ReleaseKeyList['items'] {
  try {
    return ReleaseKeyList.parse(JSON.parse(text)).items
  } catch {
    return []
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
  !name.split('/').some((step) => step === '..' || step === '')
