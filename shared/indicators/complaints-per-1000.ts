// Complaints received for every 1,000 cases completed in the same period. Why: a busy office gets more complaints; the
// rate makes offices comparable. Lower is better, but none at all may mean that nobody can complain.
// Source: SP4N-LAPOR! and the complaint register of each agency. Interval: Byar on the complaints, over the cases as
// they are (APHO). Limit: a complaint may be about a case of an earlier period.
import { measured, missing } from '#shared/measure/measure.ts'
import { byar } from '#shared/stats/byar.ts'
import { defineIndicator, inComplaints } from './define.ts'

const PER = 1000

export const complaintsPer1000 = defineIndicator({
  ...inComplaints,
  id: 'complaints-per-1000',
  unit: 'rate',
  direction: 'down',
  countedIn: 'receipt',
  needs: ['complaints', 'cases'],
  chart: 'u-prime',
  hasFacts: ({ complaints }) => (complaints?.received ?? 0) > 0,
  // Where complaints are delivered and cases were completed, none is a rate of 0.
  hasStock: ({ cases }) => cases.completed > 0,
  evaluate({ complaints, cases: { completed } }) {
    const received = complaints?.received ?? 0
    if (completed === 0) return missing('not-applicable')
    const scale = PER / completed
    const interval = byar(received)
    return measured(received * scale, {
      n: received,
      numerator: received,
      denominator: completed / PER,
      interval: interval && [interval[0] * scale, interval[1] * scale],
    })
  },
})
