import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setMailLanguage } from '#server/actions/account/set-mail-language.ts'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import { planRelease } from '#server/actions/releases/plan.ts'
import { stopReminders } from '#server/actions/reminders/stop.ts'
import { accept } from '#server/actions/submissions/accept.ts'
import { askForChange } from '#server/actions/submissions/ask-change.ts'
import { submit } from '#server/actions/submissions/submit.ts'
import { listMails } from '#server/db/queries/mails.ts'
import { mailNotes } from '#server/jobs/mail-notes.ts'
import { JobRunner } from '#server/jobs/runner.ts'
import { remindOfSubmission, tellReleases } from '#server/jobs/tell-news.ts'
import type { Grant } from '#shared/access.ts'
import type { NoteList } from '#shared/contract/note.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES } from '#test/support/database.ts'
import { send, signedIn } from '#test/support/people.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const WHY = 'October has twice as many cases as usual'

describe.each(ENGINES)('news on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    server.test.setClock('2026-11-02T03:00:00Z')
    await importCases(
      server.test,
      lines('ref,agency,service,submitted', 'A,Unit A,Izin,2026-10-05', 'B,Unit B,Izin,2026-10-07'),
      { constants: { agencyLevel: 'unit', agencyParent: 'dinas' } },
    )
    for (const [memberId, grant] of Object.entries({
      petugas: { role: 'contributor', agency: 'unit-a' },
      kepala: { role: 'approver', agency: 'dinas' },
      'kepala-a': { role: 'approver', agency: 'unit-a' },
      walidata: { role: 'steward', agency: null },
    } satisfies Record<string, Grant>)) {
      await act(server.test.context, enrolMember, { memberId, grants: [grant] })
      // Of kepala-a no language is known.
      if (memberId === 'kepala-a') continue
      const person = { ...personWith(grant), id: memberId }
      await actAs(server.test, person, setMailLanguage, { language: 'en' })
    }
    await act(server.test.context, planRelease, {
      through: '2026-10',
      publishAt: '2026-11-20T09:00',
      submitBy: '2026-11-15',
    })
  })
  afterAll(() => server.close())

  let seen = 0
  /** A server that starts at an instant, runs its jobs twice, and ends: what it mailed. */
  const run = async (at: string) => {
    server.test.setClock(at)
    for (let starts = 0; starts < 2; starts++) {
      const jobs = [
        remindOfSubmission,
        tellReleases,
        mailNotes(async (memberId) => ({ email: `${memberId}@dinas.go.id`, name: memberId })),
      ]
      const runner = new JobRunner(server.test.context, pino({ level: 'silent' }), jobs)
      for (const { name } of jobs) expect(['done', 'nothing']).toContain(await runner.run(name))
      await runner.stop(0)
    }
    const mails = await listMails(server.test.world.db.read, { before: null, limit: 100 })
    const fresh = mails.slice(0, mails.length - seen).reverse()
    seen = mails.length
    return fresh.map(({ toAddress, subject, body, kind, unsubscribeUrl }) => ({
      to: toAddress.split('@')[0]!,
      subject,
      body: body!,
      kind,
      unsubscribeUrl,
    }))
  }
  const brief = (mails: Awaited<ReturnType<typeof run>>) =>
    mails.map(({ to, subject }) => `${to}: ${subject}`)
  const freeze = (code: string, sequence: number, changes: object = {}) =>
    server.test.world.db.write((tx) =>
      tx
        .insertInto('release')
        .values({
          releaseId: code,
          code,
          sequence,
          kind: 'regular',
          startsOn: '2026-10-01',
          through: '2026-10-01',
          replaces: null,
          reason: null,
          frozenAt: '2026-11-21T03:00:00.000Z',
          frozenBy: 'walidata',
          publishAt: '2026-11-22T02:00:00.000Z',
          manifest: '{"late":[]}',
          sha256: '',
          signature: '',
          keyId: '',
          world: null,
          ...changes,
        })
        .execute(),
    )

  it('reminds approvers of what is not submitted, those nearest to it, once before the day and once after', async () => {
    expect(await run('2026-11-11T03:00:00Z')).toEqual([])
    const mails = await run('2026-11-12T03:00:00Z')
    expect(brief(mails).sort()).toEqual([
      'kepala-a: Terukur: Ajukan paling lambat 15 November 2026 untuk rilis Oktober 2026: Unit A (Oktober 2026).',
      'kepala: Terukur: Submit by 15 November 2026 for the release of October 2026: Unit B (October 2026).',
    ])
    const [first, second] = mails.find(({ to }) => to === 'kepala-a')!.body!.split('----------')
    expect(first).toMatch(/In English below[\s\S]*Ajukan paling lambat 15 November 2026/)
    expect(second).toContain('Submit by 15 November 2026')
    expect(mails[0]!.body).toContain('https://terukur.example.go.id/desk/submissions')
    await run('2026-11-13T03:00:00Z').then((again) => expect(again).toEqual([]))
    // What is submitted is not asked for; who declined is told on the desk alone.
    const chief = { ...personWith({ role: 'approver', agency: 'dinas' }), id: 'kepala', name: 'Kepala' }
    await actAs(server.test, chief, submit, { items: [{ agency: 'unit-b', month: '2026-10' }] })
    const [, token] = mails.find(({ to }) => to === 'kepala-a')!.unsubscribeUrl!.split('#')
    await act(server.test.context, stopReminders, { token })
    expect(await run('2026-11-16T03:00:00Z')).toEqual([])
    const { read } = server.test.world.db
    const told = await read.selectFrom('note').select('kind').where('memberId', '=', 'kepala-a').execute()
    expect(told.map(({ kind }) => kind)).toEqual(['submit-by', 'submit-by'])
  })

  it('mails what a steward decides, with the reason, to whom it concerns', async () => {
    const items = [{ agency: 'unit-b', month: '2026-10' }]
    const steward = { ...personWith({ role: 'steward', agency: null }), id: 'walidata', name: 'Wali Data' }
    await actAs(server.test, steward, askForChange, { items, reason: WHY })
    const [asked, ...others] = await run('2026-11-17T03:00:00Z')
    // The last day has passed, and it is to be submitted again: of that they are told as well.
    expect(others.map(({ kind }) => kind)).toEqual(['submit-by'])
    expect(asked).toMatchObject({
      to: 'kepala',
      subject: 'Terukur: Wali Data asks for a change: Unit B (October 2026).',
    })
    expect(asked!.body).toContain(WHY)
    expect(asked!.unsubscribeUrl).toBeNull()
    await act(server.test.context, submit, { items })
    await actAs(server.test, steward, accept, { items })
    expect(brief(await run('2026-11-17T04:00:00Z'))).toEqual([
      'kepala: Terukur: Wali Data accepted the figures: Unit B (October 2026).',
    ])
  })

  it('tells stewards once that a release is overdue', async () => {
    expect(await run('2026-11-20T01:59:00Z')).toEqual([])
    expect(brief(await run('2026-11-20T02:01:00Z'))).toEqual([
      'walidata: Terukur: The release of October 2026 was announced for 20 November 2026 at 09:00 WIB, and is not frozen.',
    ])
    expect(await run('2026-11-20T03:00:00Z')).toEqual([])
  })

  it('tells every member of a release once, after its instant and never before', async () => {
    await freeze('2026-10', 1)
    expect(await run('2026-11-22T01:59:59Z')).toEqual([])
    // Whoever joins later finds it there.
    server.test.setClock('2026-11-22T02:00:00Z')
    await act(server.test.context, enrolMember, {
      memberId: 'baru',
      grants: [{ role: 'viewer', agency: 'dinas' }],
    })
    expect(brief(await run('2026-11-22T02:00:30Z')).sort()).toEqual(
      ['kepala', 'petugas', 'walidata'].map(
        (to) => `${to}: Terukur: Release 2026-10 is out: figures up to October 2026.`,
      ),
    )
    expect(await run('2026-11-22T02:01:30Z')).toEqual([])
    await freeze('2026-10-r1', 2, {
      kind: 'revision',
      replaces: '2026-10',
      publishAt: '2026-11-23T02:00:00.000Z',
    })
    const revised = await run('2026-11-23T02:00:30Z')
    expect(brief(revised)).toContain('walidata: Terukur: Release 2026-10-r1 is out and replaces 2026-10.')
    // Announced and skipped, a month is not overdue once it came out with a later one.
    await server.test.world.db.write((tx) =>
      tx
        .insertInto('plannedRelease')
        .values({
          planId: 'skipped',
          through: '2026-09-01',
          publishAt: '2026-11-24T02:00:00.000Z',
          submitBy: null,
          note: null,
          releaseId: null,
          cancelledAt: null,
          createdBy: 'walidata',
          createdAt: '2026-11-01T02:00:00.000Z',
        })
        .execute(),
    )
    expect(await run('2026-11-24T02:00:30Z')).toEqual([])
    // A server that stood still for long tells no old news.
    await freeze('2026-11', 3, { through: '2026-11-01', publishAt: '2026-12-01T02:00:00.000Z' })
    expect(await run('2027-01-01T02:00:00Z')).toEqual([])
  })
})

describe('notes', () => {
  it('are each person’s own: read, counted, and marked by nobody else', async () => {
    const server = await openTestServer('duckdb', { hasPeople: true })
    const [own, other] = [
      await signedIn(server, { role: 'viewer', agency: null }),
      await signedIn(server, { role: 'viewer', agency: null }),
    ]
    const note = (memberId: string, code: string) => ({
      memberId,
      noteId: code,
      kind: 'release-published',
      about: JSON.stringify({ code, through: '2026-10' }),
      madeAt: '2026-11-22T02:00:00.000Z',
      readAt: null,
      mailedAt: null,
    })
    await server.test.world.db.write((tx) =>
      tx
        .insertInto('note')
        .values([note(own.id, 'one'), note(own.id, 'two'), note(other.id, 'three')])
        .execute(),
    )
    const notes = async () =>
      (await (await send(server, 'GET', '/api/v1/notes', undefined, own.headers)).json()) as NoteList
    expect(await notes()).toMatchObject({ unread: 2, items: [{ id: 'two', readAt: null }, { id: 'one' }] })
    const read = (ids: string[] | null) => send(server, 'POST', '/api/v1/notes/read', { ids }, own.headers)
    expect((await read(['one', 'three'])).status).toBe(200)
    expect((await notes()).unread).toBe(1)
    expect((await read(null)).status).toBe(200)
    expect((await notes()).unread).toBe(0)
    const left = await server.test.world.db.read
      .selectFrom('note')
      .select('noteId')
      .where('readAt', 'is', null)
      .execute()
    expect(left).toEqual([{ noteId: 'three' }])
    expect((await send(server, 'GET', '/api/v1/notes')).status).toBe(401)
    await server.close()
  })
})
