import { randomUUIDv7 } from 'node:crypto'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { allow, allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import type { Actor } from '#shared/access.ts'
import {
  type CreateDraft,
  DRAFT_DAYS,
  type Draft,
  type DraftFile,
  type DraftList,
  MAX_DRAFT_BYTES,
  MAX_OPEN_DRAFTS,
} from '#shared/contract/draft.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import { Refusal } from '#shared/refusal.ts'
import { filesOf, makeFiles, receivePart } from './draft-files.ts'
import { type DraftState, DraftStore } from './draft-store.ts'

// The desk where imports are prepared: who has which draft, and what may be done with it next.

/** Left free for everything else when large files come in. */
const SPARE_BYTES = 1 << 30

export class DraftDesk {
  readonly #base: ActionContext
  readonly #store: DraftStore

  constructor(context: ActionContext) {
    this.#base = context
    this.#store = new DraftStore(join(context.dataDir, 'drafts'))
  }

  /** Takes up what an earlier process left behind. */
  async resume(): Promise<void> {
    await this.#store.load()
    await this.sweep()
  }

  /** Throws away drafts that nobody has touched for long. */
  async sweep(): Promise<number> {
    const now = this.#base.clock()
    const old = this.#store.list().filter((draft) => expiryOf(draft) < now)
    for (const { id } of old) await this.#store.alone(id, () => this.#store.remove(id))
    return old.length
  }

  /** @throws Refusal `too_large`, `conflict` with too many open drafts, `unavailable` on a full disk. */
  async create(context: ActionContext, given: typeof CreateDraft._output): Promise<Draft> {
    const agency = given.agency ?? onlyAgency(context.actor)
    if (agency === null) allowSomewhere(context.actor, 'import.prepare')
    else {
      await allow(context, 'import.prepare', [agency])
      await this.#requireAgency(agency)
    }
    const bytes = given.files.reduce((sum, { size }) => sum + size, 0)
    if (bytes > MAX_DRAFT_BYTES) {
      throw new Refusal('too_large', 'draft-too-large', { gigabytes: MAX_DRAFT_BYTES / 1024 ** 3 })
    }
    const open = this.#store
      .list()
      .filter((draft) => isOwner(draft, context.actor) && draft.importId === null)
    if (open.length >= MAX_OPEN_DRAFTS)
      throw new Refusal('conflict', 'too-many-drafts', { max: MAX_OPEN_DRAFTS })
    const id = randomUUIDv7()
    const folder = this.#store.folderOf(id)
    await mkdir(folder, { recursive: true })
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < bytes * 3 + SPARE_BYTES) {
      await rm(folder, { recursive: true, force: true })
      throw new Refusal('unavailable', 'disk-full-upload', {})
    }
    const now = context.clock()
    const draft: DraftState = {
      id,
      stage: 'uploading',
      createdAt: now,
      changedAt: now,
      owner: { kind: context.actor.kind, id: context.actor.id, name: context.actor.name },
      agency,
      dataset: given.dataset ?? null,
      files: distinctNames(given.files),
      reading: {},
      failure: null,
      mapping: null,
      mappingVersion: 0,
      mappingFrom: null,
      importId: null,
    }
    await makeFiles(folder, draft.files)
    await this.#store.save(draft)
    return this.#told(context, draft)
  }

  async list(context: ActionContext): Promise<DraftList> {
    allowSomewhere(context.actor, 'import.prepare')
    const seen: DraftState[] = []
    for (const draft of this.#store.list()) if (await this.#isVisible(context, draft)) seen.push(draft)
    return {
      items: await Promise.all(seen.map((draft) => this.#summary(context, draft))),
      next: null,
    }
  }

  /** @throws Refusal `not_found`, also for a draft that is not to be seen */
  async tell(context: ActionContext, id: string): Promise<Draft> {
    return this.#told(context, await this.#find(context, id))
  }

  async receive(
    context: ActionContext,
    id: string,
    at: { file: number; part: number },
    body: AsyncIterable<Uint8Array>,
    digest: string | undefined,
  ): Promise<DraftFile> {
    const draft = await this.#find(context, id)
    const folder = this.#store.folderOf(id)
    await receivePart(folder, draft.files, at, body, digest)
    return (await filesOf(folder, draft.files))[at.file]!
  }

  async remove(context: ActionContext, id: string): Promise<void> {
    await this.#find(context, id)
    await this.#store.alone(id, () => this.#store.remove(id))
  }

  async #find(context: ActionContext, id: string): Promise<DraftState> {
    allowSomewhere(context.actor, 'import.prepare')
    const draft = this.#store.find(id)
    if (!draft || !(await this.#isVisible(context, draft))) {
      throw new Refusal('not_found', 'no-draft', { id })
    }
    return draft
  }

  /** One's own, and those of the agencies that one delivers for. */
  async #isVisible(context: ActionContext, draft: DraftState): Promise<boolean> {
    if (isOwner(draft, context.actor)) return true
    return isAllowed(context, 'import.prepare', draft.agency === null ? 'instance' : [draft.agency])
  }

  async #requireAgency(code: string): Promise<void> {
    const { agencyByCode } = await this.#base.world.directory()
    if (!agencyByCode.has(code)) throw new Refusal('invalid', 'no-agency', { code })
  }

  async #summary({ actor }: ActionContext, draft: DraftState) {
    return {
      id: draft.id,
      stage: draft.stage,
      createdAt: draft.createdAt,
      changedAt: draft.changedAt,
      expiresAt: expiryOf(draft),
      owner: { name: draft.owner.name, isMe: isOwner(draft, actor) },
      agency: draft.agency,
      dataset: draft.dataset,
      files: await filesOf(this.#store.folderOf(draft.id), draft.files),
      importId: draft.importId,
    }
  }

  async #told(context: ActionContext, draft: DraftState): Promise<Draft> {
    return {
      ...(await this.#summary(context, draft)),
      reading: draft.reading,
      progress: null,
      problem: draft.failure && refusalText(context.locale, draft.failure),
      detection: null,
      mapping: draft.mapping,
      mappingVersion: draft.mappingVersion,
      mappingFrom: draft.mappingFrom,
      remembered: null,
      mappingIssues: [],
      check: null,
    }
  }
}

const isOwner = ({ owner }: DraftState, { kind, id }: Actor): boolean =>
  owner.kind === kind && owner.id === id

const expiryOf = ({ changedAt }: DraftState): string =>
  new Date(Date.parse(changedAt) + DRAFT_DAYS * 86_400_000).toISOString()

/** The agency of whoever delivers for one only. */
function onlyAgency({ grants }: Actor): string | null {
  const agencies = new Set(grants.map(({ agency }) => agency))
  return agencies.size === 1 ? [...agencies][0]! : null
}

/** Issues name the file of a row, so no two may be called the same. */
function distinctNames<File extends { name: string }>(files: readonly File[]): File[] {
  const taken = new Set<string>()
  return files.map((file) => {
    const plain = file.name.split(/[\\/]/).at(-1) || 'file'
    let name = plain
    for (let n = 2; taken.has(name); n++) name = plain.replace(/(\.[^.]+(\.gz)?)?$/i, ` (${n})$1`)
    taken.add(name)
    return { ...file, name }
  })
}
