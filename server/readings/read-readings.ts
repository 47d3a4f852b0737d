import type { Readings } from '#shared/contract/reading.ts'
import type { Directory } from './directory.ts'
import { includeParts } from './include-parts.ts'
import { judgeIndices } from './judge-index.ts'
import { settlePeriods } from './load-given.ts'
import { markCasesAlone } from './mark-cases-alone.ts'
import { markExchanged } from './mark-exchanged.ts'
import { type Plan, planReadings, type ReadingsQuery } from './query.ts'
import { fillAchievements } from './read-achievements.ts'
import { readFigures } from './read-figures.ts'
import { standingOf } from './standing.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

/** Figures with what was asked to come along: tile, table, chart, file and API all show what this gives.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for what cannot be asked. */
export const readReadings = (world: World, query: ReadingsQuery, viewer: Viewer): Promise<Readings> =>
  inOneVersion(world, async (directory) => {
    const plan = await settlePeriods(world, directory, planReadings(directory, query), query)
    const readings = await readFigures(world, directory, plan, query, viewer)
    markExchanged(directory, plan, readings)
    markCasesAlone(directory, plan, readings)
    await fillAchievements(world, directory, plan, query, viewer, readings)
    await judgeIndices(world, directory, plan, query, viewer, readings)
    if (query.include?.length) await includeParts(world, directory, plan, query, viewer, readings)
    return { ...standingOf(world, directory, asOfScope(directory, plan)), readings }
  })

/** The latest instant that any delivery in the scopes asked for is true up to. */
export function asOfScope(directory: Directory, plan: Pick<Plan, 'agencies'>): string | null {
  if (plan.agencies.includes(null)) return directory.asOf
  return plan.agencies.reduce<string | null>(
    (latest, agency) => (agency?.asOf && (latest === null || agency.asOf > latest) ? agency.asOf : latest),
    null,
  )
}
