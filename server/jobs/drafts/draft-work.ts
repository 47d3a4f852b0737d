import type { ActionContext } from '#server/actions/context.ts'
import type { BackgroundWork } from './background-work.ts'
import { runningCheck, type StoredCheck } from './check-draft.ts'
import { withSuggestion } from './draft-rules.ts'
import type { DraftShelf } from './draft-shelf.ts'
import type { DraftStore } from './draft-store.ts'
import { detectDraft, type Wanted, withRemembered } from './suggest-mapping.ts'
import { tryDraft } from './try-draft.ts'

/** What takes long about a draft, and is done in the background: reading its files, and trying the import. */
export class DraftWork {
  readonly #base: ActionContext
  readonly #shelf: DraftShelf
  readonly #store: DraftStore
  readonly #background: BackgroundWork

  constructor(
    base: ActionContext,
    parts: { shelf: DraftShelf; store: DraftStore; background: BackgroundWork },
  ) {
    this.#base = base
    this.#shelf = parts.shelf
    this.#store = parts.store
    this.#background = parts.background
  }

  /** Reads the files of a draft, and has a mapping suggested unless it keeps the one that it has. */
  startReading(id: string, keepsMapping: boolean): void {
    this.#background.start(id, async (signal) => {
      const draft = this.#store.find(id)
      if (!draft) return
      const folder = this.#store.folderOf(id)
      try {
        // What somebody said that the files are counts more than what such files were the last time.
        const wanted: Wanted = keepsMapping ? 'nothing' : (draft.dataset ?? 'any')
        const found = await this.#store.alone(id, () =>
          detectDraft(this.#base, folder, draft, wanted, signal),
        )
        await this.#store.alone(id, async () => {
          const now = this.#store.find(id)
          if (!now) return
          const suggested = withSuggestion(now, found, keepsMapping)
          await this.#shelf.keep(await withRemembered(this.#base, suggested, wanted))
        })
      } catch (error) {
        if (signal.aborted) return
        await this.#shelf.keepFailure(id, 'broken', error)
      }
    })
  }

  /** Tries the import of a draft as its mapping is now. */
  startCheck(context: ActionContext, id: string): void {
    this.#background.start(id, async (signal, onProgress) => {
      const draft = this.#store.find(id)
      if (!draft) return
      let check: StoredCheck
      try {
        check = await tryDraft(context, this.#store.folderOf(id), draft, { signal, onProgress })
      } catch (error) {
        if (signal.aborted) return
        check = {
          ...runningCheck(draft.mappingVersion),
          status: 'failed',
          failure: this.#shelf.failureOf(id, error),
        }
      }
      await this.#store.alone(id, async () => {
        const now = this.#store.find(id)
        if (now) await this.#shelf.keep({ ...now, check })
      })
    })
  }
}
