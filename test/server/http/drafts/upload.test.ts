import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Draft, type DraftFile, MAX_OPEN_DRAFTS, PART_BYTES } from '#shared/contract/draft.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'

// Files in parts: any order, twice, cut off, changed on the way.

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.app.request(`/api/v1/drafts${path}`, {
    method,
    headers: { ...BEARER, 'accept-language': 'en', 'content-type': 'application/json', ...headers },
    ...(body !== undefined && {
      body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
    }),
  })
const create = async (files: { name: string; size: number }[]) =>
  (await (await send('POST', '', { files })).json()) as Draft
const bytes = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (i * seed) % 251))

test('needs somebody who may deliver', async () => {
  for (const method of ['GET', 'POST']) {
    expect((await server.app.request('/api/v1/drafts', { method })).status).toBe(401)
  }
})

test('takes parts in any order, twice, and says which are there', async () => {
  const content = bytes(PART_BYTES + 1000, 7)
  const draft = await create([{ name: 'C:\\data\\kasus.csv', size: content.length }])
  expect(draft).toMatchObject({ stage: 'uploading', dataset: null, owner: { isMe: true } })
  expect(draft.files).toEqual([
    {
      name: 'kasus.csv',
      size: content.length,
      partBytes: PART_BYTES,
      parts: 2,
      received: [],
      isWhole: false,
    },
  ])
  const parts = [content.subarray(0, PART_BYTES), content.subarray(PART_BYTES)]
  const put = async (part: number) =>
    (await (await send('PUT', `/${draft.id}/files/0/parts/${part}`, parts[part])).json()) as DraftFile
  expect((await put(1)).received).toEqual([1])
  expect((await put(1)).received).toEqual([1])
  expect(await put(0)).toMatchObject({ received: [0, 1], isWhole: true })
  const stored = await readFile(join(server.test.dataDir, 'drafts', draft.id, 'file-0'))
  expect(stored.equals(content)).toBe(true)
})

test('a part of another size, or changed on the way, is not taken', async () => {
  const content = bytes(5000, 3)
  const { id } = await create([{ name: 'a.csv', size: content.length }])
  const path = `/${id}/files/0/parts/0`
  const refused = async (body: Uint8Array, headers?: Record<string, string>) => {
    const response = await send('PUT', path, body, headers)
    return [response.status, ((await response.json()) as { detail: string }).detail]
  }
  const size = [400, 'Part 0 must be exactly 5000 bytes. Send it again.']
  expect(await refused(content.subarray(1))).toEqual(size)
  expect(await refused(Buffer.concat([content, content]))).toEqual(size)
  const digest = (of: Uint8Array) => ({
    'content-digest': `sha-256=:${createHash('sha256').update(of).digest('base64')}:`,
  })
  expect(await refused(content, digest(content.subarray(1)))).toEqual([
    400,
    'Part 0 was changed on its way. Send it again.',
  ])
  expect(((await (await send('GET', `/${id}`)).json()) as Draft).files[0]!.received).toEqual([])
  expect((await send('PUT', path, content, digest(content))).status).toBe(200)
  expect((await send('PUT', `/${id}/files/0/parts/1`, content)).status).toBe(404)
  expect((await send('PUT', `/${id}/files/1/parts/0`, content)).status).toBe(404)
})

test('what cannot be taken is refused before a byte is sent', async () => {
  expect((await send('POST', '', { files: [{ name: 'a.csv', size: 10 ** 10 }] })).status).toBe(413)
  expect((await send('POST', '', { files: [] })).status).toBe(400)
  expect((await send('POST', '', { files: [{ name: 'a.csv', size: 1 }], agency: 'nobody' })).status).toBe(400)
  const { items } = (await (await send('GET', '')).json()) as { items: Draft[] }
  for (let open = items.length; open < MAX_OPEN_DRAFTS; open++) await create([{ name: 'a.csv', size: 1 }])
  const full = await send('POST', '', { files: [{ name: 'a.csv', size: 1 }] })
  expect(full.status).toBe(409)
  for (const { id } of items) expect((await send('DELETE', `/${id}`)).status).toBe(204)
  expect((await send('GET', `/${items[0]!.id}`)).status).toBe(404)
  expect((await send('POST', '', { files: [{ name: 'a.csv', size: 1 }] })).status).toBe(201)
})
