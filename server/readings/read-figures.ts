import type { Reading } from '#shared/contract/reading.ts'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import type { Measure } from '#shared/measure/measure.ts'
import { type CellScope, collectScopes } from './collect-scopes.ts'
import type { Directory } from './directory.ts'
import { type Combined, peopleBehind, tellsHowMany } from './given-figures.ts'
import { combineGiven, withBehind } from './given-index.ts'
import { ALL_HIDDEN, hiddenCells } from './hidden-cells.ts'
import { loadGiven } from './load-given.ts'
import { lookUpFigures } from './look-up-figures.ts'
import { datasetsBehind, markPart } from './mark-part.ts'
import { type Plan, type ReadingsQuery, refuseSize } from './query.ts'
import { refuseFacts } from './refuse-facts.ts'
import { refuseGone } from './refuse-gone.ts'
import { situationsOf } from './situations.ts'
import { isFew, suppress } from './suppress.ts'
import type { Viewer, World } from './world.ts'

/** The one path to figures, in the order of indicator, agency, service, channel, period.
 *  @throws Refusal `invalid` for more than `limit` of them, and for what a release does not hold. */
export async function readFigures(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  limit?: number,
): Promise<Reading[]> {
  refuseFacts(world, plan)
  refuseGone(directory, plan)
  const workOut = (of: Plan) => workOutFigures(world, directory, of, query, viewer, limit)
  const found = viewer.isAnonymous ? await lookUpFigures(world, directory, plan, query, workOut, limit) : null
  return found ?? workOut(plan)
}

/** Figures from cells. */
async function workOutFigures(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  limit?: number,
): Promise<Reading[]> {
  const situations = situationsOf(directory, plan.periods)
  const scopes = await collectScopes(world, directory, plan, query, situations)
  // How many channels there are is only known now.
  refuseSize(plan.definitions.length * scopes.length, limit)
  const given = await loadGiven(world, directory, withBehind(plan), situations)
  const hidden =
    viewer.isAnonymous && plan.definitions.some((definition) => definition.isAboutPeople)
      ? viewer.isProvisional
        ? ALL_HIDDEN
        : await hiddenCells(world, directory, plan.definitions)
      : null
  const isMarked = viewer.isProvisional || viewer.isUnreleased
  return plan.definitions.flatMap((definition) => {
    // A gap in what was given is no fact: it is neither zero nor not applicable.
    const isOfFacts = definition.dataset !== 'values' && plan.grain !== 'given'
    const datasets = datasetsBehind(definition)
    const behind = ({ agency, periodIndex }: CellScope) =>
      datasets.map((dataset) => situations.of(agency, dataset)[periodIndex]!)
    return scopes.map((scope) => {
      const situation = situations.of(scope.agency, definition.dataset)[scope.periodIndex]!
      const facts = evaluateIndicator(
        definition,
        scope.cell,
        isOfFacts ? situation : { ...situation, isCovered: false },
      )
      const combined: Combined = given
        ? combineGiven(given, definition, scope, facts, situation)
        : { measure: facts, coverage: situation.coverage }
      const { measure, coverage, people, given: beside } = combined
      const shown = suppress(definition, measure, scope, hidden, people ?? measure.n)
      const reading = place(definition, shown, coverage, scope)
      // Of what is hidden, an agency's own figure may be as much as the figure itself. And what stands beside facts is in
      // no total, and hidden in none: how many people it counts is told to who may see everything.
      const isBesideHidden =
        shown.missing === 'too-few' ||
        (hidden && beside && (tellsHowMany(definition) || isFew(peopleBehind(definition, beside))))
      if (beside && beside.value !== null && !isBesideHidden) reading.given = beside.value
      if (isOfFacts) markPart(reading, definition, scope, behind(scope))
      // A live figure that everybody sees before it is released may still change.
      if (isMarked) reading.flags = [...reading.flags, 'provisional']
      return reading
    })
  })
}

function place(
  definition: Plan['definitions'][number],
  measure: Measure,
  coverage: Reading['coverage'],
  { agency, service, channel, period }: CellScope,
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
    coverage,
    flags: measure.flags,
  }
}
