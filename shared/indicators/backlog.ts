// Cases open at the period's end: received up to it minus closed up to it. Comes from dates, never from today's status.
// A period in which nobody delivers has none; a sum keeps what was last known of a unit that fell silent, and says so.
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
  hasFacts: ({ cases }) => cases.received > 0 || cases.closed > 0,
  hasStock: ({ backlog }) => backlog !== null,
  evaluate: ({ backlog, isBacklogLastKnown }) =>
    backlog === null
      ? missing('not-applicable')
      : measured(backlog, {
          n: backlog,
          numerator: backlog,
          flags: isBacklogLastKnown ? ['last-known'] : [],
        }),
})
