import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoImport } from '#server/actions/imports/undo.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { Draft } from '#shared/contract/draft.ts'
import type { HeldOfPerson, PersonReceipt } from '#shared/contract/person.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { deskOf } from '#test/support/drafts.ts'
import { BEARER, delivery, openTestServer, type TestServer } from '#test/support/server.ts'
import { caseMapping, importCases, lines } from '#test/support/small-file.ts'

const REF = 'KTP-0001/"X"'
const QUOTED = 'KTP-0001/""X""'
const HEADER = 'ref,agency,service,submitted,done,how'
const COLUMNS = { columns: { completedAt: 'done', channel: 'how' } }

describe.each(ENGINES)('requests of a person on %s', (engine) => {
  let server: TestServer
  let corrected: string
  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(
      server.test,
      lines(
        HEADER,
        `"${QUOTED}",Dinas A,Izin,2026-09-01 08:00,2026-09-03 08:00,web`,
        `"${QUOTED}",Dinas B,Izin,2026-09-01 08:00,,web`,
        `"${QUOTED}",Dinas B,Izin,2026-09-02 08:00,,web`,
        'OTHER,Dinas A,Izin,2026-09-01 08:00,2026-09-02 08:00,web',
      ),
      COLUMNS,
    )
    ;({ importId: corrected } = await importCases(
      server.test,
      lines(HEADER, `"${QUOTED}",Dinas A,Izin,2026-09-01 08:00,2026-09-05 08:00,web`),
      COLUMNS,
    ))
  })
  afterAll(() => server.close())

  const post = async <T>(what: string, body: unknown, headers: Record<string, string> = BEARER) => {
    const response = await server.fetch(`/api/v1/persons/${what}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as T }
  }
  const time = async () => (await ask(server.test, 'median-time', '2026-09', { agency: 'dinas-a' })).value
  const auditText = async () =>
    JSON.stringify(await server.test.world.db.read.selectFrom('audit').selectAll().execute())

  it('show everything that is held: facts, what imports replaced, bad rows that name it', async () => {
    const { status, body } = await post<HeldOfPerson>('show', { ref: REF })
    expect(status).toBe(200)
    expect(
      body.facts.map(({ dataset, state, agency, service }) => [dataset, state, agency, service]),
    ).toEqual([
      ['cases', 'current', 'dinas-a', 'izin'],
      ['cases', 'current', 'dinas-b', 'izin'],
      ['cases', 'replaced', 'dinas-a', 'izin'],
    ])
    expect(body.facts[0]!.correctable).toMatchObject({ channel: 'web', dueAt: null })
    expect(body.issues).toMatchObject([{ row: 3, code: 'duplicate-ref' }])
    expect(body.refHash).toMatch(/^[0-9a-f]{64}$/)
    const one = await post<HeldOfPerson>('show', { ref: REF, agency: 'dinas-b' })
    expect(one.body.facts).toHaveLength(1)
    const none = await post<HeldOfPerson>('show', { ref: 'KTP-000' })
    expect(none.body.facts).toEqual([])
  })

  it('are for administrators only', async () => {
    for (const what of ['show', 'correct', 'erase'])
      expect((await post(what, { ref: REF }, {})).status).toBe(401)
  })

  it('correct a fact as a delivery would, with the figures that follow', async () => {
    const before = await time()
    const place = { dataset: 'cases', agency: 'dinas-a', service: 'izin', ref: REF }
    const bad = await post<{ detail: string; issues: { parameter: string; message: string }[] }>('correct', {
      ...place,
      fields: { completedAt: '31/02/2026' },
    })
    expect(bad.status).toBe(400)
    expect(bad.body.issues[0]!.parameter).toBe('completedAt')
    const good = await post<HeldOfPerson>('correct', {
      ...place,
      fields: { completedAt: '2026-09-02T08:00:00' },
    })
    expect(good.body.facts[0]!.correctable).toMatchObject({ channel: 'web' })
    await server.pushes.settled()
    expect(await time()).toBe(86_400)
    expect(before).not.toBe(86_400)
    expect((await ask(server.test, 'received', '2026-09', { agency: 'dinas-a' })).value).toBe(2)
  })

  it('name files being prepared that have it, and kept answers that quote it', async () => {
    const desk = deskOf(server)
    const kept = `id,n\n"${QUOTED}",1\nOTHER,2\n`
    const holding = await desk.drop({ 'new.csv': kept }, { dataset: 'cases', agency: 'dinas-a' })
    await desk.drop({ 'other.csv': 'id,n\nOTHER,1\n' }, { dataset: 'cases', agency: 'dinas-a' })
    const unread = await desk.ask<{ id: string }>('POST', '', { files: [{ name: 'half.csv', size: 10 }] })
    const item = { agency: 'dinas-a', service: 'izin', ref: 'Q', submittedAt: '2026-08-01', channel: REF }
    const headers = { ...BEARER, 'content-type': 'application/json', 'idempotency-key': 'once' }
    const push = () =>
      server.fetch('/api/v1/cases', { method: 'POST', headers, body: JSON.stringify([item]) })
    const told = await (await push()).text()
    expect(told).toContain(JSON.stringify(REF).slice(1, -1))

    const { body } = await post<HeldOfPerson>('show', { ref: REF })
    expect(body).toMatchObject({
      answers: 1,
      drafts: 1,
      waiting: 0,
      holding: [{ draftId: holding.id, agency: 'dinas-a', files: ['new.csv'] }],
    })
    const part = await post<HeldOfPerson>('show', { ref: REF, agency: 'dinas-b' })
    expect(part.body).toMatchObject({ answers: 0, holding: [], drafts: 1 })
    const short = await post<HeldOfPerson>('show', { ref: 'KTP' })
    expect(short.body).toMatchObject({ answers: 1, holding: [] })
    await desk.ask('DELETE', `/${unread.id}`).catch(() => {})
  })

  it('name files whose mapping puts the reference together from several columns', async () => {
    const desk = deskOf(server)
    const text = 'tahun,nomor,kantor,layanan,masuk\n2026,77,Dinas A,Izin,2026-08-01\n'
    const { id, mappingVersion } = await desk.drop(
      { 'parts.csv': text },
      { dataset: 'cases', agency: 'dinas-a' },
    )
    const columns = { agency: 'kantor', service: 'layanan', submittedAt: 'masuk' }
    const holders = async (ref: unknown, asked: string, version: number) => {
      const mapping = { dataset: 'cases', columns: { ...columns, ref } }
      const put = await desk.ask<Draft>('PUT', `/${id}/mapping`, { mapping, version })
      const { body } = await post<HeldOfPerson>('show', { ref: asked })
      return [put.mappingVersion, body.holding.map(({ draftId }) => draftId)] as const
    }
    const [next, found] = await holders({ template: 'REG-{tahun}-{nomor}' }, 'REG-2026-77', mappingVersion)
    expect(found).toEqual([id])
    const [last, joined] = await holders(['tahun', 'nomor'], '2026 / 77', next)
    expect(joined).toEqual([id])
    expect((await holders({ from: ['tahun', 'nomor'] }, '2026 / 77', last))[1]).toEqual([])
    await desk.ask('DELETE', `/${id}`).catch(() => {})
  })

  it('erase it everywhere, with the figures that follow and nothing of the person in the log', async () => {
    const { status, body } = await post<PersonReceipt>('erase', { ref: REF, reason: 'Permohonan tertulis' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      facts: 2,
      replaced: 1,
      issues: 1,
      answers: 1,
      drafts: 1,
      agencies: ['dinas-a', 'dinas-b'],
      months: ['2026-09'],
      frozen: false,
    })
    const held = await post<HeldOfPerson>('show', { ref: REF })
    expect(held.body).toMatchObject({ facts: [], issues: [], answers: 0, holding: [] })
    const { read } = server.test.world.db
    const [answer] = await read.selectFrom('pushKey').selectAll().execute()
    expect(answer!.answer).not.toContain('KTP')
    expect(JSON.parse(answer!.answer)).toMatchObject({ items: [{ status: 'inserted' }] })
    const left = await deskOf(server).ask<{ items: { files: { name: string }[] }[] }>('GET', '')
    expect(left.items.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['other.csv'])
    expect((await ask(server.test, 'received', '2026-09', { agency: 'dinas-a' })).value).toBe(1)
    expect((await ask(server.test, 'backlog', '2026-09', { agency: 'dinas-b' })).value).toBe(0)
    expect(await derivedTables(server.test.world.db.read)).toEqual(await rebuiltTables(server.test))
    expect(
      (await checkInvariants(server.test.world.db.read)).filter(({ violations }) => violations > 0),
    ).toEqual([])
    expect(await auditText()).not.toContain('KTP-0001')
    expect(await auditText()).toContain(body.refHash)
    expect((await post('erase', { ref: REF, reason: 'Sekali lagi' })).status).toBe(404)
  })

  it('wait for imports that could bring it back', async () => {
    const stop = Promise.withResolvers<void>()
    const holdsWriter = server.test.world.db.write(() => stop.promise)
    const form = delivery(caseMapping(), {
      'cases.csv': lines('ref,agency,service,submitted', 'N,Dinas A,Izin,2026-09-01'),
    })
    const { id } = (await (await server.post(form)).json()) as { id: string }
    const refused = await post<{ detail: string }>('erase', { ref: 'OTHER', reason: 'Permohonan' })
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/on their way/) } })
    stop.resolve()
    await holdsWriter
    await server.finished(id)
    expect((await post('erase', { ref: 'OTHER', reason: 'Permohonan' })).status).toBe(200)
  })

  it('are not taken back by an undo', async () => {
    await expect(undoImport(server.test.context, corrected)).rejects.toMatchObject({ code: 'conflict' })
    const held = await post<HeldOfPerson>('show', { ref: REF })
    expect(held.body.facts).toEqual([])
  })
})
