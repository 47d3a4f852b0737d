// Responses over completed cases of the same period: how far the survey reaches those who were served.
// Source: PermenPANRB 14/2017 asks for it beside the index. Limit: a respondent may have been served earlier.
import { measured, missing } from '#shared/measure/measure.ts'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import { defineIndicator, inSatisfaction } from './define.ts'

export const responseRate = defineIndicator({
  ...inSatisfaction,
  id: 'response-rate',
  unit: 'ratio',
  countedIn: 'flow',
  needs: ['survey', 'cases'],
  hasFacts: ({ survey }) => (survey?.responses ?? 0) > 0,
  evaluate({ survey, cases: { completed } }) {
    const responses = survey?.responses ?? 0
    if (completed === 0) return missing('not-applicable')
    return measured(responses / completed, {
      n: responses,
      numerator: responses,
      denominator: completed,
      interval: flowRatioInterval(responses, completed),
    })
  },
})
