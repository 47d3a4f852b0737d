import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import { planFreeze, planRevision, runFreeze } from '#server/actions/releases/freeze.ts'
import { sweepReleases } from '#server/actions/releases/sweep.ts'
import { newId } from '#server/db/new-id.ts'
import type { Freeze } from '#shared/contract/release-desk.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Failure } from '../failed-imports.ts'

// Freezes run off the request path, one at a time. How each is getting on, and how it ended, is kept in a small file, so
// that whoever asked for it finds it again after a reload, and after a restart learns that it was cut short.

/** Why it failed is told in the language of whoever asks. */
type State = Omit<Freeze, 'problem'> & { failure: Failure | null }

const KEPT = 50
const BROKE: Failure = { key: 'freeze-broke', params: {} }
const INTERRUPTED: Failure = { key: 'freeze-interrupted', params: {} }

export class FreezeDesk {
  readonly #context: ActionContext
  readonly #log: Logger
  readonly #folder: string
  /** by id, which begins with its time */
  readonly #states = new Map<string, State>()
  #running: { ends: Promise<void>; stop: AbortController } | null = null

  constructor(context: ActionContext, log: Logger) {
    this.#context = context
    this.#log = log
    this.#folder = join(context.dataDir, 'freezes')
  }

  /** Takes away what an earlier process left half done, and says so of its freezes. */
  async resume(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json')).sort()
    for (const name of names.slice(0, -KEPT)) await rm(join(this.#folder, name), { force: true })
    for (const name of names.slice(-KEPT)) {
      const state = JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as State
      this.#states.set(state.id, state)
      if (state.state === 'running') await this.#end(state, INTERRUPTED)
    }
    await sweepReleases(this.#context)
  }

  /** Begins to freeze. @throws Refusal for whoever may not, and for what stands in the way */
  async start(context: ActionContext, kind: Freeze['kind'], input: unknown): Promise<Freeze> {
    const plan = await (kind === 'revision' ? planRevision(context, input) : planFreeze(context, input))
    if (this.#running) throw new Refusal('conflict', 'release-stopped', { stops: ['freeze-running'] })
    const state: State = {
      id: newId(),
      code: plan.prospect.code,
      kind,
      state: 'running',
      step: 'waiting',
      share: null,
      startedAt: context.clock(),
      endedAt: null,
      failure: null,
    }
    const stop = new AbortController()
    this.#states.set(state.id, state)
    const ends = this.#keep(state)
      .then(() =>
        runFreeze(context, plan, {
          signal: stop.signal,
          onStep: (step, share) => Object.assign(state, { step, share }),
        }),
      )
      .then(
        () => this.#end(state, null),
        async (error: unknown) => {
          // What a stop of the server ends is told at the next start.
          if (stop.signal.aborted) return
          const isRefused = error instanceof Refusal
          this.#log[isRefused ? 'info' : 'error']({ release: state.code, err: error }, 'freeze failed')
          await this.#end(state, isRefused ? error : BROKE)
        },
      )
      .finally(() => {
        this.#running = null
      })
    this.#running = { ends, stop }
    return told(state, context.locale)
  }

  /** Newest first. */
  list(locale: Locale): Freeze[] {
    return [...this.#states.values()]
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .map((state) => told(state, locale))
  }

  /** Until the freeze that runs now has ended. */
  async idle(): Promise<void> {
    await this.#running?.ends
  }

  async stop(): Promise<void> {
    this.#running?.stop.abort(new Error('stopping'))
    await this.#running?.ends
  }

  async #end(state: State, failure: Failure | null): Promise<void> {
    Object.assign(state, {
      state: failure ? 'failed' : 'done',
      step: null,
      share: null,
      endedAt: this.#context.clock(),
      failure: failure && { key: failure.key, params: failure.params },
    })
    await this.#keep(state)
  }

  async #keep(state: State): Promise<void> {
    const path = join(this.#folder, `${state.id}.json`)
    await writeFile(`${path}.part`, JSON.stringify(state))
    await rename(`${path}.part`, path)
  }
}

const told = ({ failure, ...state }: State, locale: Locale): Freeze => ({
  ...state,
  problem: failure && refusalText(locale, failure),
})
