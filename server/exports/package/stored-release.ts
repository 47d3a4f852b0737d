import type { Selectable } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { listReleaseKeys } from '#server/db/queries/release-keys.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { findPart, listParts, readPart } from '#server/db/queries/release-parts.ts'
import type { ReleaseKeyTable, ReleaseTable } from '#server/db/tables/releases.ts'
import { type ReleasedLine, ReleaseManifest } from '#shared/contract/release.ts'
import type { ReleaseDocuments, WantedLines } from './release-documents.ts'

const READINGS = /^readings\/(.*)\.ndjson$/
const TOGETHER = 0

/** A release of the database. Whether it may be seen is asked before. */
export async function storedRelease(db: ReadDb, release: ReleaseTable): Promise<ReleaseDocuments> {
  const keys = await listReleaseKeys(db)
  const parts = await listParts(db, release)
  const { manifest, sha256, signature, keyId } = release
  const publicKey = keys.find((key) => key.keyId === keyId)?.publicKey ?? ''
  const find = async (name: string) => {
    const part = await findPart(db, release, name)
    if (!part) throw new Error(`Release ${release.code} has no ${name}`)
    return part
  }
  return {
    manifest: ReleaseManifest.parse(JSON.parse(manifest)),
    signed: { manifest, sha256, signature, publicKey },
    keys: { items: keysUpTo(keys, keyId) },
    part: async (name) => readPart(db, release, await find(name)),
    async *lines({ agencies, services, indicators, grain }: WantedLines = {}) {
      // Agency by agency, all of them together first, so that memory does not grow with the country.
      const ofReadings = parts
        .filter(({ name }) => READINGS.test(name))
        .sort((a, b) => togetherFirst(a) - togetherFirst(b))
      for (const { name, agencyId } of ofReadings) {
        const code = agencyId === TOGETHER ? null : READINGS.exec(name)![1]!
        if (agencies && !agencies.includes(code)) continue
        const rows = await listLines(db, release.sequence, {
          part: 'readings',
          agencyIds: [agencyId],
          ...(indicators && { indicators }),
          ...(services && { services: services.map((service) => service ?? '') }),
          ...(grain && { grain }),
        })
        for (const { body } of rows) yield JSON.parse(body) as ReleasedLine
      }
    },
  }
}

const togetherFirst = ({ agencyId }: { agencyId: number }): number => (agencyId === TOGETHER ? 0 : 1)

/** The keys as they stood when a release was signed, so that its package says the same after a later rotation: the one
 *  that signed and those that it was handed on from, oldest first. */
function keysUpTo(
  keys: readonly Selectable<ReleaseKeyTable>[],
  keyId: string,
): Selectable<ReleaseKeyTable>[] {
  const byId = new Map(keys.map((key) => [key.keyId, key]))
  const found: Selectable<ReleaseKeyTable>[] = []
  for (let at = byId.get(keyId); at && !found.includes(at); at = byId.get(at.previousKeyId ?? ''))
    found.unshift(at)
  return found.map((key) => (key.keyId === keyId ? { ...key, retiredAt: null } : key))
}
