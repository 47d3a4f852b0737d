import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { releaseDemo } from '#server/actions/demo/release-demo.ts'
import { workDemo } from '#server/actions/demo/work-demo.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { type FigureChange, ReleaseManifest } from '#shared/contract/release.ts'
import { openTestWorld, type TestWorld } from '../support/database.ts'

// The invented data come with three releases and a revision, each frozen by the same path as real ones.

const NOW = '2026-12-21T03:00:00.000Z'
let test: TestWorld
beforeAll(async () => {
  test = await openTestWorld()
  test.setClock(NOW)
  await loadDemoIfEmpty(test.context)
  await workDemo(test.context)
  await releaseDemo(test.context)
}, 1_800_000)
afterAll(() => test.close())

it('has three months and a revision of the last, made once', async () => {
  const releases = await listReleases(test.world.db.read)
  expect(releases.map(({ code }) => code)).toEqual(['2026-08', '2026-09', '2026-10', '2026-10-r1'])
  // Only the newest keeps the tables that questions are answered from.
  expect(releases.map(({ world }) => world !== null)).toEqual([false, false, false, true])
  const manifests = releases.map(({ manifest }) => ReleaseManifest.parse(JSON.parse(manifest)))
  expect(manifests.every(({ isDemo, late }) => isDemo && late.length === 1)).toBe(true)
  expect(await releaseDemo(test.context)).toBe(0)
})

it('says which office corrected which times, and why', async () => {
  const rows = await test.world.db.read
    .selectFrom('releaseChange')
    .innerJoin('release', 'release.releaseId', 'releaseChange.releaseId')
    .select('body')
    .where('release.code', '=', '2026-10-r1')
    .execute()
  const changes = rows.map(({ body }) => JSON.parse(body) as FigureChange)
  const own = changes.filter(
    ({ indicator, period, service }) => indicator === 'median-time' && period === '2026-10' && !service,
  )
  expect(own.length).toBeGreaterThan(0)
  for (const { old, new: now } of own) expect(now.value!).toBeGreaterThanOrEqual(old.value!)
})
