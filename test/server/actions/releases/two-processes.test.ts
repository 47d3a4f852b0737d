import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelRelease } from '#server/actions/releases/cancel.ts'
import { freezeRelease, planFreeze, runFreeze } from '#server/actions/releases/freeze.ts'
import { currentSigningKey } from '#server/actions/releases/signing-key.ts'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { openPostgresDatabase, openWorldAt, type TestWorld } from '../../../support/database.ts'
import { deliverCases, plantOffices } from '../../../support/release-world.ts'

// Two servers on one database, each with a data folder of its own, that are asked for the same release.

const NOW = '2026-04-05T03:00:00.000Z'
const TERMS = { through: '2026-03', publishAt: '2026-04-10T02:00:00.000Z' }

describe('two processes on one database', () => {
  let database: Awaited<ReturnType<typeof openPostgresDatabase>>
  let [one, two] = [] as unknown as [TestWorld, TestWorld]
  beforeAll(async () => {
    database = await openPostgresDatabase()
    one = await openOn(database.url)
    two = await openOn(database.url)
    await plantOffices(one)
    for (const agency of ['north', 'south'])
      await deliverCases(one, agency, '2026-01-01', '2026-03-31', Array(3).fill({ done: 20, late: 4 }))
    await currentSigningKey(one.context)
    await cp(join(one.dataDir, 'release-keys'), join(two.dataDir, 'release-keys'), { recursive: true })
  })
  afterAll(async () => {
    for (const test of [one, two]) {
      await test.close()
      await rm(test.dataDir, { recursive: true, force: true })
    }
    await database.drop()
  })

  async function openOn(url: string): Promise<TestWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'terukur-two-'))
    await chmod(dataDir, 0o755)
    const test = await openWorldAt(url, dataDir)
    test.setClock(NOW)
    return test
  }

  /** The one release there is has its tables. */
  async function expectOneWhole(): Promise<void> {
    const releases = await listReleases(one.world.db.read)
    expect(releases.map(({ code, sequence }) => [code, sequence])).toEqual([['2026-03', 1]])
    const cells = sql.id(releases[0]!.world!, 'case_cell')
    const { rows } = await sql`select 1 from ${cells} limit 1`.execute(one.world.db.read)
    expect(rows).toHaveLength(1)
    expect((await verifyAudit(one.world.db.read)).fault).toBeNull()
  }

  it('make a release once, and the one that was overtaken leaves it alone', async () => {
    const plan = await planFreeze(two.context, TERMS)
    await freezeRelease(one.context, TERMS)
    await expect(runFreeze(two.context, plan)).rejects.toMatchObject({
      params: { stops: ['freeze-running'] },
    })
    await expectOneWhole()
    await cancelRelease(two.context, '2026-03')
  })

  it('that freeze at the same time make one release', async () => {
    const ends = await Promise.allSettled([one, two].map(({ context }) => freezeRelease(context, TERMS)))
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectOneWhole()
    await cancelRelease(two.context, '2026-03')
  })

  it('make one as well where the lock was lost with its connection', async () => {
    const others: Promise<PromiseSettledResult<void>[]>[] = []
    const loseLock = async () => {
      await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
        and (classid::bigint << 32) | objid::bigint = hashtextextended('release', 7283945)`.execute(
        two.world.db.kysely,
      )
      await freezeRelease(two.context, TERMS)
    }
    const first = freezeRelease(one.context, TERMS, {
      onStep: (step) => step === 'copying' && others.push(Promise.allSettled([loseLock()])),
    })
    const ends = [...(await Promise.allSettled([first])), ...(await Promise.all(others)).flat()]
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectOneWhole()
  })
})
