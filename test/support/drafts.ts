import type { Draft } from '#shared/contract/draft.ts'
import { PART_BYTES } from '#shared/contract/draft.ts'
import { BEARER, type TestServer } from './server.ts'

/** Nothing that a test drops in takes that long, on the slowest machine. */
const MAX_MS = 180_000

/** A person at the desk: sends requests as the owner of the server, in English. */
export function deskOf(server: TestServer) {
  const send = (method: string, path: string, body?: unknown) =>
    server.app.request(`/api/v1/drafts${path}`, {
      method,
      headers: { ...BEARER, 'accept-language': 'en', 'content-type': 'application/json' },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }),
    })
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(method, path, body)
    const answer = (await response.json()) as T
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }
  /** Waits until nothing runs. */
  const settled = async (id: string): Promise<Draft> => {
    for (const until = Date.now() + MAX_MS; ; ) {
      const draft = await ask<Draft>('GET', `/${id}`)
      if (draft.progress === null && !['uploading', 'reading', 'committing'].includes(draft.stage))
        return draft
      if (Date.now() > until)
        throw new Error(`a draft goes on and on: ${JSON.stringify(draft.progress)} ${draft.stage}`)
      await new Promise((done) => setTimeout(done, 15))
    }
  }
  return {
    send,
    ask,
    settled,
    /** Drops files in and waits until they are read. */
    async drop(files: Record<string, string | Uint8Array>, more: object = {}): Promise<Draft> {
      const contents = Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }))
      const { id } = await ask<Draft>('POST', '', {
        files: contents.map(({ name, bytes }) => ({ name, size: bytes.length })),
        ...more,
      })
      for (const [i, { bytes }] of contents.entries())
        for (let part = 0; part * PART_BYTES < bytes.length; part++)
          await ask(
            'PUT',
            `/${id}/files/${i}/parts/${part}`,
            bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
          )
      return settled(id)
    },
    async check(id: string): Promise<Draft> {
      await ask('POST', `/${id}/check`)
      return settled(id)
    },
  }
}
