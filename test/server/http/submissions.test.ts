import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import { accept } from '#server/actions/submissions/accept.ts'
import { askForChange } from '#server/actions/submissions/ask-change.ts'
import { submit } from '#server/actions/submissions/submit.ts'
import { listNotes } from '#server/db/queries/notes.ts'
import type { Actor, Grant } from '#shared/access.ts'
import type { SubmissionBoard } from '#shared/contract/submission.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES } from '#test/support/database.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const HEADER = 'ref,agency,service,submitted'
const month = (agency: string, of = '2026-10') => ({ agency, month: of })
const WHY = 'October has twice as many cases as usual'

describe.each(ENGINES)('submissions on %s', (engine) => {
  let server: TestServer
  const people = {} as Record<'petugas' | 'kepala' | 'walidata', Actor>
  const enrol = async (id: string, ...grants: Grant[]): Promise<Actor> => {
    await act(server.test.context, enrolMember, { memberId: id, grants })
    return { ...personWith(...grants), id, name: id }
  }
  const deliver = (at: string, ...rows: string[]) => {
    server.test.setClock(at)
    return importCases(server.test, lines(HEADER, ...rows), {
      constants: { agencyLevel: 'unit', agencyParent: 'dinas' },
    })
  }
  beforeAll(async () => {
    server = await openTestServer(engine)
    await deliver(
      '2026-11-02T03:00:00Z',
      ...['A1,Unit A,Izin,2026-09-05', 'A2,Unit A,Izin,2026-10-05', 'B1,Unit B,Izin,2026-09-07'],
    )
    people.petugas = await enrol('petugas', { role: 'contributor', agency: 'unit-a' })
    people.kepala = await enrol('kepala', { role: 'approver', agency: 'dinas' })
    people.walidata = await enrol('walidata', { role: 'steward', agency: null })
    server.test.setClock('2026-11-05T03:00:00Z')
  })
  afterAll(() => server.close())

  const board = async (query = '?months=3') => {
    const answer = await server.get(`/api/v1/submissions${query}`, BEARER)
    expect(answer.status).toBe(200)
    return (await answer.json()) as SubmissionBoard
  }
  const item = async (agency: string, of = '2026-10') =>
    (await board()).items.find((one) => one.agency === agency && one.month === of)!
  const stateOf = async (agency: string, of?: string) => {
    const { state, hasChanged } = await item(agency, of)
    return hasChanged ? `${state}, changed` : state
  }
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request(`/api/v1${path}`, {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const notesOf = async (id: string) =>
    (await listNotes(server.test.world.db.read, id, 10)).map(({ kind, about }) => ({
      kind,
      ...(JSON.parse(about) as object),
    }))

  it('begin with what was delivered, and say what is not there', async () => {
    const { months, agencies, items } = await board()
    expect(months).toEqual(['2026-10', '2026-09', '2026-08'])
    expect(agencies.map(({ code }) => code)).toEqual(['unit-a', 'unit-b'])
    expect(items.map((one) => `${one.agency} ${one.month} ${one.state}`)).toEqual([
      'unit-a 2026-10 delivered',
      'unit-a 2026-09 delivered',
      'unit-a 2026-08 nothing',
      'unit-b 2026-10 delivered',
      'unit-b 2026-09 delivered',
      'unit-b 2026-08 nothing',
    ])
    expect(await item('unit-a')).toMatchObject({
      deliveredAt: '2026-11-02T03:00:00.000Z',
      at: null,
      by: null,
    })
  })

  it('are for approvers of the agency, decided on by stewards', async () => {
    const items = [month('unit-a')]
    const other = personWith({ role: 'approver', agency: 'unit-b' })
    for (const [who, action, input] of [
      [people.petugas, submit, { items }],
      [other, submit, { items }],
      [people.kepala, accept, { items }],
      [people.kepala, askForChange, { items, reason: WHY }],
    ] as const) {
      await expect(actAs(server.test, who, action as typeof submit, input)).rejects.toThrow('role')
    }
    expect((await send('POST', '/submissions', { items }, {})).status).toBe(401)
    expect((await server.get('/api/v1/submissions')).status).toBe(401)
    expect(await stateOf('unit-a')).toBe('delivered')
  })

  it('refuse a month that is open, empty or unknown, and what comes in the wrong order', async () => {
    const tries = (action: typeof submit, ...items: object[]) =>
      actAs(server.test, people.walidata, action, { items })
    await expect(tries(submit, month('unit-a', '2026-11'))).rejects.toThrow('has not ended')
    await expect(tries(submit, month('unit-a', '2026-08'))).rejects.toThrow('nothing was delivered')
    await expect(tries(submit, month('nowhere'))).rejects.toThrow('no agency')
    await expect(tries(accept as never, month('unit-a'))).rejects.toThrow('no submission waits')
    await expect(
      actAs(server.test, people.walidata, askForChange, { items: [month('unit-a')], reason: WHY }),
    ).rejects.toThrow('no submission waits')
    // One that cannot is enough: none of the others is done.
    await expect(tries(submit, month('unit-a'), month('unit-a', '2026-08'))).rejects.toThrow(
      'unit-a, 2026-08',
    )
    expect(await stateOf('unit-a')).toBe('delivered')
  })

  it('go from the approver to the steward and back, each told', async () => {
    await actAs(server.test, people.kepala, submit, { items: [month('unit-a'), month('unit-b')] })
    expect(await stateOf('unit-a')).toBe('submitted')
    expect(await notesOf('walidata')).toEqual([
      { kind: 'submitted', agencies: ['unit-a', 'unit-b'], count: 2, months: ['2026-10'] },
    ])
    await expect(actAs(server.test, people.kepala, submit, { items: [month('unit-a')] })).rejects.toThrow(
      'not changed since',
    )
    // What was looked at is what is decided on.
    const seenAt = (await item('unit-a')).at!
    const early = { ...month('unit-a'), seenAt: '2026-11-01T00:00:00Z' }
    await expect(actAs(server.test, people.walidata, accept, { items: [early] })).rejects.toThrow('Reload')

    server.test.setClock('2026-11-06T03:00:00Z')
    expect(
      (await send('POST', '/submissions/change-requests', { items: [month('unit-a')], reason: 'no' })).status,
    ).toBe(400)
    await actAs(server.test, people.walidata, askForChange, {
      items: [{ ...month('unit-a'), seenAt }],
      reason: WHY,
    })
    expect(await item('unit-a')).toMatchObject({
      state: 'change-requested',
      reason: WHY,
      by: 'an official',
      at: '2026-11-06T03:00:00.000Z',
    })
    const asked = {
      kind: 'change-requested',
      agencies: ['unit-a'],
      count: 1,
      months: ['2026-10'],
      by: 'walidata',
      reason: WHY,
    }
    expect(await notesOf('petugas')).toEqual([asked])
    expect(await notesOf('kepala')).toEqual([asked])
    await expect(actAs(server.test, people.walidata, accept, { items: [month('unit-a')] })).rejects.toThrow(
      'no submission waits',
    )
  })

  it('that have changed since are submitted anew, whatever came meanwhile and says the same', async () => {
    await deliver('2026-11-07T03:00:00Z', 'A2,Unit A,Izin,2026-10-05')
    await actAs(server.test, people.kepala, submit, { items: [month('unit-a')] })
    // The same file again changes nothing.
    await deliver('2026-11-08T03:00:00Z', 'A2,Unit A,Izin,2026-10-05')
    expect(await stateOf('unit-a')).toBe('submitted')
    await deliver('2026-11-09T03:00:00Z', 'A3,Unit A,Izin,2026-10-09')
    expect(await stateOf('unit-a')).toBe('submitted, changed')
    await expect(actAs(server.test, people.walidata, accept, { items: [month('unit-a')] })).rejects.toThrow(
      'have changed since',
    )
    await actAs(server.test, people.kepala, submit, { items: [month('unit-a')] })
    await actAs(server.test, people.walidata, accept, { items: [month('unit-a'), month('unit-b')] })
    expect([await stateOf('unit-a'), await stateOf('unit-b')]).toEqual(['accepted', 'accepted'])
    expect((await notesOf('kepala'))[0]).toMatchObject({ kind: 'accepted', agencies: ['unit-a', 'unit-b'] })
    // A pushed correction leaves no delivery of its own, and is seen all the same.
    const pushed = await send('POST', '/cases', [
      { agency: 'unit-a', service: 'izin', ref: 'A3', submittedAt: '2026-10-09', completedAt: '2026-10-12' },
    ])
    expect(pushed.status).toBe(200)
    await server.pushes.settled()
    expect(await stateOf('unit-a')).toBe('accepted, changed')
    expect(await stateOf('unit-b')).toBe('accepted')
    const history = await server.get('/api/v1/submissions/history?agency=unit-a&month=2026-10', BEARER)
    const { items } = (await history.json()) as { items: { state: string }[] }
    expect(items.map(({ state }) => state)).toEqual([
      ...['accepted', 'submitted', 'submitted', 'change-requested', 'submitted'],
    ])
  })

  it('of a published release are released, but for agencies that were late', async () => {
    server.test.setClock('2026-11-20T03:00:00Z')
    await server.test.world.db.write((tx) =>
      tx
        .insertInto('release')
        .values({
          releaseId: 'r',
          code: '2026-10',
          sequence: 1,
          kind: 'regular',
          startsOn: '2026-09-01',
          through: '2026-10-01',
          replaces: null,
          reason: null,
          frozenAt: '2026-11-19T03:00:00.000Z',
          frozenBy: 'walidata',
          publishAt: '2026-11-20T02:00:00.000Z',
          manifest: JSON.stringify({ late: [{ agency: 'unit-b', reason: 'Flooded' }] }),
          sha256: '',
          signature: '',
          keyId: '',
          world: null,
        })
        .execute(),
    )
    expect([await stateOf('unit-a'), await stateOf('unit-b')]).toEqual(['released, changed', 'accepted'])
    expect((await item('unit-a')).release).toBe('2026-10')
    // A correction after the release is on its way to the next one.
    await actAs(server.test, people.kepala, submit, { items: [month('unit-a')] })
    expect(await stateOf('unit-a')).toBe('submitted')
    server.test.setClock('2026-11-20T01:59:59Z')
    expect((await item('unit-a')).release).toBeNull()
  })

  it('leave who did what in the audit log, and nobody else’s months to be seen', async () => {
    const log = await server.test.world.db.read
      .selectFrom('audit')
      .select(['action', 'actor'])
      .where('action', 'like', 'submission.%')
      .orderBy('sequence')
      .execute()
    expect(log.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'submission.submit person:kepala',
      'submission.ask-change person:walidata',
      'submission.submit person:kepala',
      'submission.submit person:kepala',
      'submission.accept person:walidata',
      'submission.submit person:kepala',
    ])
    expect(
      (await server.get('/api/v1/submissions/history?agency=nowhere&month=2026-10', BEARER)).status,
    ).toBe(404)
  })
})
