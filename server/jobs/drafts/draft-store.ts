import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DraftDetection } from '#server/ingest/detect/detection.ts'
import type { Actor } from '#shared/access.ts'
import type { DRAFT_STAGES } from '#shared/contract/draft.ts'
import type { ReadingOptions } from '#shared/contract/draft-detection.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { FieldIssue } from '#shared/refusal.ts'
import type { Failure } from '../failed-imports.ts'
import { writeDurably } from '../write-durably.ts'
import type { StoredCheck } from './check-draft.ts'
import type { NamedFile } from './draft-files.ts'

// What is known of each draft, one small file beside its uploads. Not in the database: a draft is no fact, its files are
// on this disk only, and whoever maps columns must not wait for the import of somebody else, which holds the only write.

export interface DraftState {
  id: string
  stage: (typeof DRAFT_STAGES)[number]
  createdAt: string
  changedAt: string
  owner: Pick<Actor, 'kind' | 'id' | 'name'>
  agency: string | null
  dataset: Dataset | null
  files: NamedFile[]
  reading: ReadingOptions
  /** why the files cannot be read, or the import failed */
  failure: Failure | null
  detection: DraftDetection | null
  /** what tells its layout of columns from others */
  headersKey: string | null
  mapping: Record<string, unknown> | null
  /** what a person made of the files when they said that they are something else, by dataset */
  aside?: Partial<Record<Dataset, Record<string, unknown>>>
  mappingVersion: number
  mappingFrom: 'suggested' | 'remembered' | 'edited' | null
  /** what keeps the mapping from being used */
  mappingIssues: Extract<FieldIssue, { path: string }>[]
  check: StoredCheck | null
  /** the mapping that is remembered for its headers */
  remembered: { id: string; at: string; by: string } | null
  importId: string | null
}

const STATE = 'draft.json'

export class DraftStore {
  readonly #folder: string
  readonly #drafts = new Map<string, DraftState>()
  readonly #last = new Map<string, Promise<unknown>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  folderOf(id: string): string {
    return join(this.#folder, id)
  }

  /** Reads what an earlier process left; a folder without a readable state was never acknowledged, and goes. */
  async load(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    for (const id of await readdir(this.#folder)) {
      try {
        this.#drafts.set(id, JSON.parse(await readFile(join(this.folderOf(id), STATE), 'utf8')) as DraftState)
      } catch {
        await rm(this.folderOf(id), { recursive: true, force: true })
      }
    }
  }

  find(id: string): DraftState | undefined {
    return this.#drafts.get(id)
  }

  /** The latest first. */
  list(): DraftState[] {
    return [...this.#drafts.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  /** Keeps a draft as it is now; once this returns it survives a crash. */
  async save(draft: DraftState): Promise<void> {
    const path = join(this.folderOf(draft.id), STATE)
    await writeDurably(path, JSON.stringify(draft))
    this.#drafts.set(draft.id, draft)
  }

  async remove(id: string): Promise<void> {
    this.#drafts.delete(id)
    // A part may just be coming in.
    await rm(this.folderOf(id), { recursive: true, force: true, maxRetries: 5 })
  }

  /** One thing at a time with one draft. */
  async alone<T>(id: string, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id) ?? Promise.resolve()
    const turn = before.then(run, run)
    const settled = turn.catch(() => {})
    this.#last.set(id, settled)
    void settled.then(() => this.#last.get(id) === settled && this.#last.delete(id))
    return turn
  }
}
