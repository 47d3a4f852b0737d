import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runImport } from '#server/actions/imports/run-import.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { newId } from '#server/db/new-id.ts'
import { DATASETS, type Dataset, type ImportResult } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import type { UndoResult } from '#shared/contract/undo.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, localeOf, UsageError, withContext } from './command.ts'
import { type ImportRequest, importThrough, undoThrough } from './import-through.ts'
import { listFiles } from './list-files.ts'
import { printFailure } from './print-failure.ts'
import { Progress } from './progress.ts'
import { SERVER_OPTIONS, serverOf, type TalkedTo } from './server-of.ts'

const help = `terukur import DATASET FILE|FOLDER… --mapping FILE [--dry-run] [--json] [--lang id|en]
terukur import --undo ID [--json]
  [--server URL --key KEY]

Takes files in: DATASET is ${DATASETS.join(', ')};
FILE is .csv, .tsv, .ndjson, .json, the text ones also .gz, .xlsx or .parquet. Of a FOLDER the files right in it are
taken, by their names; what is of another kind is named and left out. All of it is one import and one transaction.
--dry-run checks and counts, and writes nothing. --undo takes a whole import back.
--server and --key (or TERUKUR_SERVER and TERUKUR_KEY) talk to a server elsewhere; without them the command works on the
database here, through its server if one runs. What breaks off is never resumed: repeat the command, and what is there
already is found unchanged.
--json prints one JSON value: the result, or {"error": …} when nothing could be done.
Exit code: 0 everything accepted, 1 nothing written, 3 done but some rows were rejected.`

const OPTIONS = {
  mapping: { type: 'string' },
  'dry-run': { type: 'boolean' },
  undo: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  ...SERVER_OPTIONS,
} as const

export const importCommand: Command = {
  summary: 'take files in, or take an import back',
  help,
  async run(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
    const locale = localeOf(values.lang)
    const server = serverOf(values)
    if (values.undo !== undefined) {
      if (positionals.length > 0) throw new UsageError('usage-undo', {})
      const undone = await undo(server, values.undo, locale)
      process.stdout.write(values.json ? `${JSON.stringify(undone)}\n` : describeUndo(undone))
      return 0
    }
    const request = await readRequest(positionals, values, locale)
    const progress = new Progress()
    const result = await (server
      ? importThrough(server, request, progress)
      : importHere(request, progress, (stopped) => values.json && printFailure(locale, stopped))
    ).finally(() => progress.end())
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result, request.dryRun))
    return exitCode(result)
  },
}

async function readRequest(
  [dataset, ...names]: string[],
  values: { mapping?: string; 'dry-run'?: boolean },
  locale: Locale,
): Promise<ImportRequest> {
  if (!DATASETS.some((known) => known === dataset)) throw new UsageError('usage-dataset', { known: DATASETS })
  if (names.length === 0) throw new UsageError('usage-file', {})
  if (values.mapping === undefined) throw new UsageError('usage-mapping', {})
  const mapping = await readMapping(values.mapping)
  const lookups = Object.values(parseMapping(mapping).lookups ?? {}).map((lookup) => lookup.file)
  const folder = dirname(resolve(values.mapping))
  const beside = [values.mapping, ...lookups.map((file) => join(folder, file))]
  const { files, leftOut } = await listFiles(names, beside)
  for (const path of leftOut) process.stderr.write(`left out, no format that is read: ${path}\n`)
  if (files.length > names.length) {
    process.stderr.write(
      `${files.length} files, in this order: ${files.map((path) => basename(path)).join(', ')}\n`,
    )
  }
  return {
    dataset: dataset as Dataset,
    mapping,
    mappingPath: values.mapping,
    lookups,
    files,
    dryRun: values['dry-run'] ?? false,
    locale,
  }
}

async function readMapping(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal('invalid', 'mapping-unreadable', { path })
  })
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Refusal('invalid', 'mapping-file-not-json', { path, reason: (error as Error).message })
  }
}

const exitCode = (result: ImportResult): number => {
  if (result.rows > 0 && result.accepted === 0 && result.rejected > 0) return 1
  return result.rejected > 0 ? 3 : 0
}

async function importHere(
  request: ImportRequest,
  progress: Progress,
  onStuck: (stopped: Refusal) => void,
): Promise<ImportResult> {
  const abort = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => stop(abort, request.locale, onStuck))
  return withContext(request.locale, (context) =>
    runImport(context, {
      dataset: request.dataset,
      mapping: request.mapping,
      mappingDir: dirname(resolve(request.mappingPath)),
      files: request.files.map((path) => ({ path: resolve(path), name: basename(path) })),
      dryRun: request.dryRun,
      importId: newId(),
      onProgress: (state) => progress.show(state),
      signal: abort.signal,
    }),
  ).catch((error: unknown) => {
    throw abort.signal.aborted ? abort.signal.reason : error
  })
}

/** What cannot be interrupted within this is left to the database, which forgets a transaction without an end. */
const STOP_MS = 5000

/** Ends the import before anything is committed; a second signal does not wait. */
function stop(abort: AbortController, locale: Locale, onStuck: (stopped: Refusal) => void): void {
  const stopped = new Refusal('unavailable', 'stopped', {})
  const end = () => {
    onStuck(stopped)
    process.stderr.write(`${refusalText(locale, stopped)}\n`)
    process.exit(1)
  }
  if (abort.signal.aborted) end()
  abort.abort(stopped)
  setTimeout(end, STOP_MS).unref()
}

async function undo(server: TalkedTo | null, importId: string, locale: Locale): Promise<UndoResult> {
  if (!server) return withContext(locale, (context) => undoImport(context, importId))
  const progress = new Progress()
  return undoThrough(server, importId, locale, progress).finally(() => progress.end())
}

function describeUndo(undone: UndoResult): string {
  const lines = [
    `Import ${undone.id} is undone: ${undone.removed} facts removed, ${undone.restored} as they were before.`,
  ]
  for (const kind of ['agencies', 'services', 'indicators'] as const) {
    if (undone[kind].length > 0) lines.push(`  ${kind} removed with it: ${undone[kind].join(', ')}`)
  }
  if (undone.demoStaysRemoved) lines.push('The demo data that it had removed does not come back.')
  return `${lines.join('\n')}\n`
}

function describe(result: ImportResult, isDry: boolean): string {
  const lines = [
    isDry ? 'Nothing was written (dry run).' : `Import ${result.importId}`,
    `${result.rows} rows: ${result.accepted} accepted, ${result.skipped} skipped, ${result.rejected} rejected, ${result.warnings} warnings`,
    `${result.inserted} new, ${result.updated} corrected, ${result.unchanged} unchanged, ${result.removed} removed, ${result.merged} merged`,
    `${result.agencies} agencies, ${result.services} services, ${result.from ?? '–'} to ${result.to ?? '–'}, ${result.seconds} s`,
  ]
  if (result.demoRemoved) lines.push('The demo data was removed: real data has come in.')
  for (const issue of result.issues.slice(0, 20)) {
    lines.push(`  ${issue.file ?? ''} row ${issue.row ?? '–'}, ${issue.column ?? '–'}: ${issue.message}`)
  }
  const more = result.issues.length > 20 || result.issuesTruncated
  if (more) lines.push(`  … all issues: GET /api/v1/imports/${result.importId}/issues.csv`)
  return `${lines.join('\n')}\n`
}
