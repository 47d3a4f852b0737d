import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { elements } from '#shared/indicators/elements.ts'
import { respondents } from '#shared/indicators/respondents.ts'
import { satisfactionIndex } from '#shared/indicators/satisfaction-index.ts'
import { type Measure, measured, missing } from '#shared/measure/measure.ts'
import type { CellScope } from './collect-scopes.ts'
import type { Combined, GivenFigures } from './given-figures.ts'
import type { Plan } from './query.ts'
import type { ScopeSituation } from './situations.ts'

// An agency that publishes the table of its nine mean scores has told its index too: computed exactly, as from answers,
// and only where it gave none itself and there are no answers.

/** 1–4 to 25–100. */
const PER_SCORE = 25

/** A plan with the elements that its index may be made of, and the respondents that figures of a survey rest on. */
export function withBehind(plan: Plan): Plan {
  const { definitions } = plan
  if (!definitions.some(isOfSurvey)) return plan
  const parts = definitions.includes(satisfactionIndex) ? elements : []
  return { ...plan, definitions: [...new Set([...definitions, ...parts, respondents])] }
}

const isOfSurvey = ({ dataset }: IndicatorDefinition): boolean => dataset === 'surveys'

/** The figure of a scope from its facts and what was given. */
export function combineGiven(
  given: GivenFigures,
  definition: IndicatorDefinition,
  scope: CellScope,
  facts: Measure,
  situation: ScopeSituation,
): Combined {
  const own = combineOwn(given, definition, scope, facts, situation)
  const isOpen =
    definition === satisfactionIndex && own.measure.value === null && !definition.hasFacts(scope.cell)
  if (!isOpen) return own
  const parts = elements.map((element) =>
    combineOwn(given, element, scope, missing('not-reported'), situation),
  )
  const scores = parts.flatMap(({ measure: { value } }) => (value === null ? [] : [value]))
  if (scores.length < elements.length) return own
  const people = parts.flatMap(({ measure: { n } }) => (n === null ? [] : [n]))
  return {
    measure: measured((scores.reduce((sum, score) => sum + score, 0) / scores.length) * PER_SCORE, {
      ...(people.length === parts.length && { n: Math.min(...people) }),
      flags: [...new Set(parts.flatMap(({ measure }) => measure.flags))],
    }),
    coverage: parts[0]!.coverage,
    people: fewest(parts.map((part) => part.people)),
  }
}

/** Also an agency that gives an index bare, and how many answered beside it, has said how many stand behind the index. */
function combineOwn(
  given: GivenFigures,
  definition: IndicatorDefinition,
  scope: CellScope,
  facts: Measure,
  situation: ScopeSituation,
): Combined {
  const own = given.combine(definition, scope, facts, situation)
  if (!isOfSurvey(definition) || definition === respondents) return own
  const heard = given.combine(respondents, scope, missing('not-reported'), situation)
  return { ...own, people: fewest([own.people, heard.people]) }
}

const fewest = (of: readonly (number | null | undefined)[]): number | null => {
  const told = of.filter((people) => people != null)
  return told.length > 0 ? Math.min(...told) : null
}
