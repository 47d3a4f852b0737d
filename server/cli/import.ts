import { randomUUIDv7 } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { runImport } from '#server/actions/imports/run-import.ts'
import type { ServerFile } from '#server/auth/server-token.ts'
import { readConfig } from '#server/config.ts'
import { DATASETS, type Dataset, type ImportResult, type ImportStatus } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import {
  askServer,
  type Command,
  localeOf,
  noAnswer,
  runningServer,
  UsageError,
  withContext,
} from './command.ts'
import { Progress } from './progress.ts'
import { sendForm } from './send-form.ts'

const help = `terukur import DATASET FILE… --mapping FILE [--dry-run] [--json] [--lang id|en]

Takes files in: DATASET is ${DATASETS.join(', ')}; FILE is .csv, .csv.gz or .tsv.
Several files are one import and one transaction. --dry-run checks and counts, and writes nothing.
Exit code: 0 everything accepted, 1 nothing written, 3 done but some rows were rejected.`

interface Request {
  dataset: Dataset
  mapping: unknown
  mappingPath: string
  lookups: string[]
  files: string[]
  dryRun: boolean
  locale: Locale
}

export const importCommand: Command = {
  summary: 'take files in',
  help,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        mapping: { type: 'string' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        lang: { type: 'string' },
      },
    })
    const [dataset, ...files] = positionals
    if (!DATASETS.some((known) => known === dataset))
      throw new UsageError('usage-dataset', { known: DATASETS })
    if (files.length === 0) throw new UsageError('usage-file', {})
    if (values.mapping === undefined) throw new UsageError('usage-mapping', {})
    for (const file of files) {
      const found = await stat(file).catch(() => null)
      if (!found?.isFile()) throw new Refusal('invalid', 'file-unreadable', { path: file })
    }
    const mapping = await readMapping(values.mapping)
    const request: Request = {
      dataset: dataset as Dataset,
      mapping,
      mappingPath: values.mapping,
      lookups: Object.values(parseMapping(mapping).lookups ?? {}).map((lookup) => lookup.file),
      files,
      dryRun: values['dry-run'] ?? false,
      locale: localeOf(values.lang),
    }
    const progress = new Progress()
    const server = runningServer(readConfig())
    const result = await (server
      ? importThrough(server, request, progress)
      : importHere(request, progress)
    ).finally(() => progress.end())
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result, request.dryRun))
    return exitCode(result)
  },
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

async function importHere(request: Request, progress: Progress): Promise<ImportResult> {
  const abort = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop(abort, request.locale))
  return withContext(request.locale, (context) =>
    runImport(context, {
      dataset: request.dataset,
      mapping: request.mapping,
      mappingDir: dirname(resolve(request.mappingPath)),
      files: request.files.map((path) => ({ path: resolve(path), name: basename(path) })),
      dryRun: request.dryRun,
      importId: randomUUIDv7(),
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
function stop(abort: AbortController, locale: Locale): void {
  const stopped = new Refusal('unavailable', 'stopped', {})
  const end = () => {
    process.stderr.write(`${refusalText(locale, stopped)}\n`)
    process.exit(1)
  }
  if (abort.signal.aborted) end()
  abort.abort(stopped)
  setTimeout(end, STOP_MS).unref()
}

const POLL_MS = 200

/** The server owns the database, so it does the work; this command sends the files and waits. */
async function importThrough(
  server: ServerFile,
  request: Request,
  progress: Progress,
): Promise<ImportResult> {
  const headers = { authorization: `Bearer ${server.token}`, 'accept-language': request.locale }
  const folder = dirname(resolve(request.mappingPath))
  progress.show({ phase: 'uploading', fraction: null })
  const sent = await sendForm(`${server.address}/api/v1/imports`, headers, [
    { name: 'dataset', value: request.dataset },
    { name: 'mapping', fileName: 'mapping.json', body: Readable.from([JSON.stringify(request.mapping)]) },
    { name: 'dryRun', value: String(request.dryRun) },
    ...request.lookups.map((file) => ({
      name: 'lookup',
      fileName: file,
      body: createReadStream(join(folder, file)),
    })),
    ...request.files.map((path) => ({
      name: 'file',
      fileName: basename(path),
      body: createReadStream(path),
    })),
  ]).catch((error: NodeJS.ErrnoException) => {
    throw /^(ECONN|EPIPE)/.test(error.code ?? '') ? noAnswer(server) : error
  })
  if (sent.status !== 202) {
    throw new Refusal('invalid', 'server-said', { sentence: sent.body.detail as string })
  }
  for (;;) {
    const response = await askServer(server, `/api/v1/imports/${sent.body.id}`, headers).catch(() => {
      throw new Refusal('unavailable', 'server-stopped', { id: sent.body.id as string })
    })
    const status = (await response.json()) as ImportStatus
    if (status.status === 'failed') {
      throw status.error === null
        ? new Refusal('invalid', 'import-failed', {})
        : new Refusal('invalid', 'server-said', { sentence: status.error })
    }
    if (status.status === 'done' && status.result) return status.result
    if (status.progress) progress.show(status.progress)
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
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
