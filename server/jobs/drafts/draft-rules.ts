import type { detectFiles } from '#server/ingest/detect/detect-files.ts'
import type { Actor } from '#shared/access.ts'
import { DRAFT_DAYS } from '#shared/contract/draft.ts'
import { ReadingOptions } from '#shared/contract/draft-detection.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
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
  { detection, suggested, reading }: Awaited<ReturnType<typeof detectFiles>>,
  keepsMapping: boolean,
): DraftState {
  const mapping = keepsMapping && draft.mapping ? withReading(draft.mapping, reading) : { ...suggested }
  return {
    ...draft,
    reading,
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

/** Whether files are only to be read with other cells filled from above: what was said of their columns stays true. */
export const fillsOtherwise = (now: ReadingOptions, before: ReadingOptions): boolean =>
  Object.keys({ ...now, ...before }).every((key) => key === 'fillDown' || isSame(now, before, key))

const isSame = (now: ReadingOptions, before: ReadingOptions, key: string): boolean =>
  JSON.stringify(now[key as keyof ReadingOptions]) === JSON.stringify(before[key as keyof ReadingOptions])

/** Fields that mean the same in every dataset. */
const COMMON = ['agency', 'service', 'indicator', 'period'] as const

/** A draft whose files are said to be something else, with what was said of them before: the mapping that a person had
 *  made for that already, or what they wrote for all rows. Saying it back loses nothing. */
export function withWhatWasSaid(now: DraftState, before: DraftState): DraftState {
  const aside = { ...before.aside }
  if (before.mapping && before.mappingFrom === 'edited') aside[before.dataset!] = before.mapping
  const own = aside[now.dataset!]
  const mapping = own
    ? withReading(own, now.reading)
    : now.mappingFrom === 'suggested'
      ? withConstants(now, before)
      : now.mapping!
  return {
    ...now,
    aside,
    mapping,
    ...(own && { mappingFrom: 'edited' }),
    mappingIssues: judgeMapping(mapping, now.detection!),
  }
}

function withConstants({ mapping, detection }: DraftState, before: DraftState): Record<string, unknown> {
  const [suggested, said] = [mapping, before.mapping] as (Partial<Mapping> | null)[]
  const isFree = (field: string) =>
    detection!.fields.some(({ name }) => name === field) &&
    suggested?.columns?.[field] === undefined &&
    !suggested?.measures?.some((measure) => field in measure)
  const kept = COMMON.filter((field) => said?.constants?.[field] !== undefined && isFree(field))
  const constants = Object.fromEntries(kept.map((field) => [field, said!.constants![field]!]))
  const create = [
    ...(suggested?.create ?? []),
    ...(said?.create ?? []).filter((kind) => kept.includes(kind) && !suggested?.create?.includes(kind)),
  ]
  return {
    ...suggested,
    ...(kept.length > 0 && { constants: { ...suggested?.constants, ...constants } }),
    ...(create.length > 0 && { create }),
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
