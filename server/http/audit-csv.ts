import { csvField } from '#server/exports/writers/csv.ts'
import type { AuditItem } from '#shared/contract/audit.ts'

const COLUMNS = ['sequence', 'actedAt', 'actor', 'actorName', 'action', 'subject', 'detail', 'hash'] as const

/** The audit log as CSV (RFC 4180). Names and subjects come from people, so no cell is a formula. */
export const auditCsv = (items: readonly AuditItem[], withHeader: boolean): string =>
  [
    ...(withHeader ? [COLUMNS.join(',')] : []),
    ...items.map((item) =>
      COLUMNS.map((column) =>
        csvField(column === 'detail' ? JSON.stringify(item.detail) : String(item[column] ?? '')),
      ).join(','),
    ),
  ].join('\r\n')
