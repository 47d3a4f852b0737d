import { type Delivered, releasedPeriods } from './delivered.ts'
import { lastKnownKey } from './scope-figures.ts'
import type { ScopeTotals } from './scope-totals.ts'

const GRAINS = ['month', 'quarter', 'semester', 'year', 'all'] as const

/** Where an agency that delivered cases before delivers nothing for a period, though cases are open: sums above it hold
 *  what was last known. By service and grain. `own`: its cells alone, without anybody below it. */
export function silentBacklogs(
  delivered: Delivered,
  code: string,
  own: ScopeTotals,
  { from, through }: { from: string; through: string },
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const grain of GRAINS) {
    const periods = releasedPeriods(from, through, grain)
    const isSilent = periods.map((period) => {
      const { ever, now } = delivered.covers(code, 'cases', period)
      return ever && !now
    })
    if (!isSilent.includes(true)) continue
    for (const service of own.services()) {
      const silent = own
        .backlogs(service, grain, periods)
        .flatMap(({ open, hasFlow }, i) =>
          isSilent[i] && !hasFlow && open !== null && open !== 0 ? [periods[i]!.period] : [],
        )
      if (silent.length > 0) found.set(lastKnownKey(service, grain), new Set(silent))
    }
  }
  return found
}

export function addLastKnown(
  into: Map<string, Set<string>>,
  more: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [key, periods] of more) into.set(key, new Set([...(into.get(key) ?? []), ...periods]))
}
