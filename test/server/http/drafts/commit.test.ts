import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import { DRAFT_DAYS, type Draft, type RememberedList } from '#shared/contract/draft.ts'
import type { ImportStatus } from '#shared/contract/import.ts'
import { personWith } from '#test/support/actors.ts'
import { ENGINES } from '#test/support/database.ts'
import { deskOf } from '#test/support/drafts.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'

// The end of a draft: a committed import, and what is remembered for the next file.

const january = lines(
  'Nomor Permohonan,Perangkat Daerah,Jenis Layanan,Tanggal Masuk,Tanggal Selesai,Kanal',
  'A1,Dinas Kesehatan,Izin Praktik,05/01/2026,13/01/2026,Loket',
  'A2,Dinas Kesehatan,Izin Praktik,16/01/2026,,Ojek',
)
/** The same columns in another order, and days that could be months. */
const february = lines(
  'Kanal,Nomor Permohonan,Perangkat Daerah,Jenis Layanan,Tanggal Masuk,Tanggal Selesai',
  'Ojek,B1,Dinas Kesehatan,Izin Praktik,01/02/2026,03/02/2026',
)

describe.each(ENGINES)('%s', (engine) => {
  let server: TestServer
  let desk: ReturnType<typeof deskOf>
  beforeAll(async () => {
    server = await openTestServer(engine)
    desk = deskOf(server)
  })
  afterAll(() => server.close())

  test('commits once, remembers the mapping, and uses it for the next file', async () => {
    const draft = await desk.drop({ 'januari.csv': january })
    const mapping = draft.mapping as { values: object }
    const edited = await desk.ask<Draft>('PUT', `/${draft.id}/mapping`, {
      version: draft.mappingVersion,
      mapping: { ...mapping, values: { ...mapping.values, channel: { Loket: 'counter', Ojek: 'other' } } },
    })
    expect(edited).toMatchObject({ mappingFrom: 'edited', mappingIssues: [] })
    const stale = await desk.send('POST', `/${draft.id}/commit`, { version: draft.mappingVersion })
    expect(stale.status).toBe(409)
    const checked = await desk.check(draft.id)
    expect(checked.check).toMatchObject({ counts: { inserted: 2 }, demoRemoved: false })
    expect(checked.check!.figures).toContainEqual(
      expect.objectContaining({ indicator: 'received', agency: 'dinas-kesehatan', before: null, after: 2 }),
    )

    const commit = () => desk.ask<Draft>('POST', `/${draft.id}/commit`, { version: edited.mappingVersion })
    const { importId } = await commit()
    expect((await commit()).importId).toBe(importId)
    expect(await desk.settled(draft.id)).toMatchObject({ stage: 'done', importId })
    const status = (await (await server.get(`/api/v1/imports/${importId}`, BEARER)).json()) as ImportStatus
    expect(status.result).toMatchObject({ rows: 2, inserted: 2 })
    expect(await readdir(join(server.test.dataDir, 'drafts', draft.id))).not.toContain('file-0')

    const next = await desk.drop({ 'februari.csv': february })
    expect(next).toMatchObject({
      stage: 'mapping',
      mappingFrom: 'remembered',
      remembered: { id: importId },
      mapping: edited.mapping,
      mappingIssues: [],
    })
    expect((await desk.check(next.id)).check!.counts).toMatchObject({ inserted: 1, rejected: 0, warnings: 0 })
    const fresh = await desk.ask<Draft>('PATCH', `/${next.id}`, { suggest: 'new' })
    expect(fresh.mappingFrom).toBe('suggested')
    const back = await desk.ask<Draft>('PATCH', `/${next.id}`, { suggest: 'remembered' })
    expect(back.mappingFrom).toBe('remembered')

    const { items } = await desk.ask<RememberedList>('GET', '/memories')
    expect(items).toMatchObject([{ id: importId, dataset: 'cases', agency: null, name: null }])
    const [{ headers, columns }] = items as [RememberedList['items'][number]]
    expect(columns.length).toBeGreaterThan(3)
    expect(headers).toEqual(expect.arrayContaining(columns.flatMap(({ from }) => from)))
    const named = { name: 'SIMPEL' }
    expect((await desk.send('PATCH', `/memories/${importId}`, named)).status).toBe(204)
    expect((await desk.send('PATCH', '/memories/nothing', named)).status).toBe(404)
    expect((await desk.send('PATCH', `/memories/${importId}`, { name: ' ' })).status).toBe(400)
    expect((await desk.ask<RememberedList>('GET', '/memories')).items[0]!.name).toBe('SIMPEL')
    // Used again, it keeps its name.
    const again = await desk.check((await desk.drop({ 'februari.csv': february })).id)
    const version = again.mappingVersion
    const { importId: committed } = await desk.ask<Draft>('POST', `/${again.id}/commit`, { version })
    await desk.settled(again.id)
    const [kept] = (await desk.ask<RememberedList>('GET', '/memories')).items
    expect(kept).toMatchObject({ id: committed, name: 'SIMPEL' })
    expect((await desk.send('PATCH', `/memories/${committed}`, { name: null })).status).toBe(204)
    expect((await desk.send('DELETE', `/memories/${committed}`)).status).toBe(204)
    expect((await desk.send('DELETE', `/memories/${committed}`)).status).toBe(404)
    expect((await desk.drop({ 'februari.csv': february })).mappingFrom).toBe('suggested')
  })

  test('a draft is seen by whoever made it and by those who deliver for its agency', async () => {
    const as = (actor: ReturnType<typeof personWith>) => ({ ...server.test.context, actor })
    const health = { role: 'contributor', agency: 'dinas-kesehatan' } as const
    const maker = { ...personWith(health), id: 'maker' }
    const colleague = { ...personWith(health), id: 'colleague' }
    const stranger = { ...personWith({ role: 'contributor', agency: 'other' }), id: 'stranger' }
    const files = { files: [{ name: 'a.csv', size: 1 }] }
    const { id, agency } = await server.drafts.create(as(maker), files)
    expect(agency).toBe('dinas-kesehatan')
    expect((await server.drafts.shelf.tell(as(colleague), id)).owner).toEqual({
      name: 'Somebody',
      isMe: false,
    })
    await expect(server.drafts.shelf.tell(as(stranger), id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(server.drafts.remove(as(stranger), id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await server.drafts.shelf.list(as(stranger))).items).toEqual([])
    const viewer = personWith({ role: 'viewer', agency: null })
    await expect(server.drafts.shelf.list(as(viewer))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      server.drafts.create(as(stranger), { ...files, agency: 'dinas-kesehatan' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await server.drafts.remove(as(maker), id)
  })
})

test('survives a restart, and is swept when nobody comes back', async () => {
  const server = await openTestServer()
  const desk = deskOf(server)
  try {
    const draft = await desk.drop({ 'januari.csv': january })
    const started = await desk.ask<Draft>('POST', '', { files: [{ name: 'b.csv', size: january.length }] })
    const restarted = async () => {
      const later = new DraftDesk(server.test.context, server.queue, pino({ level: 'silent' }))
      await later.resume()
      return later
    }
    const later = await restarted()
    const owner = server.test.context
    const again = await later.shelf.tell(owner, draft.id)
    expect(again).toMatchObject({ mapping: draft.mapping, mappingVersion: draft.mappingVersion })
    expect((await later.preview(owner, draft.id, 5)).rows).toHaveLength(2)
    const at = { file: 0, part: 0 }
    const body = new Blob([january]).stream()
    await later.receive(owner, started.id, at, body, undefined)
    await expect.poll(async () => (await later.shelf.tell(owner, started.id)).stage).toBe('mapping')
    server.test.setClock(new Date(Date.UTC(2026, 10, 23) + (DRAFT_DAYS + 1) * 86_400_000).toISOString())
    expect((await (await restarted()).shelf.list(owner)).items).toEqual([])
    expect(await readdir(join(server.test.dataDir, 'drafts'))).toEqual([])
  } finally {
    await server.close()
  }
})
