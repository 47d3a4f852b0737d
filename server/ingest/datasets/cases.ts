import { CHANNELS } from '#shared/rollups/cell.ts'
import { isBefore, isFuture } from './date-rules.ts'
import { BY_REF, type DatasetReader, ofDay } from './fields.ts'

const OUTCOMES = ['completed', 'rejected', 'withdrawn'] as const

export const cases: DatasetReader = {
  fields: [
    { name: 'ref', isRequired: true, kind: { type: 'text' } },
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'service', isRequired: true, kind: { type: 'text' } },
    { name: 'submittedAt', isRequired: true, kind: { type: 'date' } },
    { name: 'completedAt', isRequired: false, kind: { type: 'date' } },
    { name: 'dueAt', isRequired: false, kind: { type: 'date' } },
    { name: 'clockStartedAt', isRequired: false, kind: { type: 'date' } },
    { name: 'pausedSeconds', isRequired: false, kind: { type: 'number', min: 0 } },
    { name: 'channel', isRequired: false, kind: { type: 'choice', choices: CHANNELS } },
    { name: 'outcome', isRequired: false, kind: { type: 'choice', choices: OUTCOMES } },
    { name: 'region', isRequired: false, kind: { type: 'text' } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: BY_REF,
  span: ofDay('submitted'),
  warnings: (given) => {
    const { zone } = given
    const before = (end: string, start: string) => isBefore(end, start, zone)
    const isLater = (name: string) => isFuture(name, given)
    // A clock that was paused for longer than it ran contradicts itself like one that ends before it starts.
    const start =
      'case when clock_started_at is null and clock_started_on is null then submitted_at else clock_started_at end'
    const overPaused = `paused_seconds > 0 and completed_at is not null and (${start}) is not null
      and epoch(completed_at) - epoch(${start}) < paused_seconds`
    return [
      {
        code: 'completed-before-submitted',
        field: 'completedAt',
        condition: `coalesce(${before('completed', 'submitted')}, false) or coalesce(${before('completed', 'clock_started')}, false)
          or coalesce(${overPaused}, false)`,
        isFlag: true,
      },
      {
        code: 'in-the-future',
        field: 'submittedAt',
        condition: `coalesce(${isLater('submitted')}, false)`,
        isFlag: true,
      },
      {
        // Told once for a case, at the first date that it is true of.
        code: 'in-the-future',
        field: 'completedAt',
        condition: `coalesce(${isLater('completed')}, false) and not coalesce(${isLater('submitted')}, false)`,
        isFlag: true,
      },
      {
        code: 'outcome-without-completion',
        field: 'outcome',
        condition: 'outcome is not null and completed_at is null and completed_on is null',
        isFlag: false,
      },
    ]
  },
  ready: [
    'submitted_at',
    'submitted_on',
    'completed_at',
    'completed_on',
    'due_at',
    'due_on',
    'clock_started_at',
    'clock_started_on',
    'cast(paused_seconds as bigint) as paused_seconds',
    'channel',
    'outcome',
    'region',
  ],
}
