import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import { checkUndo, undoImport } from '#server/actions/imports/undo.ts'
import { actorNow, requireRightsKept } from '#server/auth/actor-now.ts'
import { findUndoResult } from '#server/db/queries/audit.ts'
import { findImport } from '#server/db/queries/imports.ts'
import { type Actor, actorText } from '#shared/access.ts'
import type { UndoResult, UndoStatus } from '#shared/contract/undo.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Failure, findFailure, forgetFailure, keepFailure, listFailures } from './failed-imports.ts'
import { writeDurably } from './write-durably.ts'

// Undos of large imports run one at a time, off the request path. Each is a small file, written before it is
// acknowledged and taken away when it has ended: what a stop or a crash interrupts starts again by itself. An undo is one
// transaction that marks its import, so none is done twice.

/** Facts from which on nobody should wait in a request: some seconds of work. */
const LARGE = 20_000
const BROKE: Failure = { key: 'undo-broke', params: {} }

interface Manifest {
  importId: string
  locale: Locale
  /** with the rights of when it was asked for; those of when it runs count */
  actor: Actor
}

export class UndoDesk {
  readonly #context: ActionContext
  readonly #log: Logger
  readonly #large: number
  readonly #folder: string
  readonly #failedFolder: string
  readonly #running = new Map<string, { progress: UndoStatus['progress']; actor: string }>()
  readonly #stop = new AbortController()
  #queue: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(context: ActionContext, log: Logger, large = LARGE) {
    this.#context = context
    this.#log = log
    this.#large = large
    this.#folder = join(context.dataDir, 'undos')
    this.#failedFolder = join(context.dataDir, 'failed-undos')
  }

  /** Takes up what an earlier process left behind. */
  async resume(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    for (const name of (await readdir(this.#folder)).sort()) {
      const path = join(this.#folder, name)
      // What was not written to its end was never acknowledged.
      if (!name.endsWith('.json')) await rm(path, { force: true })
      else this.#enqueue(JSON.parse(await readFile(path, 'utf8')) as Manifest)
    }
  }

  /** Takes an import back: a small one at once, a large one in its turn, also after a crash.
   *  @throws Refusal as `undoImport` */
  async undo(context: ActionContext, importId: string): Promise<UndoResult | UndoStatus> {
    if (this.#running.has(importId)) return this.status(importId, context.locale)
    const { facts } = await checkUndo(context, importId)
    if (facts < this.#large) return undoImport(context, importId)
    await forgetFailure(this.#failedFolder, importId)
    const manifest: Manifest = { importId, locale: context.locale, actor: context.actor }
    const path = join(this.#folder, `${importId}.json`)
    await mkdir(this.#folder, { recursive: true })
    await writeDurably(path, JSON.stringify(manifest))
    this.#enqueue(manifest)
    return this.status(importId, context.locale)
  }

  /** @throws Refusal `not_found` for an import of which no undo was asked for */
  async status(importId: string, locale: Locale): Promise<UndoStatus> {
    const running = this.#running.get(importId)
    const status = { id: importId, progress: null, result: null, error: null }
    if (running) return { ...status, status: 'running', progress: running.progress }
    const { read } = this.#context.world.db
    const batch = await findImport(read, importId)
    if (batch && batch.undoneAt !== null) {
      return { ...status, status: 'done', result: await findUndoResult(read, importId) }
    }
    const failure = await findFailure(this.#failedFolder, importId)
    if (failure) return { ...status, status: 'failed', error: refusalText(locale, failure) }
    throw new Refusal('not_found', 'no-undo', { id: importId })
  }

  /** Who asked for the undo of an import, as the audit log names them; null where nobody did. */
  async actorOf(importId: string): Promise<string | null> {
    const batch = await findImport(this.#context.world.db.read, importId)
    return (
      batch?.undoneBy ??
      this.#running.get(importId)?.actor ??
      (await findFailure(this.#failedFolder, importId))?.actor ??
      null
    )
  }

  /** How undos that were not done stand, for lists, by id of their import; absent: none was asked for. */
  async stands(): Promise<Map<string, 'running' | 'failed'>> {
    const failed = await listFailures(this.#failedFolder)
    return new Map([
      ...Array.from(failed, (id) => [id, 'failed'] as const),
      ...Array.from(this.#running.keys(), (id) => [id, 'running'] as const),
    ])
  }

  /** Lets the running undo end within the time, else rolls it back and leaves it for the next start. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    const timer = setTimeout(() => this.#stop.abort(new Error('stopping')), graceMs)
    await this.#queue
    clearTimeout(timer)
  }

  #enqueue(manifest: Manifest): void {
    const { importId, actor } = manifest
    // Asked for twice at once: it is done once.
    if (this.#running.has(importId)) return
    this.#running.set(importId, {
      progress: { phase: 'queued', fraction: null },
      actor: actorText(actor),
    })
    this.#queue = this.#queue.then(() => this.#run(manifest))
  }

  async #run({ importId, locale, actor }: Manifest): Promise<void> {
    if (this.#isStopping) return
    const state = this.#running.get(importId)!
    try {
      await this.#undoOnce(importId, locale, actor, state)
    } catch (error) {
      if (this.#stop.signal.aborted) return
      const isRefused = error instanceof Refusal
      this.#log[isRefused ? 'info' : 'error']({ importId, err: error }, 'undo failed')
      // One whose failure cannot be kept must not hold up those behind it.
      await keepFailure(this.#failedFolder, importId, isRefused ? error : BROKE, state.actor).catch(
        (err: unknown) => this.#log.error({ importId, err }, 'the failure of an undo is not kept for later'),
      )
    }
    await rm(join(this.#folder, `${importId}.json`), { force: true })
    this.#running.delete(importId)
  }

  async #undoOnce(
    importId: string,
    locale: Locale,
    actor: Actor,
    state: { progress: UndoStatus['progress'] },
  ): Promise<void> {
    const { world, clock } = this.#context
    // Committed, and then killed before its file was gone.
    if ((await findImport(world.db.read, importId))?.undoneAt) return
    const context = { ...this.#context, locale, actor: await actorNow(world.db.read, actor, clock()) }
    await undoImport(context, importId, {
      signal: this.#stop.signal,
      alongside: (tx) => requireRightsKept(context, tx),
      onProgress: (progress) => {
        state.progress = progress
      },
    })
    this.#log.info({ importId }, 'import undone')
  }
}
