// Share of completed cases that were rejected. Neither good nor bad by itself: it may show unclear requirements.
// Source: the case register of each service. Limit: says nothing about whether the rejection was right.
import { defineIndicator, inVolume } from './define.ts'
import { proportion } from './proportion.ts'

export const rejectedRate = defineIndicator({
  ...inVolume,
  id: 'rejected-rate',
  unit: 'ratio',
  chart: 'p-prime',
  direction: 'none',
  countedIn: 'completion',
  isCount: false,
  hasFacts: ({ cases }) => cases.completed > 0,
  evaluate: ({ cases }) => proportion(cases.rejected, cases.completed),
})
