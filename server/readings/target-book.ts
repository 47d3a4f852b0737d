import type { ReadDb } from '#server/db/database.ts'
import { findTargets, type StoredTarget } from '#server/db/queries/targets.ts'
import type { Target } from '#shared/contract/target.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { targetInForce } from '#shared/targets/in-force.ts'

// Which target a reading is held against. One belongs to the agency, service and indicator that it was set for: that of
// a ministry is not that of its units, that of an agency not that of each of its services. Which period's it is says
// shared/targets/in-force.ts: the period's own; of a level (share, time, index, stock) also that of the shortest period
// around it, unless it is cumulative; of a quantity none but its own.

export class TargetBook {
  readonly #targets: Map<string, Target[]>
  readonly #indicators: ReadonlySet<string>

  constructor(stored: readonly StoredTarget[]) {
    const byKey = Map.groupBy(stored, (row) => keyOf(row.agencyId, row.serviceId, row.indicator))
    this.#indicators = new Set(stored.map(({ indicator }) => indicator))
    this.#targets = new Map([...byKey].map(([key, rows]) => [key, rows.map(toTarget)]))
  }

  /** The target in force for a figure; null where none was set. `serviceId` 0: all services together. */
  of(agencyId: number, serviceId: number, definition: IndicatorDefinition, period: string): Target | null {
    const targets = this.#targets.get(keyOf(agencyId, serviceId, definition.id))
    return targets ? targetInForce(targets, period, isQuantity(definition)) : null
  }

  /** Ids of the indicators that anybody has a target for. */
  indicators(): string[] {
    return [...this.#indicators]
  }

  /** Everything that was ever set for a figure, in the order of time: the dated path. */
  path(agencyId: number, serviceId: number, definition: IndicatorDefinition): readonly Target[] {
    return this.#targets.get(keyOf(agencyId, serviceId, definition.id)) ?? []
  }
}

export async function loadTargets(db: ReadDb, of: Parameters<typeof findTargets>[1]): Promise<TargetBook> {
  return new TargetBook(await findTargets(db, of))
}

/** Adds up over time: a twelfth of a year's target was never agreed. A stock does not. */
export const isQuantity = ({ isCount, isSum, countedIn }: IndicatorDefinition): boolean =>
  isSum ?? (isCount && countedIn !== 'period-end')

const keyOf = (agencyId: number, serviceId: number, indicator: string): string =>
  `${agencyId}|${serviceId}|${indicator}`

export const toTarget = (row: Omit<StoredTarget, 'periodFrom' | 'periodTo'>): Target => ({
  kind: row.kind as Target['kind'],
  value: row.value,
  low: row.low,
  high: row.high,
  text: row.text,
  cumulative: row.isCumulative,
  provenance: row.provenance as Target['provenance'],
  period: row.period,
  source: row.source,
})
