import { changesOf, type ReleaseDocuments } from '#server/exports/package/release-documents.ts'
import type { ReleaseItem } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import { listedRelease } from '#shared/proof/listed-release.ts'
import { addFound, type Shown, type ShownFinding } from '#shared/proof/shown.ts'
import type { Get } from './release-source.ts'

// What a server lists of a release: what its manifest says, and the log of what it changed.

/** Holds an entry of `/releases` against the manifest. */
export function checkListed({ manifest }: ReleaseDocuments, listed: ReleaseItem, shown: Shown): void {
  const signed = listedRelease(manifest)
  const differences = (Object.keys(signed) as (keyof typeof signed)[]).flatMap((field) => {
    const [said, own] = [listed[field], signed[field]].map((value) => textOf(value))
    return said === own ? [] : [{ field, shown: said!, signed: own! }]
  })
  shown.compared.push({ part: '/releases', figures: 1 })
  if (differences.length > 0) addFound(shown, [{ code: 'shown-listed', part: '/releases', differences }])
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : canonicalJson((value ?? null) as Json)

const PAGE = 1000

/** Holds the log that `/revisions` gives of a release against the signed one. */
export async function checkRevisions(get: Get, documents: ReleaseDocuments, shown: Shown): Promise<void> {
  const part = `/revisions?release=${documents.manifest.code}`
  const signed = new Set<string>()
  for await (const change of changesOf(documents)) signed.add(canonicalJson(change as unknown as Json))
  const all = signed.size
  const found: ShownFinding[] = []
  let cursor: string | null = null
  let left = all
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await get(`/api/v1${part}&limit=${PAGE}${more}`)
    if (!answer.ok) return void shown.silent.push(part)
    const page = (await answer.json().catch(() => null)) as { items?: unknown; next?: unknown } | null
    if (!Array.isArray(page?.items)) return addFound(shown, [{ code: 'shown-unreadable', part }])
    for (const item of page.items) {
      left--
      if (!signed.delete(canonicalJson(item as Json))) found.push({ code: 'shown-changes', part })
    }
    cursor = typeof page.next === 'string' && page.items.length > 0 && left >= 0 ? page.next : null
  } while (cursor !== null)
  if (signed.size > 0) found.push({ code: 'shown-changes', part })
  addFound(shown, found.slice(0, 1))
  shown.compared.push({ part, figures: all })
}
