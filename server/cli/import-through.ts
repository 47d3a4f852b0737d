import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import type { Dataset, ImportResult, ImportStatus } from '#shared/contract/import.ts'
import type { UndoResult } from '#shared/contract/undo.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { askServer, noAnswer } from './command.ts'
import type { Progress } from './progress.ts'
import { sendForm } from './send-form.ts'
import type { TalkedTo } from './server-of.ts'

export interface ImportRequest {
  dataset: Dataset
  mapping: unknown
  mappingPath: string
  lookups: string[]
  files: string[]
  dryRun: boolean
  locale: Locale
}

const POLL_MS = 200
/** A server may be started anew meanwhile; the import goes on by itself. */
const PATIENCE_MS = 30_000

/** The server does the work; this command sends the files and waits.
 *  @throws Refusal saying whether anything can have been taken in, and that repeating is safe */
export async function importThrough(
  server: TalkedTo,
  request: ImportRequest,
  progress: Progress,
): Promise<ImportResult> {
  const headers = { authorization: `Bearer ${server.token}`, 'accept-language': request.locale }
  const id = await upload(server, request, headers, progress)
  return ended<ImportResult>(server, `/api/v1/imports/${id}`, id, headers, progress)
}

/** Takes an import back. A large one goes on in the server; this command waits for it. @throws Refusal */
export async function undoThrough(
  server: TalkedTo,
  importId: string,
  locale: Locale,
  progress: Progress,
): Promise<UndoResult> {
  const headers = { authorization: `Bearer ${server.token}`, 'accept-language': locale }
  const path = `/api/v1/imports/${encodeURIComponent(importId)}/undo`
  const answer = await askServer(server, path, headers, 'POST')
  if (!answer.ok) throw await saidBy(answer)
  if (answer.status !== 202) return (await answer.json()) as UndoResult
  return ended<UndoResult>(server, path, importId, headers, progress)
}

/** Asks how something is getting on until it has ended. */
async function ended<Result>(
  server: TalkedTo,
  path: string,
  id: string,
  headers: Record<string, string>,
  progress: Progress,
): Promise<Result> {
  let lastSeen = Date.now()
  for (;;) {
    const answer = await askServer(server, path, headers).catch(() => null)
    if (!answer) {
      if (server.pid !== null || Date.now() - lastSeen > PATIENCE_MS) {
        throw new Refusal('unavailable', 'server-stopped', { id })
      }
      progress.show({ phase: 'waiting for the server', fraction: null })
      await pause(POLL_MS * 5)
      continue
    }
    lastSeen = Date.now()
    if (!answer.ok) throw await saidBy(answer)
    const status = (await answer.json()) as Omit<ImportStatus, 'result'> & { result: Result | null }
    if (status.status === 'failed') {
      throw status.error === null
        ? new Refusal('invalid', 'import-failed', {})
        : new Refusal('invalid', 'server-said', { sentence: status.error })
    }
    if (status.status === 'done' && status.result) return status.result
    if (status.progress) progress.show(status.progress)
    await pause(POLL_MS)
  }
}

/** Sends the files; gives the id of the import that they became. */
async function upload(
  server: TalkedTo,
  request: ImportRequest,
  headers: Record<string, string>,
  progress: Progress,
): Promise<string> {
  const folder = dirname(resolve(request.mappingPath))
  const sizes = await Promise.all(request.files.map(async (path) => (await stat(path)).size))
  const total = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  )
  let sent = 0
  const counted = (path: string) =>
    createReadStream(path).pipe(
      new Transform({
        transform(chunk: Buffer, _, done) {
          sent += chunk.length
          progress.show({ phase: 'uploading', fraction: sent / total })
          done(null, chunk)
        },
      }),
    )
  progress.show({ phase: 'uploading', fraction: 0 })
  const answer = await sendForm(`${server.address}/api/v1/imports`, headers, [
    { name: 'dataset', value: request.dataset },
    { name: 'mapping', fileName: 'mapping.json', body: Readable.from([JSON.stringify(request.mapping)]) },
    { name: 'dryRun', value: String(request.dryRun) },
    ...request.lookups.map((file) => ({
      name: 'lookup',
      fileName: file,
      body: createReadStream(join(folder, file)),
    })),
    ...request.files.map((path) => ({ name: 'file', fileName: basename(path), body: counted(path) })),
  ]).catch((error: NodeJS.ErrnoException) => {
    const { code = '' } = error
    if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code)) throw noAnswer(server)
    if (/^(ECONN|EPIPE|ETIMEDOUT)/.test(code)) throw brokeOff(server, sent)
    throw error
  })
  if (answer.status !== 202) {
    throw typeof answer.body.detail === 'string'
      ? new Refusal('invalid', 'server-said', { sentence: answer.body.detail })
      : new Refusal('unavailable', 'server-answered', { status: answer.status })
  }
  return answer.body.id as string
}

/** What had not left yet cannot have been taken in; after that the answer alone was lost, perhaps. */
const brokeOff = (server: TalkedTo, sent: number): Refusal =>
  sent === 0 ? noAnswer(server) : new Refusal('unavailable', 'upload-broke-off', { address: server.address })

async function saidBy(answer: Response): Promise<Refusal> {
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string }
  return detail === undefined
    ? new Refusal('unavailable', 'server-answered', { status: answer.status })
    : new Refusal('invalid', 'server-said', { sentence: detail })
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
