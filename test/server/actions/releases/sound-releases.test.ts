import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listParts, readPart } from '#server/db/queries/release-parts.ts'
import { worldSchema } from '#server/db/world-schema.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'

// What looks after a database, where releases are in it.

const months = (count: number, done = 20) => Array.from({ length: count }, () => ({ done, late: 4 }))

describe.each(ENGINES)('a database with releases on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2026-02-01', '2026-03-31', months(2))
    await freezeRelease(test.context, { through: '2026-03' })
    await deliverCases(test, 'north', '2026-02-01', '2026-02-28', months(1, 25))
    await reviseRelease(test.context, { replaces: '2026-03', reason: 'Kasus Februari kurang lima' })
  })
  afterAll(() => test.close())
  const read = () => test.world.db.read
  const broken = async () =>
    (await checkInvariants(read())).flatMap(({ invariant, violations }) => (violations > 0 ? invariant : []))
  const damage = (statement: string) => test.world.db.write((tx) => sql.raw(statement).execute(tx))

  /** Every byte of every release, and what questions are answered from. */
  async function everything(): Promise<unknown> {
    const releases = await listReleases(read())
    const parts = await Promise.all(
      releases.flatMap(async (release) =>
        Promise.all(
          (await listParts(read(), release)).map(async ({ name }) => {
            const part = await read()
              .selectFrom('releasePart')
              .selectAll()
              .where('releaseId', '=', release.releaseId)
              .where('name', '=', name)
              .executeTakeFirstOrThrow()
            return [name, part.sha256, await readPart(read(), release, part)]
          }),
        ),
      ),
    )
    const rowsOf = async (table: string) =>
      (
        await sql`select * from ${sql.id(worldSchema(2), table)} order by ${sql.raw('1, 2, 3, 4')}`.execute(
          read(),
        )
      ).rows
    return { releases, parts, cells: await rowsOf('case_cell'), rows: await rowsOf('finished_row') }
  }

  it('is rebuilt from the facts without touching what was released', async () => {
    expect(await broken()).toEqual([])
    const before = await everything()
    await deliverCases(test, 'south', '2026-03-01', '2026-03-31', months(1, 31))
    await rebuild(test.context)
    expect(await everything()).toEqual(before)
    expect(await broken()).toEqual([])
  })

  it('is said to be damaged where a part of a release is gone', async () => {
    await damage(`update release_line set to_sequence = from_sequence where part = 'readings'`)
    await damage(`delete from release_part where name = 'rules.json'`)
    await damage('delete from release_key')
    await damage('drop schema release_2 cascade')
    expect(await broken()).toEqual([
      'releases have the key that they are signed with',
      'releases have their documents',
      'lines of releases end after they begin',
      'the newest release has its tables',
    ])
    await damage('delete from release where sequence = 1')
    expect(await broken()).toContain('releases follow each other')
  })
})
