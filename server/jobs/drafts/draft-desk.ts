import { randomUUIDv7 } from 'node:crypto'
import type { ReadStream } from 'node:fs'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { allow, allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { knownEntities } from '#server/actions/imports/known-entities.ts'
import { runImport } from '#server/actions/imports/run-import.ts'
import { findRemembered } from '#server/db/queries/remembered-mappings.ts'
import { detectFiles, suggestFor, toldFields } from '#server/ingest/detect/detect-files.ts'
import type { EntityKind } from '#server/ingest/detect/entity-values.ts'
import { withRawTable } from '#server/ingest/detect/raw-table.ts'
import {
  type ChangeDraft,
  type CommitDraft,
  type CreateDraft,
  type Draft,
  type DraftEntities,
  type DraftFile,
  type DraftList,
  type DraftPreview,
  type DraftValues,
  MAX_DRAFT_BYTES,
  MAX_OPEN_DRAFTS,
  type PutMapping,
} from '#shared/contract/draft.ts'
import { DATASETS, type Dataset } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Failure } from '../failed-imports.ts'
import type { ImportQueue } from '../import-queue.ts'
import {
  checkOf,
  type FoundInCheck,
  keepIssues,
  openRejected,
  runningCheck,
  type StoredCheck,
} from './check-draft.ts'
import { filesOf, linkFiles, makeFiles, pathOf, receivePart, removeFiles } from './draft-files.ts'
import {
  distinctNames,
  expiryOf,
  isOwner,
  memoryOf,
  onlyAgency,
  requireUsable,
  withReading,
  withSuggestion,
} from './draft-rules.ts'
import { type DraftState, DraftStore } from './draft-store.ts'
import { judgeMapping } from './judge-mapping.ts'
import { entitiesOfDraft, holdsText, previewDraft, readyDraft, valuesOfDraft } from './look-at-draft.ts'
import { tellCheck, tellDetection } from './tell-draft.ts'
import { Turns } from './turns.ts'

// The desk where imports are prepared: who has which draft, and what may be done with it next.

/** Left free for everything else when large files come in. */
const SPARE_BYTES = 1 << 30

/** Reading and checking large files takes memory and both cores: more at once would make all of them late. */
const AT_ONCE = 2

export class DraftDesk {
  readonly #base: ActionContext
  readonly #log: Logger
  readonly #imports: ImportQueue
  readonly #store: DraftStore
  readonly #turns = new Turns(AT_ONCE)
  /** what runs in the background, by draft */
  readonly #running = new Map<string, Running>()

  constructor(context: ActionContext, imports: ImportQueue, log: Logger) {
    this.#imports = imports
    this.#base = context
    this.#log = log
    this.#store = new DraftStore(join(context.dataDir, 'drafts'))
  }

  /** Takes up what an earlier process left behind. */
  async resume(): Promise<void> {
    await this.#store.load()
    await this.sweep()
    for (const draft of this.#store.list()) {
      if (draft.stage === 'reading') this.#startReading(draft.id, draft.mapping !== null)
      // A check is asked for again by whoever wants it: what it was about may be old.
      else if (draft.check?.status === 'running') await this.#store.save({ ...draft, check: null })
    }
  }

  /** Drafts that have a text in a cell, be they committed, and how many more there are that cannot be looked through:
   *  not read yet, unreadable, or of no agency in particular. `agency`: only its own. */
  async holding(text: string, agency: string | null): Promise<{ holding: DraftState[]; unread: number }> {
    const holding: DraftState[] = []
    let unread = 0
    for (const { id } of this.#store.list()) {
      await this.#store.alone(id, async () => {
        const draft = this.#store.find(id)
        if (!draft || (agency !== null && draft.agency !== null && draft.agency !== agency)) return
        const isOpen = draft.detection !== null && (agency === null || draft.agency !== null)
        const found =
          isOpen &&
          (await holdsText(this.#store.folderOf(id), draft, text).catch(() => 'unreadable' as const))
        if (found === true) holding.push(draft)
        else if (!isOpen || found === 'unreadable') unread++
      })
    }
    return { holding, unread }
  }

  /** Throws drafts away, whatever is being done with them. */
  async discard(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#discard(id)
  }

  /** Ends what runs; what was being read is read anew at the next start. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort(new Error('stopping'))
    await Promise.all(running.map(({ ended }) => ended))
  }

  /** Throws away drafts that nobody has touched for long. */
  async sweep(): Promise<number> {
    const now = this.#base.clock()
    const old = this.#store.list().filter((draft) => expiryOf(draft) < now && !this.#running.has(draft.id))
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
    await makeFiles(folder, draft.files)
    await this.#store.save(draft)
    return this.#told(context, draft)
  }

  async list(context: ActionContext): Promise<DraftList> {
    allowSomewhere(context.actor, 'import.prepare')
    const seen: DraftState[] = []
    for (const draft of this.#store.list())
      if (await this.#isVisible(context, draft)) seen.push(await this.#settled(draft))
    return {
      items: await Promise.all(seen.map((draft) => this.#summary(context, draft))),
      next: null,
    }
  }

  /** @throws Refusal `not_found`, also for a draft that is not to be seen */
  async tell(context: ActionContext, id: string): Promise<Draft> {
    return this.#told(context, await this.#settled(await this.#find(context, id)))
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
    const files = await filesOf(folder, draft.files)
    if (files.every(({ isWhole }) => isWhole)) {
      await this.#store.alone(id, async () => {
        const now = this.#store.find(id)
        if (now?.stage !== 'uploading') return
        await this.#keep({ ...now, stage: 'reading' })
        this.#startReading(id, false)
      })
    }
    return files[at.file]!
  }

  /** Agency, dataset, or how the files are read. @throws Refusal `conflict` while they are being read */
  async change(context: ActionContext, id: string, given: typeof ChangeDraft._output): Promise<Draft> {
    await this.#find(context, id)
    if (given.agency) {
      await allow(context, 'import.prepare', [given.agency])
      await this.#requireAgency(given.agency)
    }
    return this.#store.alone(id, async () => {
      const draft = await this.#find(context, id)
      const { agency = draft.agency, dataset = draft.dataset } = given
      if (draft.stage === 'uploading')
        return this.#told(context, await this.#keep({ ...draft, agency, dataset }))
      if (draft.stage !== 'mapping' && draft.stage !== 'broken') {
        throw new Refusal('conflict', 'draft-not-ready', { stage: draft.stage })
      }
      const changed = { ...draft, agency, dataset, reading: given.reading ?? draft.reading }
      if (given.reading || draft.stage === 'broken') {
        await this.#keep({ ...changed, stage: 'reading', failure: null, check: null })
        this.#startReading(id, false)
        return this.tell(context, id)
      }
      return this.#told(
        context,
        await this.#keep(await this.#suggested(changed, given.suggest === 'remembered')),
      )
    })
  }

  /** @throws Refusal `conflict` when somebody changed the mapping in between */
  async putMapping(context: ActionContext, id: string, given: typeof PutMapping._output): Promise<Draft> {
    return this.#store.alone(id, async () => {
      const draft = readyDraft(await this.#find(context, id))
      if (given.version !== draft.mappingVersion) throw new Refusal('conflict', 'mapping-changed', {})
      if (typeof given.mapping !== 'object' || given.mapping === null || Array.isArray(given.mapping)) {
        throw new Refusal('invalid', 'mapping-expected', {})
      }
      const mapping = withReading(given.mapping as Record<string, unknown>, draft.reading)
      const dataset = DATASETS.find((name) => name === mapping.dataset) ?? draft.dataset
      const known = await knownEntities(this.#base.world, undefined)
      const detection =
        dataset === draft.dataset || dataset === null
          ? draft.detection
          : { ...draft.detection, fields: toldFields(dataset, known) }
      return this.#told(
        context,
        await this.#keep({
          ...draft,
          dataset,
          detection,
          mapping,
          mappingVersion: draft.mappingVersion + 1,
          mappingFrom: 'edited',
          mappingIssues: judgeMapping(mapping, detection),
          failure: null,
        }),
      )
    })
  }

  async preview(context: ActionContext, id: string, rows: number): Promise<DraftPreview> {
    return this.#look(context, id, (folder, draft) => previewDraft(context, folder, draft, rows))
  }

  async values(context: ActionContext, id: string, field: string): Promise<DraftValues> {
    return this.#look(context, id, (folder, draft) => valuesOfDraft(folder, draft, field))
  }

  async entities(context: ActionContext, id: string, kind: EntityKind): Promise<DraftEntities> {
    return this.#look(context, id, (folder, draft) => entitiesOfDraft(context, folder, draft, kind))
  }

  /** Starts a dry run through the import itself; one that runs already is left to end. */
  async check(context: ActionContext, id: string): Promise<Draft> {
    return this.#store.alone(id, async () => {
      const draft = readyDraft(await this.#find(context, id))
      requireUsable(draft)
      if (!this.#running.has(id)) {
        await this.#keep({ ...draft, check: runningCheck(draft.mappingVersion) })
        this.#startCheck(context, id)
      }
      return this.tell(context, id)
    })
  }

  /** Hands the files to the queue of imports. Once this returns they are safe: the import runs even after a crash, and
   *  committing again gives the same one. @throws Refusal `conflict` when the mapping is not the one looked at */
  async commit(context: ActionContext, id: string, given: typeof CommitDraft._output): Promise<Draft> {
    await this.tell(context, id)
    await this.#store.alone(id, async () => {
      const found = await this.#find(context, id)
      if (found.importId !== null) return
      const draft = readyDraft(found)
      if (given.version !== draft.mappingVersion) throw new Refusal('conflict', 'mapping-changed', {})
      if (this.#running.has(id)) throw new Refusal('conflict', 'draft-runs', {})
      requireUsable(draft)
      if (draft.agency === null) allowSomewhere(context.actor, 'import.commit')
      else await allow(context, 'import.commit', [draft.agency])
      const importId = randomUUIDv7()
      // Said first: should the process end now, the next one finds out whether the queue has it.
      await this.#keep({ ...draft, stage: 'committing', importId, failure: null })
      try {
        const files = await linkFiles(this.#store.folderOf(id), this.#imports.folderOf(importId), draft.files)
        await this.#imports.add({
          importId,
          dataset: parseMapping(draft.mapping).dataset,
          mapping: draft.mapping,
          files,
          dryRun: false,
          locale: context.locale,
          actor: context.actor,
          agency: draft.agency,
          ...(given.remember && { remember: memoryOf(draft, importId) }),
        })
      } catch (error) {
        await rm(this.#imports.folderOf(importId), { recursive: true, force: true })
        await this.#keep(draft)
        throw error
      }
    })
    return this.tell(context, id)
  }

  /** The rejected rows as CSV. Whoever reads them slowly, or stops, holds up nothing: they are a file of their own.
   *  @throws Refusal `conflict` when there is no check of the mapping as it is now */
  async rejected(context: ActionContext, id: string): Promise<ReadStream> {
    return this.#store.alone(id, async () => {
      const { check, detection, files } = await this.#find(context, id)
      // Also once it is committed: what was rejected is corrected later.
      if (check?.status !== 'done') throw new Refusal('conflict', 'no-check', {})
      const headers = detection!.columns.map(({ header }) => header)
      return openRejected(this.#store.folderOf(id), { headers, files, locale: context.locale })
    })
  }

  async #look<T>(
    context: ActionContext,
    id: string,
    look: (folder: string, draft: DraftState) => Promise<T>,
  ): Promise<T> {
    readyDraft(await this.#find(context, id))
    return this.#store.alone(id, async () => look(this.#store.folderOf(id), await this.#find(context, id)))
  }

  #startReading(id: string, keepsMapping: boolean): void {
    this.#start(id, async (signal) => {
      const draft = this.#store.find(id)
      if (!draft) return
      const folder = this.#store.folderOf(id)
      try {
        // What somebody said that the files are counts more than what such files were the last time.
        const wanted: Wanted = keepsMapping ? 'nothing' : (draft.dataset ?? 'any')
        const input = await this.#detectInput(draft)
        const found = await this.#store.alone(id, () => detectFiles({ ...input, folder, signal }))
        await this.#store.alone(id, async () => {
          const now = this.#store.find(id)
          if (now) await this.#keep(await this.#remembering(withSuggestion(now, found, keepsMapping), wanted))
        })
      } catch (error) {
        if (signal.aborted) return
        await this.#keepFailure(id, 'broken', error)
      }
    })
  }

  /** A mapping made anew from the table that is there. */
  async #suggested(draft: DraftState, isRemembered: boolean): Promise<DraftState> {
    if (!draft.detection) return draft
    const input = await this.#detectInput(draft)
    const { detection } = draft
    const found = await withRawTable(this.#store.folderOf(draft.id), (engine) =>
      suggestFor(engine, detection, input),
    )
    return this.#remembering(withSuggestion(draft, found, false), isRemembered ? 'any' : 'nothing')
  }

  /** With the mapping that is remembered for its headers, if there is one and it is wanted. */
  async #remembering(draft: DraftState, wanted: Wanted): Promise<DraftState> {
    const row = await findRemembered(this.#base.world.db.read, draft.agency, draft.headersKey!)
    if (!row) return { ...draft, remembered: null }
    const remembered = { id: row.rememberedId, at: row.rememberedAt, by: row.rememberedBy }
    if (wanted !== 'any' && wanted !== row.dataset) return { ...draft, remembered }
    const mapping = withReading(JSON.parse(row.mapping) as Record<string, unknown>, draft.reading)
    const dataset = row.dataset as Dataset
    const known = await knownEntities(this.#base.world, undefined)
    const detection = { ...draft.detection!, fields: toldFields(dataset, known) }
    return {
      ...draft,
      remembered,
      dataset,
      detection,
      mapping,
      mappingFrom: 'remembered',
      mappingIssues: judgeMapping(mapping, detection),
    }
  }

  async #detectInput(draft: DraftState) {
    const { world, defaultTimezone } = this.#base
    const { agencyByCode } = await world.directory()
    const folder = this.#store.folderOf(draft.id)
    return {
      files: draft.files.map(({ name }, i) => ({ name, path: pathOf(folder, i) })),
      reading: draft.reading,
      dataset: draft.dataset,
      agency: draft.agency,
      timezone: agencyByCode.get(draft.agency ?? '')?.timeZone ?? defaultTimezone,
      known: await knownEntities(world, undefined),
    }
  }

  #startCheck(context: ActionContext, id: string): void {
    this.#start(id, async (signal, onProgress) => {
      const draft = this.#store.find(id)
      if (!draft) return
      const { mapping, mappingVersion } = draft
      const folder = this.#store.folderOf(id)
      const found: FoundInCheck = { groups: [], figures: [], agenciesLeftOut: 0 }
      let check: StoredCheck
      try {
        const result = await runImport(context, {
          dataset: parseMapping(mapping).dataset,
          mapping,
          mappingDir: null,
          files: draft.files.map(({ name }, i) => ({ name, path: pathOf(folder, i) })),
          dryRun: true,
          importId: `check-${id}`,
          onPrepared: async (prepared) => {
            found.groups = await keepIssues(folder, prepared)
          },
          onFigures: ({ changes, agenciesLeftOut }) => {
            Object.assign(found, { figures: changes, agenciesLeftOut })
          },
          onProgress,
          signal,
        })
        check = checkOf(result, found, mappingVersion)
      } catch (error) {
        if (signal.aborted) return
        check = { ...runningCheck(mappingVersion), status: 'failed', failure: this.#failureOf(id, error) }
      }
      await this.#store.alone(id, async () => {
        const now = this.#store.find(id)
        if (now) await this.#keep({ ...now, check })
      })
    })
  }

  /** Does work in the background, one at a time for a draft and a few at a time for all. */
  #start(
    id: string,
    work: (signal: AbortSignal, onProgress: (progress: ImportProgress) => void) => Promise<void>,
  ): void {
    const abort = new AbortController()
    const running: Running = {
      abort,
      progress: { phase: 'queued', fraction: null },
      ended: Promise.resolve(),
    }
    this.#running.set(id, running)
    running.ended = this.#turns
      .take(async () => {
        if (abort.signal.aborted) return
        running.progress = { phase: 'reading', fraction: null }
        await work(abort.signal, (progress) => {
          running.progress = progress as Running['progress']
        })
      })
      .catch((err: unknown) => this.#log.error({ draft: id, err }, 'work on a draft failed'))
      .finally(() => {
        if (this.#running.get(id) === running) this.#running.delete(id)
      })
  }

  async #keepFailure(id: string, stage: 'broken' | 'mapping', error: unknown): Promise<void> {
    const failure = this.#failureOf(id, error)
    await this.#store.alone(id, async () => {
      const now = this.#store.find(id)
      if (now) await this.#keep({ ...now, stage, failure })
    })
  }

  #failureOf(id: string, error: unknown): Failure {
    if (error instanceof Refusal) return { key: error.key, params: error.params }
    this.#log.error({ draft: id, err: error }, 'a draft broke')
    return { key: 'import-broke', params: {} }
  }

  async #keep(draft: DraftState): Promise<DraftState> {
    const kept = { ...draft, changedAt: this.#base.clock() }
    await this.#store.save(kept)
    return kept
  }

  async remove(context: ActionContext, id: string): Promise<void> {
    await this.#find(context, id)
    await this.#discard(id)
  }

  async #discard(id: string): Promise<void> {
    const running = this.#running.get(id)
    running?.abort.abort(new Error('thrown away'))
    await running?.ended
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

  /** What has become of a committed import. */
  async #settled(draft: DraftState): Promise<DraftState> {
    if (draft.stage !== 'committing' || draft.importId === null) return draft
    const stand = await this.#imports.stand(draft.importId)
    if (stand?.status === 'running') return draft
    return this.#store.alone(draft.id, async () => {
      const now = this.#store.find(draft.id)
      if (now?.stage !== 'committing') return now ?? draft
      if (stand?.status === 'done') {
        await removeFiles(this.#store.folderOf(draft.id), draft.files)
        return this.#keep({ ...now, stage: 'done' })
      }
      // One that nobody knows was never accepted: the process ended before it was.
      return this.#keep({ ...now, stage: 'mapping', importId: null, failure: stand?.failure ?? null })
    })
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
      progress:
        draft.stage === 'committing'
          ? (((await this.#imports.stand(draft.importId!))?.progress as Draft['progress']) ?? QUEUED)
          : (this.#running.get(draft.id)?.progress ?? null),
      problem: draft.failure && refusalText(context.locale, draft.failure),
      detection: draft.detection && tellDetection(draft.detection, context.locale),
      mapping: draft.mapping,
      mappingVersion: draft.mappingVersion,
      mappingFrom: draft.mappingFrom,
      remembered: draft.remembered,
      mappingIssues: draft.mappingIssues.map(({ path, message }) => ({
        path,
        message: message[context.locale],
      })),
      check: draft.check && tellCheck(draft.check, context.locale),
    }
  }
}

/** Which remembered mapping is used by itself. */
type Wanted = Dataset | 'any' | 'nothing'

const QUEUED = { phase: 'queued', fraction: null } as const

type ImportProgress = { phase: string; fraction: number | null }

interface Running {
  abort: AbortController
  progress: NonNullable<Draft['progress']>
  ended: Promise<void>
}
