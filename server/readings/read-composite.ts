import { findCompositeRule } from '#server/db/queries/composite-rules.ts'
import type { CompositeReport, CompositeRule } from '#shared/contract/composite.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { compositeSentence } from '#shared/i18n/composite-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { compositeScore } from '#shared/stats/composite.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import { asOfScope } from './read-readings.ts'
import { standingOf } from './standing.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

/** The composite score of agencies in a period, by the weights in force on its last day; off without any.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for a bad period. */
export const readComposite = (
  world: World,
  asked: { agencies: readonly string[] | '*'; period: string },
  viewer: Viewer & { locale: Locale },
): Promise<CompositeReport> =>
  inOneVersion(world, async (directory) => {
    const span = parsePeriod(asked.period)
    if (!span || span.grain === 'given') {
      const problem = sayFault('period', {})
      const issues = [{ parameter: 'period', message: problem }]
      throw new Refusal('invalid', 'field-invalid', { field: 'period', problem }, { issues })
    }
    const stored = await findCompositeRule(world.db.read, span.endsOn)
    const parts = stored ? (JSON.parse(stored.parts) as CompositeRule['parts']) : []
    const rule: CompositeRule | null =
      stored && parts.length > 0
        ? {
            validFrom: stored.validFrom,
            decree: stored.decree,
            decidedBy: stored.decidedBy,
            minCoverage: stored.minCoverage,
            parts,
          }
        : null
    const query: ReadingsQuery = {
      indicators: parts.map(({ indicator }) => indicator),
      agencies: asked.agencies,
      services: null,
      channels: null,
      levels: null,
      grain: span.grain,
      from: span.startsOn,
      to: span.startsOn,
    }
    const plan = planReadings(directory, query)
    const readings = rule ? await readFigures(world, directory, plan, query, viewer) : []
    const report: Omit<CompositeReport, 'sentence'> = {
      ...standingOf(world, directory, asOfScope(directory, plan)),
      period: span.period,
      rule,
      agencies: [...Map.groupBy(readings, ({ agency }) => agency!)].map(([agency, own]) =>
        scoreOf(agency, own, rule!),
      ),
    }
    return { ...report, sentence: compositeSentence(viewer.locale, report) }
  })

function scoreOf(
  agency: string,
  readings: readonly Reading[],
  { parts, minCoverage }: CompositeRule,
): CompositeReport['agencies'][number] {
  const readingOf = new Map(readings.map((reading) => [reading.indicator, reading]))
  const { score, coverage, sensitivity, lifts } = compositeScore(
    parts.map(({ indicator, ...part }) => ({
      id: indicator,
      value: readingOf.get(indicator)?.value ?? null,
      ...part,
    })),
    { minCoverage },
  )
  const liftOf = new Map(lifts.map((lift) => [lift.id, lift]))
  return {
    agency,
    score,
    coverage,
    sensitivity: sensitivity && { low: sensitivity[0], high: sensitivity[1] },
    parts: parts.map(({ indicator }) => ({
      indicator,
      value: readingOf.get(indicator)?.value ?? null,
      missing: readingOf.get(indicator)?.missing ?? null,
      mapped: liftOf.get(indicator)?.mapped ?? null,
      gain: liftOf.get(indicator)?.gain ?? null,
    })),
    liftsMost: lifts[0] && lifts[0].gain > 0 ? lifts[0].id : null,
  }
}
