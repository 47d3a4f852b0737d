import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setProvisional } from '#server/actions/publication/set-provisional.ts'
import { cancelPlan, planRelease } from '#server/actions/releases/plan.ts'
import { COMMAND_LINE } from '#shared/access.ts'
import type { PlannedRelease } from '#shared/contract/release.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { agencyTree } from '#test/support/agency-tree.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'

const PLAN = { through: '2026-11', publishAt: '2026-12-10T09:00', submitBy: '2026-12-05', note: 'November' }

describe('the calendar of releases', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
    await agencyTree(server.test.world, { dinas: null })
  })
  afterAll(() => server.close())

  const plan = (changes: object = {}) =>
    actAs(server.test, COMMAND_LINE, planRelease, { ...PLAN, ...changes })
  const calendar = async (headers: Record<string, string> = {}) => {
    const answer = await server.get('/api/v1/release-calendar', headers)
    expect(answer.status).toBe(200)
    return (await answer.json()) as { timezone: string; items: PlannedRelease[] }
  }
  const freeze = (planId: string, changes: object = {}) =>
    server.test.world.db.write(async (tx) => {
      await tx
        .insertInto('release')
        .values({
          releaseId: 'r',
          code: '2026-11',
          sequence: 1,
          kind: 'regular',
          startsOn: '2024-01-01',
          through: '2026-11-01',
          replaces: null,
          reason: null,
          frozenAt: '2026-12-08T03:00:00.000Z',
          frozenBy: 'walidata',
          publishAt: '2026-12-10T02:00:00.000Z',
          manifest: '{"late":[]}',
          sha256: '',
          signature: '',
          keyId: '',
          world: null,
          ...changes,
        })
        .execute()
      await tx.updateTable('plannedRelease').set({ releaseId: 'r' }).where('planId', '=', planId).execute()
    })

  it('takes no days that do not follow each other, and nobody but stewards', async () => {
    for (const [changes, said] of [
      [{ publishAt: '2026-11-20T09:00' }, 'publishAt: must lie in the future'],
      [{ publishAt: '2026-11-30T23:59' }, 'publishAt: must be after the last month'],
      [{ publishAt: '10 December' }, 'publishAt: '],
      [{ submitBy: '2026-11-30' }, 'submitBy: must be after'],
      [{ submitBy: '2026-12-11' }, 'submitBy: must be after'],
      [{ through: '2026-13' }, 'through: '],
    ] as const) {
      await expect(plan(changes), JSON.stringify(changes)).rejects.toThrow(said)
    }
    const approver = personWith({ role: 'approver', agency: null })
    await expect(actAs(server.test, approver, planRelease, PLAN)).rejects.toThrow('role')
    const local = personWith({ role: 'steward', agency: 'dinas' })
    await expect(actAs(server.test, local, planRelease, PLAN)).rejects.toThrow('role')
    expect((await calendar()).items).toEqual([])
  })

  it('announces, changes and takes back, in the zone of the instance', async () => {
    const { planId, publishAt } = await plan()
    expect(publishAt).toBe('2026-12-10T02:00:00.000Z')
    await expect(plan()).rejects.toThrow('planned already')
    expect((await plan({ planId, publishAt: '2026-12-10T00:00:00+07:00' })).planId).toBe(planId)
    expect(await calendar()).toEqual({
      timezone: 'Asia/Jakarta',
      latest: null,
      isPreparing: false,
      items: [
        {
          id: planId,
          through: '2026-11',
          publishAt: '2026-12-09T17:00:00.000Z',
          submitBy: '2026-12-05',
          note: 'November',
          state: 'announced',
          code: null,
        },
      ],
    })
    await actAs(server.test, COMMAND_LINE, cancelPlan, { planId })
    expect((await calendar()).items[0]!.state).toBe('cancelled')
    await expect(plan({ planId })).rejects.toThrow('was cancelled')
    await expect(actAs(server.test, COMMAND_LINE, cancelPlan, { planId: 'x' })).rejects.toThrow('no planned')
    // Once its day has passed, what was taken back is history.
    server.test.setClock('2026-12-09T17:00:00.000Z')
    expect((await calendar()).items).toEqual([])
    server.test.setClock('2026-11-23T03:00:00.000Z')
  })

  it('tells nobody but members that a release is frozen, and everybody from its instant on', async () => {
    const { planId } = await plan()
    const before = await (await server.get('/api/v1/release-calendar')).text()
    server.test.setClock('2026-12-08T03:00:00.000Z')
    await freeze(planId)
    const under = await server.get('/api/v1/release-calendar')
    expect(await under.text()).toBe(before)
    expect(under.headers.get('etag')).toBeNull()
    const seen = async (headers?: Record<string, string>) =>
      (await calendar(headers)).items.map(({ state, code }) => ({ state, code }))
    expect(await seen(BEARER)).toEqual([{ state: 'frozen', code: null }])
    await expect(plan({ planId })).rejects.toThrow('is frozen')
    await expect(actAs(server.test, COMMAND_LINE, cancelPlan, { planId })).rejects.toThrow('is frozen')
    server.test.setClock('2026-12-10T01:59:59.999Z')
    expect(await seen()).toEqual([{ state: 'announced', code: null }])
    server.test.setClock('2026-12-10T02:00:00.000Z')
    expect(await seen()).toEqual([{ state: 'published', code: '2026-11' }])
    await expect(plan({ publishAt: '2026-12-20T09:00' })).rejects.toThrow('is published (2026-11)')
  })

  it('says of a month that was skipped which release it came out with', async () => {
    // Announced for the same instant as the later one.
    server.test.setClock('2026-12-09T02:00:00.000Z')
    await plan({ through: '2026-10', publishAt: '2026-12-10T09:00', submitBy: null })
    server.test.setClock('2026-12-10T02:00:00.000Z')
    const { items } = await calendar()
    expect(items.map(({ through, state, code }) => [through, state, code]).sort()).toEqual([
      ['2026-10', 'published', '2026-11'],
      ['2026-11', 'published', '2026-11'],
    ])
  })

  it('says when a release is overdue, be it frozen for later or not at all', async () => {
    await plan({ through: '2026-12', publishAt: '2027-01-10T09:00', submitBy: null })
    server.test.setClock('2027-01-10T02:00:00.000Z')
    expect((await calendar()).items.at(-1)).toMatchObject({ through: '2026-12', state: 'overdue' })
  })

  it('has beside it which agencies show figures before their release', async () => {
    const change = (grant: Parameters<typeof personWith>[0]) =>
      actAs(server.test, personWith(grant), setProvisional, { agency: 'dinas', showsProvisional: true })
    await expect(change({ role: 'contributor', agency: 'dinas' })).rejects.toThrow('role')
    const version = await server.test.world.version()
    await change({ role: 'approver', agency: 'dinas' })
    // Answers kept in memory were made for another choice.
    expect(await server.test.world.version()).toBeGreaterThan(version)
    const kept = await server.test.world.db.read.selectFrom('agencyPublication').selectAll().execute()
    expect(kept.map(({ showsProvisional }) => showsProvisional)).toEqual([true])
  })
})
