import type { Draft, DraftFile } from '#shared/contract/draft.ts'
import { ApiError, languageOfPage } from './client.ts'
import { draftPath } from './drafts.ts'
import { dropFiles, keepFiles, keptFiles } from './kept-files.ts'

// Sends the files of a draft in parts, a few at once. A part that fails is sent again, later and later, for as long as
// it takes; what the server refuses is not. The files themselves are kept by the browser until they are whole there, so
// that a reload goes on by itself. An upload belongs to no page: one may look elsewhere meanwhile.

export interface UploadState {
  /** bytes that the server has or is being sent */
  sent: number
  total: number
  /** the line is down: when the next try is made */
  isWaiting: boolean
  failure: Error | null
  isDone: boolean
}

interface Upload {
  state: UploadState
  cancel: AbortController
}

const AT_ONCE = 3
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000

const uploads = new Map<string, Upload>()
const listeners = new Set<() => void>()

export const uploadOf = (draftId: string): UploadState | null => uploads.get(draftId)?.state ?? null

export function listenToUploads(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Begins, or goes on with what the server still lacks. `whole` is called once everything is there. */
export function startUpload(draft: Draft, files: readonly File[], whole: () => void): void {
  if (uploads.has(draft.id) && !uploads.get(draft.id)!.state.failure) return
  const total = draft.files.reduce((sum, file) => sum + file.size, 0)
  const state = { sent: 0, total, isWaiting: false, failure: null, isDone: false }
  const upload: Upload = { state, cancel: new AbortController() }
  uploads.set(draft.id, upload)
  tell(upload, {})
  void keepFiles(draft.id, files)
  send(draft, files, upload).then(
    () => {
      void dropFiles(draft.id)
      tell(upload, { isDone: true, sent: total })
      uploads.delete(draft.id)
      whole()
    },
    (error: Error) => {
      if (!upload.cancel.signal.aborted) tell(upload, { failure: error })
    },
  )
}

export function stopUpload(draftId: string): void {
  uploads.get(draftId)?.cancel.abort()
  uploads.delete(draftId)
  void dropFiles(draftId)
}

/** The files that were being sent before a reload, when the browser still has all of them. */
export async function filesAgain(draft: Draft): Promise<File[] | null> {
  const kept = await keptFiles(draft.id)
  return kept && areThese(kept, draft.files) ? kept : null
}

/** Whether chosen files are those that a draft waits for. */
export const areThese = (files: readonly File[], wanted: readonly DraftFile[]): boolean =>
  files.length === wanted.length &&
  files.every((file, i) => file.name === wanted[i]!.name && file.size === wanted[i]!.size)

function tell(upload: Upload, change: Partial<UploadState>): void {
  upload.state = { ...upload.state, ...change }
  for (const listener of listeners) listener()
}

async function send(draft: Draft, files: readonly File[], upload: Upload): Promise<void> {
  const parts = draft.files.flatMap((file, index) =>
    Array.from({ length: file.parts }, (_, part) => ({
      path: `${draftPath(draft.id)}/files/${index}/parts/${part}`,
      body: files[index]!.slice(part * file.partBytes, (part + 1) * file.partBytes),
      isThere: file.received.includes(part),
    })),
  )
  const done = new Map(parts.map((part) => [part, part.isThere ? part.body.size : 0]))
  const count = () => tell(upload, { sent: [...done.values()].reduce((sum, bytes) => sum + bytes, 0) })
  count()
  const waiting = parts.filter((part) => !part.isThere)
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const own = part
      const sent = (bytes: number) => {
        done.set(own, Math.min(bytes, own.body.size))
        count()
      }
      await sendUntilThere(own.path, own.body, upload, sent)
      sent(own.body.size)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function sendUntilThere(
  path: string,
  body: Blob,
  upload: Upload,
  sent: (bytes: number) => void,
): Promise<void> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    upload.cancel.signal.throwIfAborted()
    try {
      await put(path, body, upload.cancel.signal, sent)
      tell(upload, { isWaiting: false })
      return
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status !== 408 && error.status !== 429)
        throw error
      sent(0)
      tell(upload, { isWaiting: true })
      await waitOrOnline(wait, upload.cancel.signal)
    }
  }
}

/** fetch does not say how much has been sent; the older request does. */
function put(path: string, body: Blob, signal: AbortSignal, sent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', languageOfPage())
    request.upload.onprogress = (event) => sent(event.loaded)
    request.onerror = () => reject(new TypeError('network'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) return resolve()
      const problem = readProblem(request.responseText)
      reject(new ApiError(request.status, problem.detail ?? request.statusText, problem.requestId ?? null))
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  })
}

function readProblem(text: string): { detail?: string; requestId?: string } {
  try {
    return JSON.parse(text) as { detail?: string; requestId?: string }
  } catch {
    return {}
  }
}

/** A line that comes back is used at once. */
function waitOrOnline(wait: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, wait)
    addEventListener('online', go)
    signal.addEventListener('abort', go, { once: true })
  })
}
