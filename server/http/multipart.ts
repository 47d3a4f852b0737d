import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { Refusal } from '#shared/refusal.ts'

export interface Upload {
  fields: Record<string, string>
  files: { field: string; name: string; path: string }[]
}

const MAX_FIELD_BYTES = 1 << 20
const MAX_FILES = 50

/** Streams a multipart request to files in `folder`; memory does not grow with them. Returns once all are on disk.
 *  @throws Refusal `invalid` when the request is no form, or is cut off. */
export async function receiveUpload(request: IncomingMessage, folder: string): Promise<Upload> {
  const type = request.headers['content-type']
  if (!type?.startsWith('multipart/form-data')) {
    throw new Refusal('invalid', 'Send multipart/form-data with “mapping” and one or more “file”.')
  }
  const upload: Upload = { fields: {}, files: [] }
  const writes: Promise<void>[] = []
  const form = new Busboy({
    headers: { ...request.headers, 'content-type': type },
    limits: { fieldSize: MAX_FIELD_BYTES, files: MAX_FILES },
  })
  form.on('field', (name: string, value: string) => {
    upload.fields[name] = value
  })
  form.on('file', (field: string, stream: NodeJS.ReadableStream, name: string) => {
    const path = join(folder, `upload-${upload.files.length}`)
    upload.files.push({ field, name: baseName(name), path })
    writes.push(
      pipeline(stream, createWriteStream(path)).then(async () => {
        const handle = await open(path, 'r+')
        await handle.sync()
        await handle.close()
      }),
    )
  })
  await pipeline(request, form as unknown as NodeJS.WritableStream).catch((error: Error) => {
    throw new Refusal('invalid', `The upload was cut off or is no valid form (${error.message}).`)
  })
  await Promise.all(writes)
  return upload
}

/** The name without folders: it decides the format and is shown, but never becomes a path. */
const baseName = (name: string | undefined): string => (name ?? '').split(/[\\/]/).at(-1) || 'file'
