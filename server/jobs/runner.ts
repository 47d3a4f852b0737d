import { Cron } from 'croner'
import type { Logger } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import type { ReadDb } from '#server/db/database.ts'
import { findJobRun, keepJobRun } from '#server/db/queries/jobs.ts'
import { systemActor } from '#shared/access.ts'

// Work that nobody asked for at the moment it is done. Each job runs in one process at a time, on any number of them;
// what it does can be done again, because a process may end between the work and the note that it is done.

/** What a run did, and what it left out and why. */
export interface JobReport {
  done: number
  skipped?: readonly { what: string; why: string }[]
  /** where the next run goes on; absent: as before */
  cursor?: string | null
}

/** What a job works with: an action context of the system, and where it stands. */
export interface JobWork extends ActionContext {
  log: Logger
  cursor: string | null
  /** aborted when the server stops: end at the next safe place */
  signal: AbortSignal
}

export interface Job {
  name: string
  /** pattern of cron, six fields: the first is seconds; in the time zone of the instance */
  every: string
  /** A look that costs next to nothing: false leaves the job alone without a lock or a row. Absent: always. */
  hasWork?(read: ReadDb, now: string): Promise<boolean>
  /** @throws whatever went wrong: it is tried again, later each time */
  run(work: JobWork): Promise<JobReport>
}

export type JobOutcome = 'done' | 'nothing' | 'busy' | 'waiting' | 'failed'

const FIRST_RETRY_SECONDS = 30
const LONGEST_RETRY_SECONDS = 3600

/** What is later than any wait was written by a clock that ran ahead. */
const isDue = (nextAt: string, now: string): boolean => {
  const seconds = (Date.parse(nextAt) - Date.parse(now)) / 1000
  return seconds <= 0 || seconds > LONGEST_RETRY_SECONDS
}

export class JobRunner {
  readonly #context: ActionContext
  readonly #log: Logger
  readonly #jobs: ReadonlyMap<string, Job>
  readonly #crons: Cron[] = []
  readonly #running = new Set<Promise<unknown>>()
  readonly #stopping = new AbortController()

  constructor(context: ActionContext, log: Logger, jobs: readonly Job[]) {
    this.#context = context
    this.#log = log
    this.#jobs = new Map(jobs.map((job) => [job.name, job]))
  }

  /** From now on each job runs at its times; a time that comes while the last run goes on is left out. */
  start(): void {
    for (const { name, every } of this.#jobs.values()) {
      const options = { timezone: this.#context.defaultTimezone, protect: true, unref: true }
      this.#crons.push(new Cron(every, options, async () => void (await this.run(name))))
    }
  }

  /** Runs a job now, unless it waits after a failure, has nothing to do, or runs elsewhere. Never throws. */
  async run(name: string): Promise<JobOutcome> {
    const job = this.#jobs.get(name)
    if (!job) throw new Error(`There is no job ${name}`)
    if (this.#stopping.signal.aborted) return 'nothing'
    const run = this.#attempt(job).catch((err: unknown): JobOutcome => {
      this.#log.error({ job: name, err }, 'job could not be run')
      return 'failed'
    })
    this.#running.add(run)
    try {
      return await run
    } finally {
      this.#running.delete(run)
    }
  }

  /** No new runs; those that go on are told to end, and waited for as long as given. */
  async stop(graceMs: number): Promise<void> {
    for (const cron of this.#crons) cron.stop()
    this.#stopping.abort(new Error('stopping'))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((done) => {
      timer = setTimeout(done, graceMs)
    })
    await Promise.race([Promise.all(this.#running), late])
    clearTimeout(timer)
  }

  async #attempt(job: Job): Promise<JobOutcome> {
    const { world } = this.#context
    const before = await findJobRun(world.db.read, job.name)
    if (before?.nextAt && !isDue(before.nextAt, this.#context.clock())) return 'waiting'
    if (job.hasWork && !(await job.hasWork(world.db.read, this.#context.clock()))) return 'nothing'
    const release = await world.db.tryLock(`job ${job.name}`)
    if (!release) return 'busy'
    try {
      return await this.#work(job)
    } finally {
      await release()
    }
  }

  async #work(job: Job): Promise<JobOutcome> {
    const { world, clock } = this.#context
    // Asked for again under the lock: another process may have moved the cursor on meanwhile.
    const before = await findJobRun(world.db.read, job.name)
    const ranAt = clock()
    const cursor = before?.cursorText ?? null
    const signal = this.#stopping.signal
    try {
      const actor = systemActor(`job ${job.name}`)
      const report = await job.run({ ...this.#context, actor, log: this.#log, cursor, signal })
      await world.db.write((tx) =>
        keepJobRun(tx, {
          name: job.name,
          ranAt,
          doneAt: clock(),
          attempts: 0,
          nextAt: null,
          cursorText: report.cursor === undefined ? cursor : report.cursor,
          report: JSON.stringify(report),
          error: null,
        }),
      )
      if (report.done > 0 || report.skipped?.length) this.#log.info({ job: job.name, ...report }, 'job done')
      return 'done'
    } catch (err) {
      // A job that ends because the server does has not failed.
      if (signal.aborted) return 'nothing'
      const attempts = (before?.attempts ?? 0) + 1
      const seconds = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
      this.#log.error({ job: job.name, attempts, err }, 'job failed, is tried again')
      await world.db.write((tx) =>
        keepJobRun(tx, {
          name: job.name,
          ranAt,
          doneAt: before?.doneAt ?? null,
          attempts,
          nextAt: new Date(Date.parse(clock()) + seconds * 1000).toISOString(),
          cursorText: cursor,
          report: before?.report ?? null,
          error: String(err).slice(0, 1000),
        }),
      )
      return 'failed'
    }
  }
}
