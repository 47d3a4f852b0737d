import type { detectFiles } from '#server/ingest/detect/detect-files.ts'
import type { Actor } from '#shared/access.ts'
import { DRAFT_DAYS, ReadingOptions } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'
import type { DraftState } from './draft-store.ts'
import { headersKey } from './headers-key.ts'
import { judgeMapping } from './judge-mapping.ts'

// What holds of a draft, and how one state of it follows from another; the desk keeps them and runs the work.

/** A mapping says how files are read as the draft says it. */
export function withReading(
  mapping: Record<string, unknown>,
  reading: ReadingOptions,
): Record<string, unknown> {
  const format = Object.entries((mapping.format as object | undefined) ?? {}).filter(
    ([key]) => !(key in ReadingOptions.shape) || key === 'decimal' || key === 'thousands',
  )
  return { ...mapping, format: { ...reading, ...Object.fromEntries(format) } }
}

export function withSuggestion(
  draft: DraftState,
  { detection, suggested }: Awaited<ReturnType<typeof detectFiles>>,
  keepsMapping: boolean,
): DraftState {
  const mapping = keepsMapping && draft.mapping ? draft.mapping : { ...suggested }
  return {
    ...draft,
    stage: 'mapping',
    dataset: suggested.dataset,
    failure: null,
    detection,
    headersKey: headersKey(detection.columns.map(({ header }) => header)),
    mapping,
    mappingVersion: draft.mappingVersion + 1,
    mappingFrom: keepsMapping ? draft.mappingFrom : 'suggested',
    mappingIssues: judgeMapping(mapping, detection),
  }
}

export const memoryOf = (draft: DraftState, importId: string) => ({
  rememberedId: importId,
  agencyCode: draft.agency,
  dataset: draft.dataset!,
  headersKey: draft.headersKey!,
  headers: JSON.stringify(draft.detection!.columns.map(({ header }) => header)),
  rememberedBy: draft.owner.name,
})

export function requireUsable({ mappingIssues }: DraftState): void {
  const [first] = mappingIssues
  if (!first) return
  throw new Refusal(
    'invalid',
    'mapping-invalid',
    { path: first.path, problem: first.message },
    { issues: mappingIssues },
  )
}

export const isOwner = ({ owner }: DraftState, { kind, id }: Actor): boolean =>
  owner.kind === kind && owner.id === id

export const expiryOf = ({ changedAt }: DraftState): string =>
  new Date(Date.parse(changedAt) + DRAFT_DAYS * 86_400_000).toISOString()

/** The agency of whoever delivers for one only. */
export function onlyAgency({ grants }: Actor): string | null {
  const agencies = new Set(grants.map(({ agency }) => agency))
  return agencies.size === 1 ? [...agencies][0]! : null
}

/** Issues name the file of a row, so no two may be called the same. */
export function distinctNames<File extends { name: string }>(files: readonly File[]): File[] {
  const taken = new Set<string>()
  return files.map((file) => {
    const plain = file.name.split(/[\\/]/).at(-1) || 'file'
    let name = plain
    for (let n = 2; taken.has(name); n++) name = plain.replace(/(\.[^.]+(\.gz)?)?$/i, ` (${n})$1`)
    taken.add(name)
    return { ...file, name }
  })
}
