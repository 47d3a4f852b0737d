import type { Comparison } from '#shared/contract/comparison.ts'
import type { AgencyLevel } from '#shared/contract/reading.ts'
import { comparisonSentence } from '#shared/i18n/comparison-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { peersOf } from './choose-peers.ts'
import { compareAgencies } from './compare-agencies.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import { asOfScope } from './read-readings.ts'
import { standingOf } from './standing.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

export interface ComparisonQuery {
  indicator: string
  period: string
  service: string | null
  /** agencies of this level, or those fairly compared with one */
  among: { level: AgencyLevel } | { peersOf: string; peers: readonly string[] | null }
}

/** Agencies side by side in one period: who differs by more than chance, and between which ranks each stands.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for a bad period. */
export const readComparison = (
  world: World,
  asked: ComparisonQuery,
  viewer: Viewer & { locale: Locale },
): Promise<Comparison> =>
  inOneVersion(world, async (directory) => {
    const span = parsePeriod(asked.period)
    if (!span) {
      const problem = sayFault('period', {})
      const issues = [{ parameter: 'period', message: problem }]
      throw new Refusal('invalid', 'field-invalid', { field: 'period', problem }, { issues })
    }
    const { among, service } = asked
    const peers =
      'peersOf' in among
        ? await peersOf(world, directory, { of: among.peersOf, given: among.peers, service, span }, viewer)
        : null
    const query: ReadingsQuery = {
      indicators: [asked.indicator],
      agencies: peers ? [peers.of, ...peers.agencies].sort() : '*',
      services: service === null ? null : [service],
      channels: null,
      levels: 'level' in among ? [among.level] : null,
      grain: span.grain,
      from: span.startsOn,
      to: span.startsOn,
    }
    const plan = planReadings(directory, query)
    const definition = plan.definitions[0]!
    const readings = await readFigures(world, directory, plan, query, viewer)
    const listed = new Set(plan.agencies.map((agency) => agency!.agencyId))
    const compared = compareAgencies(definition, readings, ({ agency }) => {
      let above = directory.agencyByCode.get(agency!)!.parentId
      while (above !== null && !listed.has(above)) above = directory.agencyById.get(above)?.parentId ?? null
      return above === null
    })
    const comparison: Omit<Comparison, 'sentence'> = {
      ...standingOf(world, directory, asOfScope(directory, plan)),
      indicator: definition.id,
      period: span.period,
      service,
      unit: definition.unit,
      direction: definition.direction,
      level: 'level' in among ? among.level : null,
      peers,
      ...compared,
    }
    return { ...comparison, sentence: comparisonSentence(viewer.locale, comparison, definition.name) }
  })
