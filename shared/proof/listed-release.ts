import type { ReleaseItem, ReleaseManifest } from '#shared/contract/release.ts'

/** What lists say of a release out of its manifest. */
export const listedRelease = (manifest: ReleaseManifest): Omit<ReleaseItem, 'isLatest' | 'sha256'> => {
  const { code, kind, from, through, asOf, publishAt, by, replaces, reason, isDemo, late, counts, keyId } =
    manifest
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
    isDemo,
    late,
    counts,
    keyId,
  }
}
