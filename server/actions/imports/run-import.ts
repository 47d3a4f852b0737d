import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { memoryLimitMb } from '#server/db/memory-limit.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'
import { insertImport, listImportAgencies } from '#server/db/queries/imports.ts'
import { insertIndicators, listGivenBy } from '#server/db/queries/indicators.ts'
import { type PreparedImport, prepareImport, type Realm, readIssues } from '#server/ingest/prepare-import.ts'
import { rebuildAgencies, rebuildTouched } from '#server/rollups/rebuild.ts'
import { startTouched } from '#server/rollups/touched.ts'
import { type ActionName, actorText } from '#shared/access.ts'
import { COUNTS_PEOPLE, type Dataset, type ImportResult, MAX_ISSUES_SHOWN } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { allowSomewhere, type Where } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { queueEvent } from '../webhooks/queue-event.ts'
import { compareFigures, type FigureEffect } from './compare-figures.ts'
import { factKindOf } from './facts/fact-kinds.ts'
import { findTouched } from './find-touched.ts'
import { knownEntities } from './known-entities.ts'
import {
  haveFacts,
  insertFacts,
  MANY_ROWS,
  type MergeCounts,
  type MergedBy,
  mergeFacts,
  readyRuns,
} from './merge-facts.ts'
import { realmOf } from './realm-of.ts'
import { recordDelivery } from './record-delivery.ts'
import { recordEntities } from './record-entities.ts'
import { DEMO_SOURCE, hasDemo, removeDemo } from './remove-demo.ts'
import { resolveEntities } from './resolve-entities.ts'
import { stageFacts } from './stage-facts.ts'

export interface ImportInput {
  dataset: Dataset
  /** the mapping document as parsed JSON */
  mapping: unknown
  /** folder that the mapping's lookup files are beside, or null */
  mappingDir: string | null
  files: { path: string; name: string }[]
  dryRun: boolean
  importId: string
  /** of a dry run: takes the main figures that it would change */
  onFigures?: (effect: FigureEffect) => void
  /** what it is in the audit log; default: `import.commit` */
  action?: ActionName
  /** written in the same transaction */
  alongside?: (tx: Tx) => Promise<void>
  /** is shown the rows, valid and not, before they are compared with what is there */
  onPrepared?: (prepared: PreparedImport) => Promise<void>
  onProgress?: (progress: { phase: string; fraction: number | null }) => void
  signal?: AbortSignal
}

const NOTHING: MergeCounts = { inserted: 0, updated: 0, unchanged: 0, removed: 0 }

/** Takes files in: facts, cells, finished rows, the delivery, its issues and the audit row are one transaction, so
 *  that after a crash an import is wholly there or not at all. With `dryRun` nothing is written.
 *  Rows of agencies that are not the actor's are bad rows; a snapshot takes nothing away from these agencies.
 *  @throws Refusal when the mapping or a file as a whole cannot be used, and `forbidden` for who may deliver nowhere;
 *  bad rows are issues in the result. */
export async function runImport(context: ActionContext, input: ImportInput): Promise<ImportResult> {
  const startedAt = performance.now()
  const action = input.action ?? 'import.commit'
  allowSomewhere(context.actor, action)
  const mapping = parseMapping(input.mapping)
  const workDir = join(context.dataDir, 'tmp', `import-${input.importId}`)
  await mkdir(workDir, { recursive: true })
  try {
    const realm = await realmOf(context, action)
    const prepared = await prepareImport({
      dataset: input.dataset,
      mapping,
      mappingDir: input.mappingDir,
      files: input.files,
      workDir,
      known: await knownEntities(context.world, mapping.source, input.dataset),
      realm,
      now: context.clock(),
      defaultTimezone: context.defaultTimezone,
      memoryLimitMb: memoryLimitMb(),
      ...(input.onProgress && { onProgress: input.onProgress }),
      ...(input.signal && { signal: input.signal }),
    })
    await input.onPrepared?.(prepared)
    input.signal?.throwIfAborted()
    input.onProgress?.({ phase: 'writing', fraction: null })
    const issues = await readIssues(prepared.databasePath, MAX_ISSUES_SHOWN)
    const result: ImportResult = {
      importId: input.importId,
      dataset: input.dataset,
      rows: prepared.rows,
      accepted: prepared.accepted,
      skipped: prepared.skipped,
      rejected: prepared.rejected,
      warnings: prepared.warnings,
      merged: prepared.merged,
      ...NOTHING,
      issues: issues.map(({ params, ...issue }) => ({
        ...issue,
        message: issueMessage(context.locale, issue.code, issue.column, params),
      })),
      issuesTruncated: prepared.issueCount > issues.length,
      detected: prepared.detected,
      agencies: prepared.agencies.length,
      services: prepared.services.length,
      from: prepared.from,
      to: prepared.to,
      demoRemoved: false,
      seconds: 0,
    }
    await commit(context, input, prepared, realm, result, startedAt)
    return result
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

/** Thrown at the end of a dry run so that everything it did is rolled back. */
class DryRun extends Error {}

async function commit(
  context: ActionContext,
  input: ImportInput,
  prepared: PreparedImport,
  realm: Realm | null,
  result: ImportResult,
  startedAt: number,
): Promise<void> {
  const at = context.clock()
  try {
    await context.world.write(
      async (tx) => {
        if (prepared.readyRows > 0 || isEmptySnapshot(prepared)) {
          result.demoRemoved = prepared.source !== DEMO_SOURCE && (await hasDemo(tx))
          if (result.demoRemoved) await removeDemo(tx)
          Object.assign(result, await writeFacts(context, tx, input, prepared, realm, at))
          if (input.onFigures)
            input.onFigures(await figuresOf(context, tx, input, prepared, result.demoRemoved))
        }
        input.signal?.throwIfAborted()
        result.seconds = Math.round((performance.now() - startedAt) / 100) / 10
        if (input.dryRun) throw new DryRun()
        await context.world.db.loadTable(
          tx,
          { databasePath: prepared.databasePath, table: 'issue' },
          {
            tempTable: 'tmp_issue',
            columns: [
              { name: 'position', type: 'bigint' },
              { name: 'file', type: 'text' },
              { name: 'row_number', type: 'bigint' },
              { name: 'column_name', type: 'text' },
              { name: 'code', type: 'text' },
              { name: 'severity', type: 'text' },
              { name: 'params', type: 'text' },
            ],
          },
        )
        await recordImport(tx, context, input, prepared, realm, result, at)
        await input.alongside?.(tx)
      },
      { changesFigures: COUNTS_PEOPLE.includes(prepared.dataset) || 'not-of-people' },
    )
  } catch (error) {
    if (!(error instanceof DryRun)) throw error
  }
}

async function figuresOf(
  context: ActionContext,
  tx: Tx,
  input: ImportInput,
  { dataset }: PreparedImport,
  isFirst: boolean,
): Promise<FigureEffect> {
  const touched = await findTouched(tx, factKindOf(dataset), input.importId)
  const indicators = dataset === 'values' ? await listGivenBy(tx, input.importId) : []
  return compareFigures(context, tx, { ...touched, dataset, indicators, isFirst })
}

/** A snapshot of which nothing is kept says that its source holds nothing now; one whose rows are bad says nothing. */
const isEmptySnapshot = ({ mode, rows, skipped }: PreparedImport): boolean =>
  mode === 'snapshot' && rows > 0 && skipped === rows

async function writeFacts(
  context: ActionContext,
  tx: Tx,
  input: ImportInput,
  prepared: PreparedImport,
  realm: Realm | null,
  at: string,
): Promise<MergeCounts> {
  const kind = factKindOf(prepared.dataset)
  await startTouched(tx)
  const { agencyIds, timeZones, named } = await resolveEntities(tx, prepared)
  const indicators = await insertIndicators(
    tx,
    prepared.indicators.map((indicator) => ({ ...indicator, source: prepared.source })),
  )
  const by: MergedBy = {
    importId: input.importId,
    source: prepared.source,
    isSnapshot: prepared.mode === 'snapshot',
    isUndoable: true,
    ...(realm && { ownAgencies: [...agencyIds, ...(await numbersOf(tx, realm))] }),
  }
  await stageFacts(context.world.db, tx, kind, prepared.databasePath, by.isSnapshot)
  // Where nothing is to be compared, facts go in as they come, and everything of their agencies is new.
  const isFresh = !by.isSnapshot && !(await haveFacts(tx, kind, agencyIds))
  let counts: MergeCounts = { ...NOTHING, inserted: prepared.readyRows }
  if (isFresh) {
    for (const within of await readyRuns(tx)) {
      await insertFacts(tx, kind, by, sql`(${kind.derive(timeZones, within)})`)
    }
  } else {
    const all = sql`is not null`
    await sql`create temporary table tmp_incoming as select * from (${kind.derive(timeZones, all)}) as n`.execute(
      tx,
    )
    counts = await mergeFacts(tx, kind, by)
  }
  await recordEntities(tx, kind, by.importId, named, indicators, counts.removed > 0)
  await context.world.db.unloadTable(tx, 'tmp_ready')
  if (by.isSnapshot) await context.world.db.unloadTable(tx, 'tmp_named')
  if (prepared.covers) {
    await recordDelivery(tx, kind, {
      agencyIds,
      importId: input.importId,
      dataset: prepared.dataset,
      source: prepared.source,
      covers: prepared.covers,
      asOf: prepared.asOf,
      importedAt: at,
    })
  }
  if (counts.inserted + counts.updated >= MANY_ROWS) await planForMany(tx, [kind.table, 'agency_as_of'])
  input.onProgress?.({ phase: 'cells', fraction: null })
  if (!input.dryRun || input.onFigures) {
    if (isFresh) await rebuildAgencies(tx, agencyIds, prepared.dataset)
    else await rebuildTouched(tx, prepared.dataset)
  }
  return counts
}

async function numbersOf(tx: Tx, { agencies }: Realm): Promise<number[]> {
  const rows = await tx
    .selectFrom('agency')
    .select('agencyId')
    .where(sql<boolean>`code = any(cast(${[...agencies]} as text[]))`)
    .execute()
  return rows.map(({ agencyId }) => agencyId)
}

/** Agencies whose facts it wrote, met or removed. One that wrote nothing was about those of whoever sent it. */
async function concernedBy(tx: Tx, importId: string, realm: Realm | null): Promise<Where> {
  const named = await listImportAgencies(tx, importId)
  if (named.length > 0) return named
  return realm?.only ? [realm.only] : 'instance'
}

async function recordImport(
  tx: Tx,
  context: ActionContext,
  input: ImportInput,
  prepared: PreparedImport,
  realm: Realm | null,
  result: ImportResult,
  at: string,
): Promise<void> {
  await sql`insert into import_issue (import_id, position, file, row_number, column_name, code, severity, params)
    select ${input.importId}, position, file, row_number, column_name, code, severity, params from tmp_issue`.execute(
    tx,
  )
  await context.world.db.unloadTable(tx, 'tmp_issue')
  const { issues: _, ...rest } = result
  // What is entered by hand comes as a file of no name that anybody knows.
  const files = input.action ? [] : input.files.map(({ name }) => name)
  const summary = { ...rest, files }
  await insertImport(tx, {
    importId: input.importId,
    dataset: input.dataset,
    source: prepared.source,
    status: prepared.accepted > 0 ? 'done' : 'rejected',
    actor: actorText(context.actor),
    importedAt: at,
    asOf: prepared.asOf,
    coversFrom: prepared.covers?.[0] ?? null,
    coversTo: prepared.covers?.[1] ?? null,
    result: JSON.stringify(summary),
    mapping: JSON.stringify(input.mapping),
    position: await takeNumbers(tx, 'import', 1),
    isUndoable: true,
  })
  await insertAudit(tx, {
    actedAt: at,
    actor: actorText(context.actor),
    action: input.action ?? 'import.commit',
    subject: input.importId,
    place: await concernedBy(tx, input.importId, realm),
    detail: summary,
  })
  if (prepared.accepted === 0) return
  await queueEvent(tx, {
    event: 'import.accepted',
    subject: input.importId,
    agencies: prepared.agencies.map(({ code }) => code),
    data: { ...rest, source: prepared.source, agencyCodes: prepared.agencies.map(({ code }) => code) },
    at,
  })
}
