import type { Logger } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import { checkGroup, type GroupOptions, type PushRequest } from '#server/actions/pushes/check-group.ts'
import { commitPush, type RecordOutcome } from '#server/actions/pushes/commit-push.ts'
import { RecordChecker } from '#server/ingest/check-records.ts'
import { refreshStale } from '#server/rollups/stale.ts'
import { Refusal } from '#shared/refusal.ts'

// Pushes of some moments are checked together and committed in one transaction: a commit of the disk costs the same for
// one record as for a thousand. While one group is committed the next one is checked, and what comes in meanwhile waits
// for it. A request is acknowledged when its records are committed, never before; one that has to wait too long (for a
// large import that holds the facts) is turned away without having been written, to be sent again.

/** What is checked and committed at once at most. */
export const MAX_GROUP_RECORDS = 1000
/** Under load, how long the first request of a group waits for others. */
const GATHER_MS = 40
/** From this many waiting records on, nobody else is let in. */
const MAX_WAITING_RECORDS = 20_000
/** How long a request waits for its group to begin to be written. */
const PATIENCE_MS = 10_000
/** When to send again what was turned away. */
export const RETRY_AFTER_SECONDS = 5
/** Between two refreshes of the cells, so that readers get their share of the processors. */
const REFRESH_PAUSE_MS = 150
const REFRESH_AGAIN_MS = 5000

/** From so many requests in a group on, more of them are to be expected, until none have come for some time. */
const MANY_REQUESTS = 4
const EXPECT_MS = 2000

/** Somebody of a group was turned away before it began to be written: the others go into the next one. */
class Regroup extends Error {}

interface Waiting {
  request: PushRequest
  options: GroupOptions
  key: string
  since: number
  settle(outcomes: RecordOutcome[]): void
  fail(error: unknown): void
  state: 'waiting' | 'writing' | 'turned-away'
}

export class PushCollector {
  readonly #context: ActionContext
  readonly #log: Logger
  readonly #checker = new RecordChecker()
  #waiting: Waiting[] = []
  #records = 0
  #collecting: Promise<void> | null = null
  #committing: Promise<void> = Promise.resolve()
  #refreshing: Promise<void> | null = null
  #isStale = false
  #isBusy = false
  /** ends the time in which many requests are expected */
  #expecting: NodeJS.Timeout | null = null
  #isStopping = false

  constructor(context: ActionContext, log: Logger) {
    this.#context = context
    this.#log = log
  }

  /** Writes the records of a request; gives how each fared once all of them are durable.
   *  @throws Refusal `unavailable` when they have not been written because of too much else to do */
  push(options: GroupOptions, request: PushRequest): Promise<RecordOutcome[]> {
    if (this.#isStopping) throw busy('push-stopping')
    if (this.#records > 0 && this.#records + request.records.length > MAX_WAITING_RECORDS)
      throw busy('push-full')
    this.#records += request.records.length
    const { promise, resolve, reject } = Promise.withResolvers<RecordOutcome[]>()
    const waiting: Waiting = {
      request,
      options,
      key: JSON.stringify(options),
      since: performance.now(),
      settle: resolve,
      fail: reject,
      state: 'waiting',
    }
    this.#waiting.push(waiting)
    const timer = setTimeout(() => {
      if (waiting.state !== 'waiting') return
      waiting.state = 'turned-away'
      reject(busy('push-waited'))
    }, PATIENCE_MS)
    this.#collecting ??= this.#collect().finally(() => {
      this.#collecting = null
    })
    return promise.finally(() => {
      clearTimeout(timer)
      this.#records -= request.records.length
    })
  }

  /** Computes what is stale, now and as long as there is more. */
  refresh(): void {
    this.#isStale = true
    this.#refreshing ??= this.#refreshAll().finally(() => {
      this.#refreshing = null
    })
  }

  /** Ends when everything acknowledged is in the figures as well. */
  async settled(): Promise<void> {
    while (this.#collecting || this.#refreshing) {
      await this.#collecting
      await this.#committing
      await this.#refreshing
    }
  }

  /** Lets what has been let in end. What is stale then is computed after the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#expecting) clearTimeout(this.#expecting)
    await this.#collecting
    await this.#committing
    await this.#refreshing
    await this.#checker.close()
  }

  async #collect(): Promise<void> {
    do {
      while (this.#waiting.length > 0) {
        await this.#gather()
        const group = this.#takeGroup()
        if (group.length > 0) await this.#write(group)
      }
      await this.#committing
    } while (this.#waiting.length > 0)
  }

  /** Where requests come in faster than one at a time, the first waits a little for others. */
  async #gather(): Promise<void> {
    const left = GATHER_MS - (performance.now() - this.#waiting[0]!.since)
    await new Promise<void>((done) =>
      this.#isBusy && left > 0 ? setTimeout(done, left) : setImmediate(done),
    )
  }

  /** Requests that can go together, in order: none overtakes another of its dataset. */
  #takeGroup(): Waiting[] {
    const group: Waiting[] = []
    const passed: Waiting[] = []
    let records = 0
    let isClosed = false
    for (const waiting of this.#waiting) {
      if (waiting.state === 'turned-away') continue
      const first = group[0]
      const fits =
        !isClosed &&
        (!first ||
          (waiting.key === first.key && records + waiting.request.records.length <= MAX_GROUP_RECORDS))
      if (fits) {
        group.push(waiting)
        records += waiting.request.records.length
      } else {
        isClosed ||= waiting.options.dataset === first!.options.dataset
        passed.push(waiting)
      }
    }
    this.#waiting = passed
    this.#isBusy = group.length > 1 || passed.length > 0
    if (group.length >= MANY_REQUESTS) this.#expectMany()
    return group
  }

  #expectMany(): void {
    const expect = (areMany: boolean) =>
      this.#context.world.db.expectSmall(areMany).catch((error) => {
        this.#log.error({ err: error }, 'threads of the database stay as they were')
      })
    if (this.#expecting) this.#expecting.refresh()
    else {
      void expect(true)
      this.#expecting = setTimeout(() => {
        this.#expecting = null
        void expect(false)
      }, EXPECT_MS).unref()
    }
  }

  /** Checks a group, then commits it as soon as the one before is; the next may be checked meanwhile. */
  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const { options } = group[0]!
      const checked = await checkGroup(
        this.#context,
        this.#checker,
        options,
        group.map(({ request }) => request),
      )
      await this.#committing
      this.#committing = this.#commit(group, checked)
      const { agencies, services, indicators } = checked.checked
      // What comes next must know what this one creates.
      if (indicators.length > 0 || [...agencies, ...services].some(({ isNew }) => isNew))
        await this.#committing
    } catch (error) {
      for (const { fail } of group) fail(error)
    }
  }

  async #commit(group: readonly Waiting[], checked: Awaited<ReturnType<typeof checkGroup>>): Promise<void> {
    try {
      const outcomes = await commitPush(this.#context, checked, () => {
        if (group.some(({ state }) => state === 'turned-away')) throw new Regroup()
        for (const waiting of group) waiting.state = 'writing'
      })
      group.forEach(({ settle }, i) => {
        settle(outcomes[i]!)
      })
      if (outcomes.flat().some(({ status }) => status !== 'rejected')) this.refresh()
    } catch (error) {
      if (error instanceof Regroup) {
        this.#waiting.unshift(...group.filter(({ state }) => state === 'waiting'))
        return
      }
      for (const { fail } of group) fail(error)
    }
  }

  async #refreshAll(): Promise<void> {
    while (this.#isStale && !this.#isStopping) {
      this.#isStale = false
      try {
        await this.#context.world.write(refreshStale, { changesFigures: 'not-of-people', part: 'cells' })
        await pause(REFRESH_PAUSE_MS)
      } catch (error) {
        this.#log.error({ err: error }, 'figures of pushes are computed later')
        this.#isStale = true
        await pause(REFRESH_AGAIN_MS)
      }
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const busy = (key: 'push-full' | 'push-waited' | 'push-stopping'): Refusal =>
  new Refusal('unavailable', key, {}, { retryAfter: RETRY_AFTER_SECONDS })
