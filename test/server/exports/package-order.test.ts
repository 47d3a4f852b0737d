import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { findNewestRelease } from '#server/db/queries/release-chain.ts'
import { storedRelease } from '#server/exports/package/stored-release.ts'
import { agencyTree } from '#test/support/agency-tree.ts'
import { openTestWorld } from '#test/support/database.ts'
import { deliverCases } from '#test/support/release-world.ts'

it('the tables of a release are in the order of its manifest, whatever language the database sorts in', async () => {
  const test = await openTestWorld('postgres')
  try {
    test.setClock('2026-02-05T03:00:00.000Z')
    await agencyTree(test.world, { 'a-c': null, ab: null })
    for (const agency of ['a-c', 'ab'])
      await deliverCases(test, agency, '2026-01-01', '2026-01-31', [{ done: 12, late: 3 }])
    await freezeRelease(test.context, { through: '2026-01' })
    // As most languages do, it does not look at hyphens first.
    await test.world.db.write(async (tx) => {
      await sql`create collation shifted (provider = icu, locale = 'und-u-ka-shifted')`.execute(tx)
      await sql`alter table release_part alter column name type text collate shifted`.execute(tx)
    })
    const db = test.world.db.read
    const found = new Set<string | null>()
    const release = (await findNewestRelease(db))!
    for await (const { agency } of (await storedRelease(db, release)).lines()) found.add(agency)
    expect([...found]).toEqual([null, 'a-c', 'ab'])
  } finally {
    await test.close()
  }
})
