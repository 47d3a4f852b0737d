import type { ReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { allow, allowSomewhere } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { knownEntities } from '#server/actions/imports/known-entities.ts'
import { newId } from '#server/db/new-id.ts'
import type { EntityKind } from '#server/ingest/detect/entity-values.ts'
import { toldFields } from '#server/ingest/detect/suggest-for.ts'
import { sourceNames } from '#server/ingest/raw-sources.ts'
import {
  type ChangeDraft,
  type CommitDraft,
  type CreateDraft,
  type Draft,
  type DraftEntities,
  type DraftFile,
  type DraftPreview,
  type DraftValues,
  MAX_OPEN_DRAFTS,
  type PutMapping,
} from '#shared/contract/draft.ts'
import { DATASETS } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ImportQueue } from '../import-queue.ts'
import { BackgroundWork } from './background-work.ts'
import { openRejected, runningCheck } from './check-draft.ts'
import { filesOf, linkFiles, makeFiles, receivePart } from './draft-files.ts'
import {
  fillsOtherwise,
  isOwner,
  memoryOf,
  onlyAgency,
  requireUsable,
  withReading,
  withWhatWasSaid,
} from './draft-rules.ts'
import { DraftShelf } from './draft-shelf.ts'
import { type DraftState, DraftStore } from './draft-store.ts'
import { DraftWork } from './draft-work.ts'
import { judgeMapping } from './judge-mapping.ts'
import { entitiesOfDraft, previewDraft, readyDraft, valuesOfDraft } from './look-at-draft.ts'
import { bytesOf, makeFolder, newDraft } from './new-draft.ts'
import { suggestAgain } from './suggest-mapping.ts'

/** The desk where imports are prepared: what may be done with a draft next. */
export class DraftDesk {
  readonly #base: ActionContext
  readonly #imports: ImportQueue
  readonly #store: DraftStore
  readonly #background: BackgroundWork
  readonly #work: DraftWork
  /** the drafts that there are */
  readonly shelf: DraftShelf

  constructor(context: ActionContext, imports: ImportQueue, log: Logger) {
    this.#base = context
    this.#imports = imports
    this.#store = new DraftStore(join(context.dataDir, 'drafts'))
    this.#background = new BackgroundWork(log)
    const parts = { imports, store: this.#store, background: this.#background, log }
    this.shelf = new DraftShelf(context, parts)
    this.#work = new DraftWork(context, { ...parts, shelf: this.shelf })
  }

  /** Takes up what an earlier process left behind. */
  async resume(): Promise<void> {
    await this.#store.load()
    await this.shelf.sweep()
    for (const draft of this.#store.list()) {
      if (draft.stage === 'reading') this.#work.startReading(draft.id, draft.mapping !== null)
      // A check is asked for again by whoever wants it: what it was about may be old.
      else if (draft.check?.status === 'running') await this.#store.save({ ...draft, check: null })
    }
  }

  /** Throws drafts away, whatever is being done with them. */
  async discard(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.shelf.discard(id)
  }

  /** Ends what runs; what was being read is read anew at the next start. */
  async stop(): Promise<void> {
    await this.#background.stop()
  }

  /** @throws Refusal `too_large`, `conflict` with too many open drafts, `unavailable` on a full disk. */
  async create(context: ActionContext, given: typeof CreateDraft._output): Promise<Draft> {
    const agency = given.agency ?? onlyAgency(context.actor)
    if (agency === null) allowSomewhere(context.actor, 'import.prepare')
    else await this.shelf.requireAgency(context, agency)
    const bytes = bytesOf(given.files)
    const open = this.#store
      .list()
      .filter((draft) => isOwner(draft, context.actor) && draft.importId === null)
    if (open.length >= MAX_OPEN_DRAFTS)
      throw new Refusal('conflict', 'too-many-drafts', { max: MAX_OPEN_DRAFTS })
    const draft = newDraft(context, { ...given, agency })
    const folder = this.#store.folderOf(draft.id)
    await makeFolder(folder, bytes)
    await makeFiles(folder, draft.files)
    await this.#store.save(draft)
    return this.shelf.told(context, draft)
  }

  async receive(
    context: ActionContext,
    id: string,
    at: { file: number; part: number },
    body: AsyncIterable<Uint8Array>,
    digest: string | undefined,
  ): Promise<DraftFile> {
    const draft = await this.shelf.find(context, id)
    const folder = this.#store.folderOf(id)
    await receivePart(folder, draft.files, at, body, digest)
    const files = await filesOf(folder, draft.files)
    if (files.every(({ isWhole }) => isWhole)) {
      await this.#store.alone(id, async () => {
        const now = this.#store.find(id)
        if (now?.stage !== 'uploading') return
        await this.shelf.keep({ ...now, stage: 'reading' })
        this.#work.startReading(id, false)
      })
    }
    return files[at.file]!
  }

  /** Agency, dataset, or how the files are read. @throws Refusal `conflict` while they are being read */
  async change(context: ActionContext, id: string, given: typeof ChangeDraft._output): Promise<Draft> {
    await this.shelf.find(context, id)
    if (given.agency) {
      await this.shelf.requireAgency(context, given.agency)
    }
    return this.#store.alone(id, async () => {
      const draft = await this.shelf.find(context, id)
      const { agency = draft.agency, dataset = draft.dataset } = given
      if (draft.stage === 'uploading')
        return this.shelf.told(context, await this.shelf.keep({ ...draft, agency, dataset }))
      if (draft.stage !== 'mapping' && draft.stage !== 'broken') {
        throw new Refusal('conflict', 'draft-not-ready', { stage: draft.stage })
      }
      const changed = { ...draft, agency, dataset, reading: given.reading ?? draft.reading }
      if (given.reading || given.suggest) delete changed.aside
      if (given.reading || draft.stage === 'broken') {
        await this.shelf.keep({ ...changed, stage: 'reading', failure: null, check: null })
        const keeps = draft.stage === 'mapping' && fillsOtherwise(changed.reading, draft.reading)
        this.#work.startReading(id, keeps)
        return this.shelf.tell(context, id)
      }
      const folder = this.#store.folderOf(id)
      const again = await suggestAgain(this.#base, folder, changed, given.suggest === 'remembered')
      const isOther = dataset !== draft.dataset && !given.suggest && again.detection !== null
      return this.shelf.told(context, await this.shelf.keep(isOther ? withWhatWasSaid(again, draft) : again))
    })
  }

  /** @throws Refusal `conflict` when somebody changed the mapping in between */
  async putMapping(context: ActionContext, id: string, given: typeof PutMapping._output): Promise<Draft> {
    return this.#store.alone(id, async () => {
      const draft = readyDraft(await this.shelf.find(context, id))
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
      return this.shelf.told(
        context,
        await this.shelf.keep({
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
      const draft = readyDraft(await this.shelf.find(context, id))
      requireUsable(draft)
      if (!this.#background.isRunning(id)) {
        await this.shelf.keep({ ...draft, check: runningCheck(draft.mappingVersion) })
        this.#work.startCheck(context, id)
      }
      return this.shelf.tell(context, id)
    })
  }

  /** Hands the files to the queue of imports. Once this returns they are safe: the import runs even after a crash, and
   *  committing again gives the same one. @throws Refusal `conflict` when the mapping is not the one looked at */
  async commit(context: ActionContext, id: string, given: typeof CommitDraft._output): Promise<Draft> {
    await this.shelf.tell(context, id)
    await this.#store.alone(id, async () => {
      const found = await this.shelf.find(context, id)
      if (found.importId !== null) return
      const draft = readyDraft(found)
      if (given.version !== draft.mappingVersion) throw new Refusal('conflict', 'mapping-changed', {})
      if (this.#background.isRunning(id)) throw new Refusal('conflict', 'draft-runs', {})
      requireUsable(draft)
      if (draft.agency === null) allowSomewhere(context.actor, 'import.commit')
      else await allow(context, 'import.commit', [draft.agency])
      const importId = newId()
      // Said first: should the process end now, the next one finds out whether the queue has it.
      await this.shelf.keep({ ...draft, stage: 'committing', importId, failure: null })
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
        await this.shelf.keep(draft)
        throw error
      }
    })
    return this.shelf.tell(context, id)
  }

  /** The rejected rows as CSV. Whoever reads them slowly, or stops, holds up nothing: they are a file of their own.
   *  @throws Refusal `conflict` when there is no check of the mapping as it is now */
  async rejected(context: ActionContext, id: string): Promise<ReadStream> {
    return this.#store.alone(id, async () => {
      const { check, detection, files, reading } = await this.shelf.find(context, id)
      // Also once it is committed: what was rejected is corrected later.
      if (check?.status !== 'done') throw new Refusal('conflict', 'no-check', {})
      const headers = detection!.columns.map(({ header }) => header)
      const names = sourceNames(files, reading)
      return openRejected(this.#store.folderOf(id), { headers, names, locale: context.locale })
    })
  }

  async #look<T>(
    context: ActionContext,
    id: string,
    look: (folder: string, draft: DraftState) => Promise<T>,
  ): Promise<T> {
    readyDraft(await this.shelf.find(context, id))
    return this.#store.alone(id, async () =>
      look(this.#store.folderOf(id), await this.shelf.find(context, id)),
    )
  }

  async remove(context: ActionContext, id: string): Promise<void> {
    await this.shelf.find(context, id)
    await this.shelf.discard(id)
  }
}
