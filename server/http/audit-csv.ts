import { csvField } from '#server/exports/writers/csv.ts'
import type { AuditItem } from '#shared/contract/audit.ts'

const COLUMNS = ['sequence', 'actedAt', 'actor', 'actorName', 'action', 'subject', 'detail', 'hash'] as const
// What ids stand for, after what the log itself holds.
const THINGS = ['actorThing', 'subjectThing'] as const

/** The audit log as CSV (RFC 4180). Names and subjects come from people, so no cell is a formula. */
export const auditCsv = (items: readonly AuditItem[], withHeader: boolean): string =>
  [
    ...(withHeader ? [[...COLUMNS, ...THINGS].join(',')] : []),
    ...items.map((item) =>
      [
        ...COLUMNS.map((column) =>
          column === 'detail' ? JSON.stringify(item.detail) : String(item[column] ?? ''),
        ),
        ...THINGS.map((column) => thingText(item[column])),
      ]
        .map(csvField)
        .join(','),
    ),
  ].join('\r\n')

/** `import cases permits.csv agency-code`: the kind first, then what is known of it. */
function thingText(thing: AuditItem['subjectThing']): string {
  if (!thing) return ''
  const { kind, dataset, period, name, agency } = thing
  return [kind, dataset, period, name, agency].filter(Boolean).join(' ')
}
