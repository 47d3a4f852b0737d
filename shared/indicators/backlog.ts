// Cases open at the period's end: received up to it minus closed up to it. Comes from dates, never from today's status.
// Source: the case register of each service. Limit: only cases that were delivered; older ones are unknown.
import { measured, missing } from '#shared/measure/measure.ts'
import { defineIndicator, inVolume } from './define.ts'

export const backlog = defineIndicator({
  ...inVolume,
  id: 'backlog',
  unit: 'count',
  direction: 'down',
  countedIn: 'period-end',
  needs: ['backlog'],
  hasFacts: ({ backlog }) => backlog !== null,
  evaluate: ({ backlog }) =>
    backlog === null ? missing('not-applicable') : measured(backlog, { n: backlog, numerator: backlog }),
})
