import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { Refusal } from '#shared/refusal.ts'

export interface Upload {
  fields: Record<string, string>
  files: { field: string; name: string; path: string }[]
}

const MAX_FIELD_BYTES = 1 << 20
const MAX_FILES = 1000

/** Streams a multipart request to files in `folder`; memory does not grow with them. Returns once all are on disk.
 *  @throws Refusal `invalid` when the request is no form, or is cut off; `too_large` when it has too much of anything. */
export async function receiveUpload(request: IncomingMessage, folder: string): Promise<Upload> {
  const type = request.headers['content-type']
  // Without a boundary it is not known where a part ends.
  if (!type || !/^multipart\/form-data\s*;(.*;)?\s*boundary=\S/i.test(type)) {
    throw new Refusal('invalid', 'form-expected', {})
  }
  const upload: Upload = { fields: {}, files: [] }
  const streams: Readable[] = []
  const writes: Promise<void>[] = []
  const form = new Busboy({
    headers: { ...request.headers, 'content-type': type },
    limits: { fieldSize: MAX_FIELD_BYTES, files: MAX_FILES },
  })
  // The form and its files may tell of an error more than once; unheard, the second would end the process.
  form.on('error', () => {})
  form.on('field', (name: string, value: string, _nameIsCut: boolean, isCut: boolean) => {
    if (isCut) form.destroy(new Refusal('too_large', 'field-too-long', { name, bytes: MAX_FIELD_BYTES }))
    upload.fields[name] = value
  })
  form.on('filesLimit', () => form.destroy(new Refusal('too_large', 'too-many-files', { max: MAX_FILES })))
  form.on('file', (field: string, stream: Readable, name: string) => {
    const path = join(folder, `upload-${upload.files.length}`)
    upload.files.push({ field, name: baseName(name), path })
    streams.push(stream)
    stream.on('error', () => {})
    // A file that cannot be written ends the whole form; until then nobody waits for this promise.
    writes.push(keep(stream, path).catch((error: Error) => void form.destroy(unwritable(error))))
  })
  try {
    await feed(request, form as unknown as Writable)
    await Promise.all(writes)
    if (form.errored) throw form.errored
  } catch (error) {
    for (const stream of streams) stream.destroy(error as Error)
    await Promise.all(writes)
    throw error
  }
  return upload
}

/** Pipes the request into the form. Where that fails the rest of the request is read and dropped, so that the answer
 *  still reaches whoever is sending. */
async function feed(request: IncomingMessage, form: Writable): Promise<void> {
  try {
    await new Promise<void>((done, fail) => {
      form.once('finish', done)
      form.once('error', fail)
      request.once('error', fail)
      request.once('close', () => request.complete || fail(new Error('the connection was lost')))
      request.pipe(form)
    })
  } catch (error) {
    request.unpipe(form)
    request.resume()
    if (error instanceof Refusal || (error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw new Refusal('invalid', 'upload-cut', { reason: (error as Error).message })
  }
}

/** On the disk when it ends. */
const keep = (stream: Readable, path: string): Promise<void> =>
  pipeline(stream, createWriteStream(path, { flush: true }))

const unwritable = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ENOSPC' || error.code === 'EDQUOT'
    ? new Refusal('unavailable', 'disk-full-upload', {})
    : error

/** The name without folders: it decides the format and is shown, but never becomes a path. */
export const baseName = (name: string | undefined): string => (name ?? '').split(/[\\/]/).at(-1) || 'file'
