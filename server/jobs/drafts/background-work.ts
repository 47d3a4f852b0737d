import type { Logger } from 'pino'
import type { Draft } from '#shared/contract/draft.ts'
import { Turns } from './turns.ts'

/** Reading and checking large files takes memory and both cores: more at once would make all of them late. */
const AT_ONCE = 2

type Progress = NonNullable<Draft['progress']>

interface Running {
  abort: AbortController
  progress: Progress
  ended: Promise<void>
}

/** What is done for drafts in the background: one thing at a time for a draft, and a few at a time for all. */
export class BackgroundWork {
  readonly #log: Logger
  readonly #turns = new Turns(AT_ONCE)
  /** by draft */
  readonly #running = new Map<string, Running>()

  constructor(log: Logger) {
    this.#log = log
  }

  isRunning(id: string): boolean {
    return this.#running.has(id)
  }

  /** How far it is; null: nothing runs. */
  progressOf(id: string): Progress | null {
    return this.#running.get(id)?.progress ?? null
  }

  start(
    id: string,
    work: (
      signal: AbortSignal,
      onProgress: (progress: { phase: string; fraction: number | null }) => void,
    ) => Promise<void>,
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
          running.progress = progress as Progress
        })
      })
      .catch((err: unknown) => this.#log.error({ draft: id, err }, 'work on a draft failed'))
      .finally(() => {
        if (this.#running.get(id) === running) this.#running.delete(id)
      })
  }

  /** Ends what runs for a draft, and waits until it has ended. */
  async end(id: string): Promise<void> {
    const running = this.#running.get(id)
    running?.abort.abort(new Error('thrown away'))
    await running?.ended
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort(new Error('stopping'))
    await Promise.all(running.map(({ ended }) => ended))
  }
}
