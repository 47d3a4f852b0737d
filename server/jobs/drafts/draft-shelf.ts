import type { Logger } from 'pino'
import { allow, allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import type { Draft, DraftList } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Failure } from '../failed-imports.ts'
import type { ImportQueue } from '../import-queue.ts'
import type { BackgroundWork } from './background-work.ts'
import { filesOf, removeFiles } from './draft-files.ts'
import { expiryOf, isOwner } from './draft-rules.ts'
import type { DraftState, DraftStore } from './draft-store.ts'
import { holdsText } from './look-at-draft.ts'
import { tellDraft, tellSummary } from './tell-draft.ts'

/** The drafts that there are: who may see which, how each stands, and how it is told. */
export class DraftShelf {
  readonly #base: ActionContext
  readonly #log: Logger
  readonly #imports: ImportQueue
  readonly #store: DraftStore
  readonly #background: BackgroundWork

  constructor(
    base: ActionContext,
    parts: { imports: ImportQueue; store: DraftStore; background: BackgroundWork; log: Logger },
  ) {
    this.#base = base
    this.#log = parts.log
    this.#imports = parts.imports
    this.#store = parts.store
    this.#background = parts.background
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

  /** Throws away drafts that nobody has touched for long. */
  async sweep(): Promise<number> {
    const now = this.#base.clock()
    const old = this.#store
      .list()
      .filter((draft) => expiryOf(draft) < now && !this.#background.isRunning(draft.id))
    for (const { id } of old) await this.#store.alone(id, () => this.#store.remove(id))
    return old.length
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
    return this.told(context, await this.#settled(await this.find(context, id)))
  }

  async find(context: ActionContext, id: string): Promise<DraftState> {
    allowSomewhere(context.actor, 'import.prepare')
    const draft = this.#store.find(id)
    if (!draft || !(await this.#isVisible(context, draft))) {
      throw new Refusal('not_found', 'no-draft', { id })
    }
    return draft
  }

  async keep(draft: DraftState): Promise<DraftState> {
    const kept = { ...draft, changedAt: this.#base.clock() }
    await this.#store.save(kept)
    return kept
  }

  /** Keeps why work on a draft came to nothing. */
  async keepFailure(id: string, stage: 'broken' | 'mapping', error: unknown): Promise<void> {
    const failure = this.failureOf(id, error)
    await this.#store.alone(id, async () => {
      const now = this.#store.find(id)
      if (now) await this.keep({ ...now, stage, failure })
    })
  }

  failureOf(id: string, error: unknown): Failure {
    if (error instanceof Refusal) return { key: error.key, params: error.params }
    this.#log.error({ draft: id, err: error }, 'a draft broke')
    return { key: 'import-broke', params: {} }
  }

  /** Throws a draft away, whatever is being done with it. */
  async discard(id: string): Promise<void> {
    await this.#background.end(id)
    await this.#store.alone(id, () => this.#store.remove(id))
  }

  /** @throws Refusal `forbidden`; `invalid` for an agency that is not there */
  async requireAgency(context: ActionContext, code: string): Promise<void> {
    await allow(context, 'import.prepare', [code])
    const { agencyByCode } = await this.#base.world.directory()
    if (!agencyByCode.has(code)) throw new Refusal('invalid', 'no-agency', { code })
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
        return this.keep({ ...now, stage: 'done' })
      }
      // One that nobody knows was never accepted: the process ended before it was.
      return this.keep({ ...now, stage: 'mapping', importId: null, failure: stand?.failure ?? null })
    })
  }

  /** One's own, and those of the agencies that one delivers for. */
  async #isVisible(context: ActionContext, draft: DraftState): Promise<boolean> {
    if (isOwner(draft, context.actor)) return true
    return isAllowed(context, 'import.prepare', draft.agency === null ? 'instance' : [draft.agency])
  }

  async #summary({ actor }: ActionContext, draft: DraftState): Promise<DraftList['items'][number]> {
    return tellSummary(draft, actor, await filesOf(this.#store.folderOf(draft.id), draft.files))
  }

  async told(context: ActionContext, found: DraftState): Promise<Draft> {
    // Work on it may have ended meanwhile: what is told of it and whether work goes on are read at once.
    const draft = this.#store.find(found.id) ?? found
    const progress =
      draft.stage === 'committing'
        ? (((await this.#imports.stand(draft.importId!))?.progress as Draft['progress']) ?? QUEUED)
        : this.#background.progressOf(draft.id)
    return tellDraft(draft, await this.#summary(context, draft), progress, context.locale)
  }
}

const QUEUED = { phase: 'queued', fraction: null } as const
