import type { ReleaseDocuments } from '#server/exports/package/release-documents.ts'
import type { ReleasedLine, ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'

const READINGS = /^readings\/(.*)\.ndjson$/
const TOGETHER = 'readings/together.ndjson'

/** The documents of a release that was found whole, from wherever they lie; its keys are not looked at. Of lines only agencies
 *  can be chosen. */
export function documentsOf(
  source: ReleaseSource,
  { signed, manifest }: { signed: SignedRelease; manifest: ReleaseManifest },
): ReleaseDocuments {
  const part = async (name: string) => {
    const bytes = await source.part(name)
    if (!bytes) throw new Error(`There is no ${name}`)
    return new TextDecoder().decode(bytes)
  }
  return {
    signed,
    manifest,
    keys: null,
    part,
    async *lines(wanted = {}) {
      const names = manifest.parts.map(({ name }) => name).filter((name) => READINGS.test(name))
      for (const name of [TOGETHER, ...names.filter((one) => one !== TOGETHER)]) {
        const agency = name === TOGETHER ? null : READINGS.exec(name)![1]!
        if (!names.includes(name) || !(wanted.agencies?.includes(agency) ?? true)) continue
        for (const line of (await part(name)).split('\n')) if (line) yield JSON.parse(line) as ReleasedLine
      }
    },
  }
}
