import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { TestWorld } from './database.ts'

export interface Scope {
  agency?: string
  service?: string
  channel?: string
  isAnonymous?: boolean
}

/** One reading: a figure of a scope in a period. */
export async function ask(
  test: TestWorld,
  indicator: string,
  period: string,
  scope: Scope = {},
): Promise<Reading> {
  const { grain, startsOn, endsOn } = parsePeriod(period)!
  const { readings } = await readReadings(
    test.world,
    {
      indicators: [indicator],
      agencies: scope.agency === undefined ? null : [scope.agency],
      services: scope.service === undefined ? null : [scope.service],
      channels: scope.channel === undefined ? null : [scope.channel],
      levels: null,
      grain,
      from: startsOn,
      to: endsOn,
    },
    { isAnonymous: scope.isAnonymous ?? false },
  )
  return readings[0]!
}

/** What is said of figures in short: the share as its parts, the number, or why there is none. */
export async function say(
  test: TestWorld,
  indicators: readonly string[],
  period: string,
  scope: Scope = {},
): Promise<Record<string, string | number>> {
  const said: Record<string, string | number> = {}
  for (const indicator of indicators) {
    const { value, missing, numerator, denominator, unit } = await ask(test, indicator, period, scope)
    said[indicator] = missing ?? (unit === 'ratio' ? `${numerator}/${denominator}` : value!)
  }
  return said
}
