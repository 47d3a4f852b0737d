import { mkdir, rm, statfs } from 'node:fs/promises'
import type { ActionContext } from '#server/actions/context.ts'
import { newId } from '#server/db/new-id.ts'
import { type CreateDraft, MAX_DRAFT_BYTES } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'
import { distinctNames } from './draft-rules.ts'
import type { DraftState } from './draft-store.ts'

/** Left free for everything else when large files come in. */
const SPARE_BYTES = 1 << 30

/** A draft that waits for its files. */
export function newDraft(
  { actor, clock }: ActionContext,
  { agency, dataset = null, files }: Omit<typeof CreateDraft._output, 'agency'> & { agency: string | null },
): DraftState {
  const now = clock()
  return {
    id: newId(),
    stage: 'uploading',
    createdAt: now,
    changedAt: now,
    owner: { kind: actor.kind, id: actor.id, name: actor.name },
    agency,
    dataset,
    files: distinctNames(files),
    reading: {},
    failure: null,
    detection: null,
    headersKey: null,
    mapping: null,
    mappingVersion: 0,
    mappingFrom: null,
    mappingIssues: [],
    check: null,
    remembered: null,
    importId: null,
  }
}

/** What the files of a draft take together. @throws Refusal `too_large` */
export function bytesOf(files: readonly { size: number }[]): number {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (bytes > MAX_DRAFT_BYTES) {
    throw new Refusal('too_large', 'draft-too-large', { gigabytes: MAX_DRAFT_BYTES / 1024 ** 3 })
  }
  return bytes
}

/** Makes the folder of a draft. @throws Refusal `unavailable` on a full disk, and leaves none */
export async function makeFolder(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes * 3 + SPARE_BYTES) {
    await rm(folder, { recursive: true, force: true })
    throw new Refusal('unavailable', 'disk-full-upload', {})
  }
}
