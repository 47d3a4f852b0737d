import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ImportQueue } from '#server/jobs/import-queue.ts'
import type { ImportStatus } from '#shared/contract/import.ts'
import { BEARER, delivery, openTestServer, type TestServer } from '#test/support/server.ts'
import { mountSmallDisk } from '#test/support/small-disk.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// Deliveries over HTTP: uploads on a real connection, a real database.

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const head = 'ref,agency,service,submitted'
const cases = lines(head, 'A1,Dinas A,Izin,2026-01-05', 'A2,Dinas A,Izin,never')

async function accepted(form: FormData): Promise<ImportStatus> {
  const response = await server.post(form)
  const { id } = (await response.json()) as { id: string }
  expect(response.status).toBe(202)
  expect(response.headers.get('location')).toBe(`/api/v1/imports/${id}`)
  return server.finished(id)
}

async function refused(form: FormData, headers?: Record<string, string>) {
  const response = await server.post(form, headers)
  const { detail } = (await response.json()) as { detail: string }
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return { status: response.status, detail }
}

const uploads = () => readdir(join(server.test.dataDir, 'uploads'))

test('needs the token, also to look', async () => {
  const form = delivery(caseMapping(), { 'cases.csv': cases })
  expect(await refused(form, {})).toEqual({
    status: 401,
    detail: 'Sign in first, or send a key: “Authorization: Bearer …”.',
  })
  expect((await refused(form, { authorization: 'Bearer wrong' })).status).toBe(401)
  for (const path of ['', '/x', '/x/issues.csv']) {
    expect((await server.get(`/api/v1/imports${path}`)).status).toBe(401)
  }
  await expect.poll(uploads).toEqual([])
})

test('takes files in, tells how it gets on, keeps result and issues', async () => {
  const status = await accepted(delivery(caseMapping(), { 'cases.csv': cases }))
  expect(status).toMatchObject({ status: 'done', progress: null, error: null })
  expect(status.result).toMatchObject({
    rows: 2,
    accepted: 1,
    rejected: 1,
    inserted: 1,
    issuesTruncated: false,
  })
  const path = `/api/v1/imports/${status.id}`
  const answer = await server.get(path, { ...BEARER, 'accept-language': 'en' })
  expect(await answer.json()).toEqual(status)
  const issues = await server.get(`${path}/issues.csv?lang=en`, BEARER)
  expect(issues.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(await issues.text()).toBe(
    [
      'file,row,column,code,severity,message',
      ',2,submitted,bad-date,error,"“never” in column submitted is not a date we can read. Correct it, or set format.datetime."',
      '',
    ].join('\r\n'),
  )
  const { items } = (await (await server.get('/api/v1/imports', BEARER)).json()) as { items: object[] }
  expect(items[0]).toMatchObject({ importId: status.id, dataset: 'cases', status: 'done' })
  await expect.poll(uploads).toEqual([])
})

test('a later process knows the result too, with its issues', async () => {
  const status = await accepted(delivery(caseMapping(), { 'cases.csv': cases }))
  const later = new ImportQueue(server.test.context, pino({ level: 'silent' }))
  const known = await later.status(status.id, 'en')
  expect(known.result!.issues.map(({ code, message }) => [code, message])).toEqual([
    ['bad-date', expect.stringContaining('“never” in column submitted')],
  ])
})

test('issues.csv is whole where the result shows the first thousand', async () => {
  const rows = Array.from({ length: 6000 }, (_, i) => `B${i},"=cmd|A","Izin",day ${i}`)
  const { id, result } = await accepted(delivery(caseMapping(), { 'cases.csv': lines(head, ...rows) }))
  expect(result).toMatchObject({ rows: 6000, accepted: 0, rejected: 6000, issuesTruncated: true })
  expect(result!.issues).toHaveLength(1000)
  const text = await (await server.get(`/api/v1/imports/${id}/issues.csv`, BEARER)).text()
  const found = text.trimEnd().split('\r\n')
  expect(found).toHaveLength(6001)
  expect(found.at(-1)).toMatch(/^,6000,submitted,bad-date,error,/)
})

test('a dry run leaves nothing, not even a record of itself', async () => {
  const { id, result } = await accepted(
    delivery(
      caseMapping(),
      { 'cases.csv': lines(head, 'C1,Nobody Yet,Izin,2026-01-05') },
      { dryRun: 'true' },
    ),
  )
  expect(result).toMatchObject({ inserted: 1, accepted: 1 })
  const agencies = (await (await server.get('/api/v1/agencies?q=nobody')).json()) as { items: object[] }
  expect(agencies.items).toEqual([])
  expect((await server.get(`/api/v1/imports/${id}/issues.csv`, BEARER)).status).toBe(404)
})

test('several files are one import, and lookups come along', async () => {
  const mapping = caseMapping({
    columns: { service: 'kind.name' },
    // Only the name counts: a mapping from outside reads no file of the server.
    lookups: { kind: { file: '../../kinds.csv', on: { service: 'id' } } },
  })
  const form = delivery(mapping, {
    'one.csv': lines(head, 'D1,Dinas A,k1,2026-01-05'),
    'two.csv': lines(head, 'D2,Dinas A,k1,2026-01-06'),
  })
  form.append('lookup', new Blob([lines('id,name', 'k1,Kartu')]), 'kinds.csv')
  expect((await accepted(form)).result).toMatchObject({ rows: 2, inserted: 2, services: 1 })
  const without = await accepted(
    delivery(
      { ...mapping, lookups: { kind: { file: '/etc/passwd', on: { service: 'id' } } } },
      { 'one.csv': cases },
    ),
  )
  expect(without).toMatchObject({
    status: 'failed',
    error: 'lookups.kind: the file passwd is not beside the mapping.',
  })
})

describe('refuses before anything is taken in', () => {
  const file = { 'cases.csv': cases }
  test.each<[string, () => FormData, string]>([
    ['no mapping', () => delivery('', file), 'The mapping is not valid JSON'],
    ['a mapping that is no JSON', () => delivery('{"dataset":', file), 'The mapping is not valid JSON: '],
    ['a wrong mapping', () => delivery(caseMapping({ mode: 'x' }), file), 'Mapping: mode: '],
    ['no file', () => delivery(caseMapping(), {}), 'Send at least one “file”.'],
    [
      'another dataset than asked for',
      () => delivery(caseMapping(), file, { dataset: 'surveys' }),
      'dataset: the mapping is for “cases”',
    ],
    [
      'a mapping longer than a field may be',
      () => delivery(caseMapping({ source: 'x'.repeat(1_100_000) }), file),
      '“mapping” is longer than 1048576 bytes. Send it as a file.',
    ],
  ])('%s', async (_, form, message) => {
    const { status, detail } = await refused(form())
    expect(detail).toContain(message)
    expect(status).toBe(message.includes('longer') ? 413 : 400)
    await expect.poll(uploads).toEqual([])
  })

  test('more files than are taken at once, rather than lose some', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.csv`, 'x']))
    expect(await refused(delivery(caseMapping(), many))).toEqual({
      status: 413,
      detail: 'At most 1000 files are taken at once. Deliver them in parts.',
    })
    await expect.poll(uploads).toEqual([])
  })

  test('a body that is no form', async () => {
    const none = await server.post('{}' as never, { ...BEARER, 'content-type': 'application/json' })
    expect(((await none.json()) as { detail: string }).detail).toContain('Send multipart/form-data')
    const type = 'multipart/form-data; boundary=x'
    const cut = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nref'
    const broken = await server.post(cut as never, { ...BEARER, 'content-type': type })
    expect(broken.status).toBe(400)
    expect(((await broken.json()) as { detail: string }).detail).toContain('The upload was cut off')
    await expect.poll(uploads).toEqual([])
  })
})

test.each<[string, string, Record<string, unknown>, string]>([
  [
    'a header that is not there',
    lines('Ref,agency,service,submitted', 'x,y,z,2026-01-05'),
    {},
    'has no column “ref”',
  ],
  [
    'dates that can be read twice',
    lines(head, 'x,y,z,01/02/2026'),
    { format: { datetime: undefined } },
    'day first or month first',
  ],
  ['an empty file', '', {}, 'cases.csv is empty.'],
])('fails in a clear sentence: %s', async (_, text, changes, message) => {
  const status = await accepted(delivery(caseMapping(changes), { 'cases.csv': text }))
  expect(status).toMatchObject({ status: 'failed', result: null, error: expect.stringContaining(message) })
})

test('a failure is told in the language of its reader, also by a later process', async () => {
  const { id, error } = await accepted(delivery(caseMapping(), { 'cases.csv': '' }))
  const inEnglish = 'cases.csv is empty. Deliver it with a header and rows.'
  const inIndonesian = 'cases.csv kosong. Kirim dengan baris judul kolom dan baris isinya.'
  expect(error).toBe(inEnglish)
  const answer = await server.get(`/api/v1/imports/${id}`, { ...BEARER, 'accept-language': 'id' })
  expect(await answer.json()).toMatchObject({ status: 'failed', error: inIndonesian })
  const later = new ImportQueue(server.test.context, pino({ level: 'silent' }))
  await later.resume()
  const failed = { id, status: 'failed', progress: null, result: null }
  expect(await later.status(id, 'en')).toEqual({ ...failed, error: inEnglish })
  expect(await later.status(id, 'id')).toEqual({ ...failed, error: inIndonesian })
  await expect.poll(uploads).toEqual([])
})

test('what is kept of failures opens no other file', async () => {
  await writeFile(join(server.test.dataDir, 'other.json'), '{"key":"stopped","params":{}}')
  for (const id of ['..%2Fother', '%2e%2e%2fother']) {
    expect((await server.get(`/api/v1/imports/${id}`, BEARER)).status).toBe(404)
  }
})

test('404 for an import that never was', async () => {
  for (const path of ['nothing', 'nothing/issues.csv']) {
    const answer = await server.get(`/api/v1/imports/${path}`, BEARER)
    expect(answer.status).toBe(404)
    expect(((await answer.json()) as { detail: string }).detail).toBe('There is no import nothing.')
  }
})

test('a full disk is told, takes nothing in and does not end the server', async ({ skip }) => {
  const folder = join(server.test.dataDir, 'uploads')
  const unmount = mountSmallDisk(folder, '1m') ?? skip('needs the right to mount')
  try {
    const large = `${head}\n${'Z1,Dinas A,Izin,2026-01-05\n'.repeat(60_000)}`
    expect(await refused(delivery(caseMapping(), { 'large.csv': large, 'cases.csv': cases }))).toEqual({
      status: 503,
      detail: 'The disk of the server is full; nothing was taken in. Free some space and try again.',
    })
    await expect.poll(uploads).toEqual([])
    expect(await accepted(delivery(caseMapping(), { 'cases.csv': cases }))).toMatchObject({ status: 'done' })
  } finally {
    unmount()
  }
})

test('a form without a boundary is no form', async () => {
  const response = await server.fetch('/api/v1/imports', {
    method: 'POST',
    headers: { ...BEARER, 'content-type': 'multipart/form-data' },
    body: 'x',
  })
  expect(response.status).toBe(400)
})
