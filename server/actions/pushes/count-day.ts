import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { PUSH_SOURCE, pushImportId } from '#server/db/push-source.ts'
import { findImport, insertImport } from '#server/db/queries/imports.ts'
import type { ImportResult } from '#shared/contract/import.ts'
import type { PushGroup, PushStatus } from './commit-push.ts'

/** Keeps the count of what is pushed on a day, as an import of that day: facts name it as where they came from. */
export async function countDay(
  tx: Tx,
  { dataset, requests, checked }: PushGroup,
  statuses: ReadonlyMap<number, PushStatus>,
  at: string,
): Promise<void> {
  const importId = pushImportId(dataset, at)
  const before = await findImport(tx, importId)
  const result: ImportResult = before ? JSON.parse(before.result) : nothingYet(importId, dataset)
  const rows = requests.reduce((sum, { count }) => sum + count, 0)
  result.rows += rows
  result.accepted += statuses.size
  result.rejected += rows - statuses.size
  for (const status of statuses.values()) result[status]++
  for (const { severity } of checked.issues) if (severity === 'warning') result.warnings++
  for (const { firstDay, lastDay } of checked.ready) {
    if (firstDay && (result.from === null || firstDay < result.from)) result.from = firstDay
    if (lastDay && (result.to === null || lastDay > result.to)) result.to = lastDay
  }
  const summary = JSON.stringify({ ...result, issues: undefined })
  if (before) {
    await sql`update import_batch set result = ${summary}, status = ${result.accepted > 0 ? 'done' : 'rejected'},
      as_of = cast(${at} as timestamp with time zone), covers_from = cast(${result.from} as date),
      covers_to = cast(${result.to} as date) where import_id = ${importId}`.execute(tx)
    return
  }
  await insertImport(tx, {
    importId,
    dataset,
    source: PUSH_SOURCE,
    status: result.accepted > 0 ? 'done' : 'rejected',
    actor: PUSH_SOURCE,
    importedAt: at,
    asOf: at,
    coversFrom: result.from,
    coversTo: result.to,
    result: summary,
    mapping: JSON.stringify({ dataset }),
  })
}

const nothingYet = (importId: string, dataset: ImportResult['dataset']): ImportResult => ({
  importId,
  dataset,
  rows: 0,
  accepted: 0,
  skipped: 0,
  rejected: 0,
  warnings: 0,
  merged: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  issues: [],
  issuesTruncated: false,
  detected: {},
  agencies: 0,
  services: 0,
  from: null,
  to: null,
  demoRemoved: false,
  seconds: 0,
})
