// Capaian: what was reached of a target, in percent; 100 is the target met. Why: it puts figures of different units
// side by side. Source: PermenPANRB 53/2014 and 88/2021. Limit: an easy target scores high, so read it with its target.
// It is a figure about another figure: it comes beside each reading (include=achievement), never out of a cell alone.
import { missing } from '#shared/measure/measure.ts'
import { defineIndicator } from './define.ts'

export const achievement = defineIndicator({
  id: 'achievement',
  group: 'result',
  unit: 'percent',
  direction: 'up',
  dataset: 'targets',
  countedIn: 'period',
  needs: [],
  isCount: false,
  isAboutPeople: false,
  // Far above the target and, where less is better, below zero.
  possible: [null, null],
  hasFacts: () => false,
  evaluate: () => missing('not-applicable'),
})
