import { type Cell, noCases } from '#shared/rollups/cell.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { scopeKey, scopeKeyOf } from './scope-key.ts'

interface Place {
  agencyId: number
  serviceId: number
  channel?: string | null
  startsOn: string
}

const NO_CASES = Object.freeze(noCases())
const emptyCell = (): Cell => ({
  cases: NO_CASES,
  elapsed: null,
  workingDays: null,
  backlog: null,
  isBacklogLastKnown: false,
  survey: null,
  complaints: null,
  costs: null,
})
/** What a scope without any facts has in a period. */
const NOTHING = Object.freeze(emptyCell())

/** The cells of an answer, by scope and period: filled from what is fetched, and empty where nothing was. */
export class Cells {
  readonly #indexOf: ReadonlyMap<string, number>
  readonly #runs = new Map<string, Cell[]>()

  constructor(periods: readonly PeriodSpan[]) {
    this.#indexOf = new Map(periods.map(({ startsOn }, i) => [startsOn, i]))
  }

  /** The cell that a row belongs to, to be filled; null outside the periods. */
  at(row: Place): Cell | null {
    const index = this.#indexOf.get(row.startsOn)
    return index === undefined ? null : this.in(scopeKeyOf(row), index)
  }

  /** The cell of a scope in the period of that number, to be filled. */
  in(scope: string, index: number): Cell {
    let run = this.#runs.get(scope)
    if (!run) {
      run = []
      this.#runs.set(scope, run)
    }
    let cell = run[index]
    if (!cell) {
      cell = emptyCell()
      run[index] = cell
    }
    return cell
  }

  /** Gives the cells of a scope, to be read, by the number of the period. */
  of(agencyId: number, serviceId: number, channel: string | null): (index: number) => Cell {
    const run = this.#runs.get(scopeKey(agencyId, serviceId, channel))
    return (index) => run?.[index] ?? NOTHING
  }
}
