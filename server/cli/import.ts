import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runImport } from '#server/actions/imports/run-import.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { newId } from '#server/db/new-id.ts'
import { DATASETS, type Dataset, type ImportResult } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import type { UndoResult } from '#shared/contract/undo.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Command, UsageError, withContext } from './command.ts'
import { type ImportRequest, importThrough, undoThrough } from './import-through.ts'
import { listFiles } from './list-files.ts'
import { printFailure } from './print-failure.ts'
import { Progress } from './progress.ts'
import { SERVER_OPTIONS, serverOf, type TalkedTo } from './server-of.ts'

const OPTIONS = {
  mapping: { type: 'string' },
  'dry-run': { type: 'boolean' },
  undo: { type: 'string' },
  json: { type: 'boolean' },
  ...SERVER_OPTIONS,
} as const

export const importCommand: Command = async (args, locale) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  const server = serverOf(values)
  if (values.undo !== undefined) {
    if (positionals.length > 0) throw new UsageError('usage-undo', {})
    const undone = await undo(server, values.undo, locale)
    process.stdout.write(values.json ? `${JSON.stringify(undone)}\n` : describeUndo(undone, locale))
    return 0
  }
  const request = await readRequest(positionals, values, locale)
  const progress = new Progress(locale)
  const result = await (server
    ? importThrough(server, request, progress)
    : importHere(request, progress, (stopped) => values.json && printFailure(locale, stopped))
  ).finally(() => progress.end())
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result, request.dryRun, locale))
  return exitCode(result)
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
  const texts = commandText(locale)
  for (const path of leftOut) process.stderr.write(`${texts.leftOut(path)}\n`)
  if (files.length > names.length) {
    const names = files.map((path) => basename(path)).join(', ')
    process.stderr.write(`${texts.inOrder(files.length, names)}\n`)
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
  const progress = new Progress(locale)
  return undoThrough(server, importId, locale, progress).finally(() => progress.end())
}

function describeUndo(undone: UndoResult, locale: Locale): string {
  const texts = commandText(locale)
  const lines = [texts.undone(undone.id, undone.removed, undone.restored)]
  for (const kind of ['agencies', 'services', 'indicators'] as const) {
    if (undone[kind].length > 0) lines.push(`  ${texts.undoneWith[kind](undone[kind].join(', '))}`)
  }
  if (undone.demoStaysRemoved) lines.push(texts.demoStaysRemoved)
  return `${lines.join('\n')}\n`
}

function describe(result: ImportResult, isDry: boolean, locale: Locale): string {
  const texts = commandText(locale)
  const lines = [
    isDry ? texts.dry : texts.imported(result.importId),
    texts.rows(result),
    texts.changes(result),
    texts.spans({ ...result, from: result.from ?? '–', to: result.to ?? '–' }),
  ]
  if (result.demoRemoved) lines.push(texts.demoRemoved(isDry))
  for (const { file, row, column, message } of result.issues.slice(0, 20)) {
    const at = { file: file ?? '', row: String(row ?? '–'), column: column ?? '–', message }
    lines.push(`  ${texts.issue(at)}`)
  }
  const more = result.issues.length > 20 || result.issuesTruncated
  if (more) lines.push(`  ${texts.allIssues(`/api/v1/imports/${result.importId}/issues.csv`)}`)
  return `${lines.join('\n')}\n`
}
