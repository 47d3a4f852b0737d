// Share of completed cases that came through web or mobile, of those with a known channel.
// Source: GOV.UK digital take-up. Limit: cases with an unknown channel are in neither part.
import { defineIndicator, inVolume } from './define.ts'
import { proportion } from './proportion.ts'

export const digitalShare = defineIndicator({
  ...inVolume,
  id: 'digital-share',
  unit: 'ratio',
  chart: 'p-prime',
  direction: 'up',
  countedIn: 'completion',
  isCount: false,
  hasFacts: ({ cases }) => cases.completed > 0,
  evaluate: ({ cases }) => proportion(cases.digital, cases.channelKnown),
})
