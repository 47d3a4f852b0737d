import type { Reading, Readings } from '#shared/contract/reading.ts'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import type { Measure } from '#shared/measure/measure.ts'
import { type CellScope, collectScopes } from './collect-scopes.ts'
import type { Directory } from './directory.ts'
import { type Plan, planReadings, type ReadingsQuery, refuseSize } from './query.ts'
import { type ScopeSituation, situationsOf } from './situations.ts'
import { suppress } from './suppress.ts'
import type { World } from './world.ts'

/** Where days begin and end when a scope has no zone of its own. */
const DEFAULT_ZONE = 'Asia/Jakarta'

/** An import that ends while an answer is put together would mix two states: then it is put together anew. */
const MAX_TRIES = 5

/** The one path from cells to figures: tile, table, chart, file and API all show what this gives.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for what cannot be asked. */
export async function readReadings(
  world: World,
  query: ReadingsQuery,
  viewer: { isAnonymous: boolean },
): Promise<Readings> {
  for (let tries = 1; ; tries++) {
    const version = await world.version()
    const answer = await readOnce(world, query, viewer)
    if (tries === MAX_TRIES || (await world.version()) === version) return answer
  }
}

async function readOnce(
  world: World,
  query: ReadingsQuery,
  viewer: { isAnonymous: boolean },
): Promise<Readings> {
  const directory = await world.directory()
  const plan = planReadings(directory, query)
  const scopes = await collectScopes(world, directory, plan, query)
  // How many channels there are is only known now.
  refuseSize(plan.definitions.length * scopes.length)
  const situations = situationsOf(directory, plan.periods, DEFAULT_ZONE)
  const readings = plan.definitions.flatMap((definition) =>
    scopes.map((scope) => {
      const situation = situations.of(scope.agency, definition.dataset)[scope.periodIndex]!
      const measure = evaluateIndicator(definition, scope.cell, situation)
      return place(definition, suppress(definition, measure, viewer.isAnonymous), scope, situation)
    }),
  )
  return { asOf: asOfScope(directory, plan), source: 'live', demo: directory.isDemo, readings }
}

function place(
  definition: Plan['definitions'][number],
  measure: Measure,
  { agency, service, channel, period }: CellScope,
  situation: ScopeSituation,
): Reading {
  return {
    indicator: definition.id,
    agency: agency?.code ?? null,
    service: service?.code ?? null,
    channel,
    period: period.period,
    value: measure.value,
    unit: definition.unit,
    n: measure.n,
    numerator: measure.numerator,
    denominator: measure.denominator,
    low: measure.low,
    high: measure.high,
    missing: measure.missing,
    coverage: situation.coverage,
    flags: measure.flags,
  }
}

/** The latest instant that any delivery in the scopes asked for is true up to. */
function asOfScope(directory: Directory, plan: Plan): string | null {
  if (plan.agencies.includes(null)) return directory.asOf
  let latest: string | null = null
  for (const agency of plan.agencies) {
    for (const member of agency?.members ?? []) {
      for (const { asOf } of directory.delivered.get(member.agencyId)?.values() ?? []) {
        if (latest === null || asOf > latest) latest = asOf
      }
    }
  }
  return latest
}
