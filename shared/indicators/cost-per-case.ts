// Cost of an agency or service over the cases it completed in the same period, in whole units of currency.
// Source: the agency's own accounts, told for a period. Limit: says nothing about how much work a case is, and costs
// that are shared with other work are as the agency shared them.
// Choice: only of periods that the costs told add up to exactly, and of those agencies and services that told one.
import { measured, missing } from '#shared/measure/measure.ts'
import { defineIndicator, inCost } from './define.ts'

export const costPerCase = defineIndicator({
  ...inCost,
  id: 'cost-per-case',
  unit: 'currency',
  direction: 'down',
  hasFacts: ({ costs }) => costs?.cost != null,
  isIncomplete: ({ costs }) => costs?.isCostIncomplete ?? false,
  evaluate({ costs }) {
    const cost = costs?.cost
    if (!cost || cost.completed === 0) return missing('not-applicable')
    return measured(cost.total / cost.completed, {
      n: cost.completed,
      numerator: cost.total,
      denominator: cost.completed,
      flags: cost.isPartial ? ['partial'] : [],
    })
  },
})
