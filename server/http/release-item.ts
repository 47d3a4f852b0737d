import type { ReleaseTable } from '#server/db/tables/releases.ts'
import { type ReleaseItem, ReleaseManifest } from '#shared/contract/release.ts'
import { listedRelease } from '#shared/proof/listed-release.ts'

/** A release as lists name it: what its manifest says, without its parts. */
export const releaseItem = ({ manifest, sha256 }: ReleaseTable, isLatest: boolean): ReleaseItem => ({
  ...listedRelease(ReleaseManifest.parse(JSON.parse(manifest))),
  isLatest,
  sha256,
})
