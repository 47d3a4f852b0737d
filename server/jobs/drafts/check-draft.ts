import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { withRawTable } from '#server/ingest/detect/raw-table.ts'
import type { PreparedImport } from '#server/ingest/prepare-import.ts'
import type { DraftCheck } from '#shared/contract/draft-check.ts'
import type { ImportResult, IssueCode } from '#shared/contract/import.ts'
import { REASON_HEADER } from '#shared/contract/rejected-rows.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { Failure } from '../failed-imports.ts'
import { csvCell } from './csv-cell.ts'

// What a dry run found, kept with the draft: how often each kind of trouble occurs, and every rejected row.

export interface StoredGroup {
  code: IssueCode
  severity: 'error' | 'warning'
  column: string | null
  count: number
  /** absent in a check that an earlier version kept */
  alone?: number
  examples: { file: string | null; row: number | null; value: string | null; count: number }[]
}

/** In no language yet. */
export interface StoredCheck extends Omit<DraftCheck, 'error' | 'groups'> {
  failure: Failure | null
  groups: StoredGroup[]
}

/** What a check tells besides the counts of its import. */
export type FoundInCheck = Pick<StoredCheck, 'gaps' | 'groups' | 'figures' | 'agenciesLeftOut'>

export const runningCheck = (mappingVersion: number): StoredCheck => ({
  status: 'running',
  mappingVersion,
  failure: null,
  counts: null,
  from: null,
  to: null,
  gaps: [],
  groups: [],
  figures: [],
  agenciesLeftOut: 0,
  demoRemoved: false,
  seconds: 0,
})

export function checkOf(result: ImportResult, found: FoundInCheck, mappingVersion: number): StoredCheck {
  const { rows, accepted, skipped, rejected, warnings, merged } = result
  const { inserted, updated, unchanged, removed, agencies, services } = result
  return {
    ...runningCheck(mappingVersion),
    status: 'done',
    counts: {
      rows,
      accepted,
      skipped,
      rejected,
      warnings,
      merged,
      inserted,
      updated,
      unchanged,
      removed,
      agencies,
      services,
    },
    from: result.from,
    to: result.to,
    ...found,
    demoRemoved: result.demoRemoved,
    seconds: result.seconds,
  }
}

const ISSUES = 'issues.parquet'
const EXAMPLES = 5
const GROUPS = 200

/** Groups the issues of a prepared import by kind, and keeps them all beside the draft. */
export async function keepIssues(folder: string, { databasePath }: PreparedImport): Promise<StoredGroup[]> {
  const kept = join(resolve(folder), ISSUES)
  await rm(kept, { force: true })
  const engine = await openImportEngine(databasePath, {
    tempDir: resolve(folder),
    readable: [],
    memoryLimitMb: 256,
  })
  try {
    await engine.run(`copy (select * from issue order by position) to ${quote(kept)} (format parquet)`)
    const groups = await engine.rows<
      Omit<StoredGroup, 'alone' | 'examples'>
    >(`select code, severity, column_name as "column",
        count(*) as count from issue group by all order by severity, count desc, code, column_name limit ${GROUPS}`)
    const examples = await engine.rows<StoredGroup['examples'][number] & Kind>(
      `select * exclude (place) from (select code, severity, column_name as "column",
          json_extract_string(params, '$.value') as value, count(*) as count, arg_min(file, position) as file,
          arg_min(row_number, position) as "row", row_number() over (partition by code, severity, column_name
            order by count(*) desc, min(position)) as place
        from issue group by code, severity, column_name, value) where place <= ${EXAMPLES} order by place`,
    )
    const alone = await engine.rows<Kind & { alone: number }>(
      `select code, severity, "column", count(*) as alone from (select any_value(code) as code, severity,
          any_value(column_name) as "column" from issue where severity = 'error' and row_number is not null
          group by file, row_number, severity
          having count(distinct issue.code || ' ' || coalesce(column_name, '')) = 1) group by all`,
    )
    return groups.map((group) => ({
      ...group,
      alone: alone.find((one) => isSameKind(one, group))?.alone ?? 0,
      examples: examples
        .filter((one) => isSameKind(one, group))
        .map(({ file, row, value, count }) => ({ file, row, value: value?.slice(0, 200) ?? null, count })),
    }))
  } finally {
    engine.close()
  }
}

type Kind = Pick<StoredGroup, 'code' | 'severity' | 'column'>

const isSameKind = (one: Kind, other: Kind): boolean =>
  one.code === other.code && one.severity === other.severity && one.column === other.column

const PAGE = 2000

/** The rejected rows as CSV: as the files had them, and a last column with the reasons. The file it is read from is gone
 *  from the folder already, and from the disk when the stream ends. */
export async function openRejected(folder: string, given: RejectedRows): Promise<ReadStream> {
  const path = join(folder, `${randomUUID()}.csv`)
  try {
    const file = await open(path, 'wx')
    try {
      await writeRejected(folder, given, (text) => file.write(text))
    } finally {
      await file.close()
    }
    const bytes = createReadStream(path)
    await once(bytes, 'open')
    return bytes
  } finally {
    await rm(path, { force: true })
  }
}

interface RejectedRows {
  headers: readonly string[]
  /** of the tables that rows are counted in: files, or sheets that are read together */
  names: readonly string[]
  locale: Locale
}

async function writeRejected(
  folder: string,
  given: RejectedRows,
  write: (text: string) => Promise<unknown>,
): Promise<void> {
  const { headers, names, locale } = given
  const reason = REASON_HEADER[locale]
  const shown = headers.map((header, i) => ({ header, i })).filter(({ header }) => !isReason(header))
  // Excel takes a file for UTF-8 only when it says so itself.
  await write(`\uFEFF${[...shown.map(({ header }) => header), reason].map(csvCell).join(',')}\r\n`)
  await withRawTable(folder, async (engine) => {
    const name =
      names.length > 1
        ? `case file ${names.map((text, i) => `when ${quote(text)} then ${i}`).join(' ')} end`
        : '0'
    await engine.run(`create temporary table rejected as
      select row_number() over (order by r.file, r.record) as place, r.*, i.issues
      from raw as r join (select ${name} as file, row_number as record,
          to_json(list({code: code, "column": column_name, params: params} order by position)) as issues
        from ${quote(join(resolve(folder), ISSUES))} where severity = 'error' group by all) as i
        on i.file = r.file and i.record = r.record`)
    for (let after = 0; ; after += PAGE) {
      const rows = await engine.rows<Record<string, string | null>>(
        `select * from rejected where place > ${after} and place <= ${after + PAGE} order by place`,
      )
      const lines = rows.map((row) => {
        const issues = JSON.parse(row.issues!) as { code: IssueCode; column: string | null; params: string }[]
        const reasons = issues.map(({ code, column, params }) =>
          issueMessage(locale, code, column, JSON.parse(params) as { value?: string }),
        )
        return [...shown.map(({ i }) => row[`c${i + 1}`] ?? ''), reasons.join(' ')].map(csvCell).join(',')
      })
      if (lines.length > 0) await write(`${lines.join('\r\n')}\r\n`)
      if (rows.length < PAGE) return
    }
  })
}

const isReason = (header: string): boolean => Object.values(REASON_HEADER).some((text) => text === header)
