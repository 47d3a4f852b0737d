import { xmrSegment } from '#shared/stats/xmr.ts'
import {
  ENTRY_COLUMNS,
  type EntryColumn,
  type EntryValues,
  needsCompleted,
  PARTS_OF_COMPLETED,
} from './columns.ts'

// What cannot be in a row of entered figures (errors), and what should be looked at again (warnings). One place for
// browser and server.

export const ENTRY_ISSUE_CODES = [
  'not-whole',
  'negative',
  'too-large',
  'exceeds-completed',
  'needs-completed',
  'outside-index',
  'needs-respondents',
  'backlog-differs',
  'unusual',
  'not-removable',
  'unknown-service',
] as const
export type EntryIssueCode = (typeof ENTRY_ISSUE_CODES)[number]

export interface EntryIssue {
  column: EntryColumn
  code: EntryIssueCode
  severity: 'error' | 'warning'
  /** what the sentence names: a limit, or the range of what is usual */
  limit?: number
  low?: number
  high?: number
}

/** What a row is held against. */
export interface EntryGround {
  /** the period before; absent: nothing was reported */
  previous?: EntryValues | undefined
  /** periods before this one, the earliest first */
  history: readonly EntryValues[]
}

/** More than any agency counts in a period; beyond it a key was held down. */
const MOST = 1_000_000_000
/** Fewer earlier periods say nothing of what is usual. */
const LEAST_HISTORY = 6

export function checkRow(values: EntryValues, ground: EntryGround): EntryIssue[] {
  const issues = ENTRY_COLUMNS.flatMap((column) => ownIssue(column, values) ?? [])
  const wrong = new Set(issues.map(({ column }) => column))
  for (const column of ENTRY_COLUMNS) {
    const value = values[column]
    if (value === undefined || wrong.has(column)) continue
    if (needsCompleted(column) && values.completed === undefined) {
      issues.push({ column, code: 'needs-completed', severity: 'error' })
    } else if (column in PARTS_OF_COMPLETED && value > values.completed!) {
      issues.push({ column, code: 'exceeds-completed', severity: 'error', limit: values.completed! })
    }
  }
  if (values.satisfaction !== undefined && !values.respondents) {
    issues.push({ column: 'respondents', code: 'needs-respondents', severity: 'error' })
  }
  if (issues.length > 0) return issues
  return [
    ...backlogIssue(values, ground),
    ...ENTRY_COLUMNS.flatMap((column) => unusual(column, values, ground)),
  ]
}

function ownIssue(column: EntryColumn, values: EntryValues): EntryIssue | null {
  const value = values[column]
  if (value === undefined) return null
  if (column === 'satisfaction') {
    return value < 25 || value > 100 ? { column, code: 'outside-index', severity: 'error' } : null
  }
  if (value < 0) return { column, code: 'negative', severity: 'error' }
  if (!Number.isInteger(value)) return { column, code: 'not-whole', severity: 'error' }
  return value > MOST ? { column, code: 'too-large', severity: 'error', limit: MOST } : null
}

/** Open at the end = open before + received − completed. Withdrawn ones leave it too, so that it is no error. */
function backlogIssue(
  { received, completed, backlog }: EntryValues,
  { previous }: EntryGround,
): EntryIssue[] {
  if (received === undefined || completed === undefined || backlog === undefined) return []
  if (previous?.backlog === undefined) {
    // Nothing is known of before: at least those that came and were not completed are open.
    const least = Math.max(0, received - completed)
    return backlog < least
      ? [{ column: 'backlog', code: 'backlog-differs', severity: 'warning', limit: least }]
      : []
  }
  const expected = Math.max(0, previous.backlog + received - completed)
  return backlog === expected
    ? []
    : [{ column: 'backlog', code: 'backlog-differs', severity: 'warning', limit: expected }]
}

/** A figure beyond the limits of its own history: further away than it moves by itself. Parts of the completed ones are
 *  judged as shares, or a busy month would mark them all. */
function unusual(column: EntryColumn, values: EntryValues, { history }: EntryGround): EntryIssue[] {
  const asShare = column in PARTS_OF_COMPLETED
  const judged = (row: EntryValues): number | null => {
    const value = row[column]
    if (value === undefined) return null
    if (!asShare) return value
    return row.completed ? value / row.completed : null
  }
  const now = judged(values)
  const past = history.map(judged)
  if (now === null || past.filter((value) => value !== null).length < LEAST_HISTORY) return []
  const range = asShare
    ? ([0, 1] as const)
    : column === 'satisfaction'
      ? ([25, 100] as const)
      : ([0, null] as const)
  const isCount = !asShare && column !== 'satisfaction'
  const limits = xmrSegment(past, range, isCount ? { step: 1 } : {}).limits[0]
  if (!limits || (now >= limits.lower && now <= limits.upper)) return []
  const scale = asShare ? values.completed! : 1
  return [
    { column, code: 'unusual', severity: 'warning', low: limits.lower * scale, high: limits.upper * scale },
  ]
}
