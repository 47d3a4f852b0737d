import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { runImport } from '#server/actions/imports/run-import.ts'
import { actorNow, requireRightsKept } from '#server/auth/actor-now.ts'
import type { Tx } from '#server/db/database.ts'
import { findImport, listIssues } from '#server/db/queries/imports.ts'
import { replaceRemembered } from '#server/db/queries/remembered-mappings.ts'
import type { RememberedMappingTable } from '#server/db/tables/remembered-mappings.ts'
import { hideAhead } from '#server/readings/hidden-cells.ts'
import { type Actor, actionsOf, actorText } from '#shared/access.ts'
import {
  type Dataset,
  type ImportResult,
  type ImportStatus,
  type Issue,
  type IssueCode,
  MAX_ISSUES_SHOWN,
} from '#shared/contract/import.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Failure, findFailure, keepFailure } from './failed-imports.ts'
import { UndoDesk } from './undo-desk.ts'
import { writeDurably } from './write-durably.ts'

// Imports run one at a time, off the request path. A job is a folder with its uploads and a manifest: written before
// it is acknowledged, removed when the import is committed. What a stop or a crash interrupts starts again by itself,
// and nothing runs twice, because the committed batch carries the job's id.

export interface ImportManifest {
  importId: string
  dataset: Dataset
  mapping: unknown
  files: { path: string; name: string }[]
  dryRun: boolean
  locale: Locale
  /** with the rights of when it was handed in; those of when it runs count */
  actor: Actor
  /** agency that it was handed in for, where one was named */
  agency?: string | null
  /** the mapping is to be used again for files of the same layout */
  remember?: Omit<RememberedMappingTable, 'mapping' | 'name' | 'rememberedAt'>
}

/** How a job is getting on. Why it failed is told in the language of whoever asks. */
type JobState = Omit<ImportStatus, 'error'> & { failure: Failure | null; actor: string }

const KEPT_STATES = 1000
const BROKE: Failure = { key: 'import-broke', params: {} }
/** Folder of a job for the lookup files of its mapping. */
export const LOOKUPS = 'lookups'

export class ImportQueue {
  /** imports that are taken back */
  readonly undos: UndoDesk
  readonly #context: ActionContext
  readonly #log: Logger
  readonly #publication: 'live' | 'released'
  readonly #folder: string
  readonly #failedFolder: string
  readonly #states = new Map<string, JobState>()
  #queue: Promise<void> = Promise.resolve()
  #running: AbortController | null = null
  #isStopping = false

  /** `publication`: what everybody sees */
  constructor(context: ActionContext, log: Logger, publication: 'live' | 'released' = 'released') {
    this.#context = context
    this.#log = log
    this.#publication = publication
    this.#folder = join(context.dataDir, 'uploads')
    this.#failedFolder = join(context.dataDir, 'failed-imports')
    this.undos = new UndoDesk(context, log)
  }

  folderOf(importId: string): string {
    return join(this.#folder, importId)
  }

  /** Takes up what an earlier process left behind. */
  async resume(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    for (const id of (await readdir(this.#folder)).sort()) {
      const manifest = await this.#readManifest(id)
      if (!manifest || (await this.#isDecided(id))) {
        await rm(this.folderOf(id), { recursive: true, force: true })
      } else {
        this.#log.info({ importId: id }, 'import starts again')
        this.#enqueue(manifest)
      }
    }
    await this.undos.resume()
  }

  async #isDecided(id: string): Promise<boolean> {
    if (await findImport(this.#context.world.db.read, id)) return true
    return (await findFailure(this.#failedFolder, id)) !== null
  }

  /** Accepts an import whose files are on disk. When this returns, it will run even after a crash. */
  async add(manifest: ImportManifest): Promise<void> {
    const folder = this.folderOf(manifest.importId)
    const path = join(folder, 'manifest.json')
    await writeDurably(path, JSON.stringify(manifest))
    this.#enqueue(manifest)
  }

  /** @throws Refusal `not_found` */
  async status(importId: string, locale: Locale): Promise<ImportStatus> {
    const state = this.#states.get(importId)
    if (state) return told(state, locale)
    const batch = await findImport(this.#context.world.db.read, importId)
    if (!batch) {
      const failure = await findFailure(this.#failedFolder, importId)
      if (!failure) throw new Refusal('not_found', 'no-import', { id: importId })
      const { actor = '', ...why } = failure
      return told(
        { id: importId, status: 'failed', progress: null, result: null, failure: why, actor },
        locale,
      )
    }
    const { files: _, ...result } = JSON.parse(batch.result) as ImportResult & { files?: string[] }
    return {
      id: importId,
      status: 'done',
      progress: null,
      result: { ...result, issues: await this.#issues(importId, locale) },
      error: null,
    }
  }

  /** Where an import stands, in no language; null when there is none of the id. */
  async stand(importId: string): Promise<Pick<JobState, 'status' | 'progress' | 'failure'> | null> {
    const state = this.#states.get(importId)
    if (state) return state
    if (await findImport(this.#context.world.db.read, importId))
      return { status: 'done', progress: null, failure: null }
    const failure = await findFailure(this.#failedFolder, importId)
    return failure && { status: 'failed', progress: null, failure }
  }

  /** Imports that are on their way. */
  get waiting(): number {
    return [...this.#states.values()].filter(({ status }) => status === 'running').length
  }

  /** Who delivered an import, as the audit log names them; null when there is none of the id. */
  async actorOf(importId: string): Promise<string | null> {
    const state = this.#states.get(importId)
    if (state) return state.actor
    const batch = await findImport(this.#context.world.db.read, importId)
    if (batch) return batch.actor
    return (await findFailure(this.#failedFolder, importId))?.actor ?? null
  }

  async #issues(importId: string, locale: Locale): Promise<Issue[]> {
    const rows = await listIssues(this.#context.world.db.read, importId, 0, MAX_ISSUES_SHOWN)
    return rows.map(({ file, rowNumber, columnName, code, severity, params }) => ({
      file,
      row: rowNumber,
      column: columnName,
      code: code as IssueCode,
      severity: severity as Issue['severity'],
      message: issueMessage(locale, code as IssueCode, columnName, JSON.parse(params) as { value?: string }),
    }))
  }

  /** Lets the running import end within the time, else rolls it back and leaves it for the next start. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    const timer = setTimeout(() => this.#running?.abort(new Error('stopping')), graceMs)
    await Promise.all([this.#queue, this.undos.stop(graceMs)])
    clearTimeout(timer)
  }

  #enqueue(manifest: ImportManifest): void {
    this.#states.set(manifest.importId, {
      id: manifest.importId,
      status: 'running',
      progress: { phase: 'queued', fraction: null },
      result: null,
      failure: null,
      actor: actorText(manifest.actor),
    })
    for (const id of this.#states.keys()) {
      if (this.#states.size <= KEPT_STATES) break
      if (this.#states.get(id)?.status !== 'running') this.#states.delete(id)
    }
    this.#queue = this.#queue.then(() => this.#run(manifest))
  }

  async #run(manifest: ImportManifest): Promise<void> {
    if (this.#isStopping) return
    const { importId } = manifest
    const state = this.#states.get(importId)!
    const abort = new AbortController()
    this.#running = abort
    const folder = this.folderOf(importId)
    try {
      const context = await this.#contextOf(manifest)
      const result = await runImport(context, {
        importId,
        dataset: manifest.dataset,
        mapping: manifest.mapping,
        mappingDir: join(folder, LOOKUPS),
        files: manifest.files,
        dryRun: manifest.dryRun,
        signal: abort.signal,
        alongside: async (tx) => {
          await requireRightsKept(context, tx)
          if (manifest.remember) await remember(context, manifest)(tx)
        },
        onProgress: (progress) => {
          state.progress = progress
        },
      })
      // What is written is told from the database, in the language of whoever asks.
      if (manifest.dryRun) Object.assign(state, { status: 'done', progress: null, result })
      else this.#states.delete(importId)
      this.#log.info(
        { importId, rows: result.rows, rejected: result.rejected, seconds: result.seconds },
        'import done',
      )
      await this.#hideAhead()
    } catch (error) {
      if (abort.signal.aborted) return
      const isRefused = error instanceof Refusal
      const failure = isRefused ? error : BROKE
      await keepFailure(this.#failedFolder, importId, failure, state.actor).catch((err: unknown) =>
        this.#log.error({ importId, err }, 'the failure of an import is not kept for later'),
      )
      Object.assign(state, { status: 'failed', progress: null, failure })
      this.#log[isRefused ? 'info' : 'error']({ importId, err: error }, 'import failed')
    } finally {
      this.#running = null
    }
    await rm(folder, { recursive: true, force: true })
  }

  /** Whoever sent it may have left, or lost a role or the key, while it waited. @throws Refusal `forbidden` */
  async #contextOf({ actor, agency, locale }: ImportManifest): Promise<ActionContext> {
    const { world, clock } = this.#context
    const context = { ...this.#context, locale, actor: await actorNow(world.db.read, actor, clock()) }
    const isAllowedNow = agency
      ? await isAllowed(context, 'import.commit', [agency])
      : actionsOf(context.actor).includes('import.commit')
    if (!isAllowedNow) throw new Refusal('forbidden', 'sender-rights-ended', {})
    return context
  }

  /** After the last of several imports: what the first visitor would wait for. Without it, whoever asks works it out. */
  async #hideAhead(): Promise<void> {
    if (this.waiting > 0) return
    const { world, clock } = this.#context
    await hideAhead(world, { publication: this.#publication, now: clock() }).catch((err: unknown) =>
      this.#log.warn({ err }, 'hidden figures are worked out when asked for'),
    )
  }

  async #readManifest(id: string): Promise<ImportManifest | null> {
    try {
      return JSON.parse(await readFile(join(this.folderOf(id), 'manifest.json'), 'utf8')) as ImportManifest
    } catch {
      // An upload that was never acknowledged.
      return null
    }
  }
}

const remember =
  ({ clock }: ActionContext, { mapping, remember }: ImportManifest) =>
  (tx: Tx): Promise<void> =>
    replaceRemembered(tx, { ...remember!, mapping: JSON.stringify(mapping), rememberedAt: clock() })

const told = ({ failure, actor: _, ...state }: JobState, locale: Locale): ImportStatus => ({
  ...state,
  error: failure && refusalText(locale, failure),
})
