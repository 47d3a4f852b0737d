// Median number of working days a case took on its agency's calendar: the unit in which promises are made.
// Source: service standards ("hari kerja"), Perpres 21/2023. Limit: cases that touch a year without a holiday list
// have none; the figure says so.
import { measured, missing } from '#shared/measure/measure.ts'
import { defineIndicator, inSpeed } from './define.ts'
import { durationFlags } from './duration-flags.ts'
import { bounds } from './elapsed-times.ts'

export const medianWorkingDays = defineIndicator({
  ...inSpeed,
  id: 'median-working-days',
  unit: 'days',
  direction: 'down',
  countedIn: 'completion',
  needs: ['cases', 'workingDays'],
  hasFacts: ({ cases }) => cases.completed > 0,
  evaluate(cell) {
    const { workingDays, cases } = cell
    const flags = durationFlags(cell, true)
    if (cases.calendarNotCovered > 0) flags.push('calendar-not-covered')
    if (!workingDays || workingDays.p50 === null) return { ...missing('not-applicable'), flags }
    return measured(workingDays.p50, {
      n: workingDays.n,
      interval: bounds(workingDays.p50Low, workingDays.p50High),
      flags,
    })
  },
})
