import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openImportEngine } from '#server/db/import-engine.ts'
import { type PreparedImport, prepareImport, readIssues } from '#server/ingest/prepare-import.ts'
import type { Dataset, ImportResult, Issue } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import type { TestWorld } from './database.ts'
import { importText } from './import.ts'

// A small ugly file per trouble: its text, what the mapping says about it, and what came of it.

type Document = Record<string, unknown>

const BASE: Document = {
  dataset: 'cases',
  format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd'] },
  columns: { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'submitted' },
  create: ['agency', 'service'],
}

/** A mapping of cases; `format` and `columns` are added to what is there, the rest replaces it. */
export function caseMapping(changes: Document = {}): Document {
  const merged: Document = { ...BASE, ...changes }
  for (const part of ['format', 'columns']) {
    merged[part] = { ...(BASE[part] as Document), ...(changes[part] as Document) }
  }
  // What is undefined is taken out.
  return JSON.parse(JSON.stringify(merged)) as Document
}

/** Lines of a file, joined. */
export const lines = (...texts: string[]): string => `${texts.join('\n')}\n`

/** What a test says about issues: where and which, not the words. */
export const brief = (issues: readonly Issue[]): string[] =>
  issues.map(({ row, column, code, severity }) => `${row} ${column} ${code} ${severity}`)

export interface ReadCase {
  ref: string
  /** codes */
  agency: string
  service: string
  /** an instant, or a date where the file has no time */
  submitted: string
  completed: string | null
  due: string | null
  pausedSeconds: number | null
  channel: string | null
  outcome: string | null
  region: string | null
  isFlagged: boolean
}

export const NOW = '2026-11-23T03:00:00.000Z'

/** Reads a small file of cases up to the point where it would be written: what is ready, and what is wrong. */
export async function readCases(
  content: string | Uint8Array,
  changes: Document = {},
  options: { name?: string; path?: string; beside?: Record<string, string | Uint8Array> } = {},
): Promise<PreparedImport & { issues: Issue[]; cases: ReadCase[] }> {
  const workDir = await mkdtemp(join(tmpdir(), 'terukur-read-'))
  try {
    const name = options.name ?? 'file.csv'
    for (const [beside, bytes] of Object.entries(options.beside ?? {})) {
      await writeFile(join(workDir, beside), bytes)
    }
    const path = join(workDir, options.path ?? 'delivered')
    await writeFile(path, content)
    const prepared = await prepareImport({
      dataset: 'cases',
      mapping: parseMapping(caseMapping(changes)),
      mappingDir: workDir,
      files: [{ path, name }],
      workDir,
      known: { agencies: [], services: [], indicators: [], complaintClasses: [] },
      realm: null,
      now: NOW,
      defaultTimezone: 'Asia/Jakarta',
      memoryLimitMb: 256,
    })
    const drafts = await readIssues(prepared.databasePath, 2000)
    const issues = drafts.map(({ params, ...issue }) => ({
      ...issue,
      message: issueMessage('en', issue.code, issue.column, params),
    }))
    return { ...prepared, issues, cases: await readyCases(prepared, workDir) }
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

async function readyCases(prepared: PreparedImport, tempDir: string): Promise<ReadCase[]> {
  const { databasePath } = prepared
  const engine = await openImportEngine(databasePath, { tempDir, readable: [], memoryLimitMb: 256 })
  const date = (name: string) => `coalesce(strftime(${name}_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ'),
    cast(${name}_on as varchar)) as ${name}`
  try {
    const rows = await engine.rows<ReadCase & { agency: number; service: number }>(
      `select ref, agency_index as agency, service_index as service, ${['submitted', 'completed', 'due'].map(date).join(', ')},
        paused_seconds as "pausedSeconds", channel, outcome, region, is_flagged as "isFlagged"
      from ready order by ref, row_number`,
    )
    return rows.map((row) => ({
      ...row,
      agency: prepared.agencies[row.agency]!.code,
      service: prepared.services[row.service]!.code,
    }))
  } finally {
    engine.close()
  }
}

/** Imports a small file of cases, and gives the facts that it wrote beside the result. */
export async function importCases(
  test: TestWorld,
  content: string | Uint8Array,
  changes: Document = {},
): Promise<ImportResult & { cases: StoredCase[] }> {
  const result = await importText(test, 'cases' satisfies Dataset, caseMapping(changes), content)
  return { ...result, cases: await storedCases(test, result.importId) }
}

export type StoredCase = Awaited<ReturnType<typeof storedCases>>[number]

/** The cases that an import wrote, by their ref, with the codes of agency and service. */
function storedCases(test: TestWorld, importId: string) {
  return test.world.db.read
    .selectFrom('serviceCase')
    .innerJoin('agency', 'agency.agencyId', 'serviceCase.agencyId')
    .innerJoin('service', 'service.serviceId', 'serviceCase.serviceId')
    .select([
      'ref',
      'agency.code as agency',
      'service.code as service',
      'submittedAt',
      'submittedOn',
      'completedAt',
      'completedOn',
      'serviceCase.region as region',
      'isFlagged',
      'elapsedSeconds',
    ])
    .where('importId', '=', importId)
    .orderBy('ref')
    .execute()
}
