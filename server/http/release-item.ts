import type { ReleaseTable } from '#server/db/tables/releases.ts'
import { type ReleaseItem, ReleaseManifest } from '#shared/contract/release.ts'

/** A release as lists name it: what its manifest says, without its parts. */
export function releaseItem(
  { manifest: text, sha256, keyId, publishAt }: ReleaseTable,
  isLatest: boolean,
): ReleaseItem {
  const manifest = ReleaseManifest.parse(JSON.parse(text))
  const { code, kind, from, through, asOf, by, replaces, reason, isDemo, late, counts } = manifest
  return {
    code,
    kind,
    from,
    through,
    asOf,
    publishedAt: publishAt,
    by,
    replaces,
    reason,
    isLatest,
    isDemo,
    late,
    counts,
    sha256,
    keyId,
  }
}
