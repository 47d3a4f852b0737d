import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { brief, caseMapping, importCases, lines } from '#test/support/small-file.ts'

// An import as a whole: snapshots, several files, many issues, dry runs, nothing accepted.

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.close())

const head = 'ref,agency,service,submitted'
const refs = async (source: string) =>
  (
    await world.world.db.read
      .selectFrom('serviceCase')
      .select('ref')
      .where('source', '=', source)
      .orderBy('ref')
      .execute()
  ).map(({ ref }) => ref)

test('a snapshot removes what its source no longer holds, and only that', async () => {
  const changes = { mode: 'snapshot', source: 'registry' }
  await importCases(world, lines(head, 'X1,A,S,2026-01-05'), { source: 'other' })
  await importCases(
    world,
    lines(head, 'A1,A,S,2026-01-05', 'A2,B,S,2026-01-06', 'A3,A,S,2026-01-07'),
    changes,
  )
  const result = await importCases(world, lines(head, 'A1,A,S,2026-01-05', 'A3,A,S,2026-02-07'), changes)
  expect(result).toMatchObject({ accepted: 2, unchanged: 1, updated: 1, removed: 1 })
  expect(await refs('registry')).toEqual(['A1', 'A3'])
  expect(await refs('other')).toEqual(['X1'])
  // A case that another source held belongs to the snapshot from now on.
  expect(
    await importCases(world, lines(head, 'A1,A,S,2026-01-05', 'X1,A,S,2026-01-05'), changes),
  ).toMatchObject({ unchanged: 1, updated: 1, removed: 1 })
  expect(await refs('other')).toEqual([])
})

test('several files are one import; issues name the file and its own record', async () => {
  const paths = await Promise.all(
    [
      lines(head, 'B1,A,S,2026-01-05', 'B2,A,S,never'),
      lines('service;submitted;ref;agency', 'S;2026-01-05;B3;A', 'S;;B4;A', 'S;2026-01-06;B1;A'),
    ].map(async (text, i) => {
      const path = join(world.dataDir, `part-${i + 1}.csv`)
      await writeFile(path, text)
      return path
    }),
  )
  const result = await importFiles(world, 'cases', caseMapping(), paths)
  expect(result).toMatchObject({ rows: 5, accepted: 2, rejected: 3 })
  expect(result.issues.map((issue) => `${issue.file} ${brief([issue])[0]}`)).toEqual([
    'part-1.csv 2 submitted bad-date error',
    'part-2.csv 2 submitted required-missing error',
    'part-2.csv 3 ref duplicate-ref error',
  ])
})

test('more than a thousand issues are kept whole and shown in part', async () => {
  const rows = Array.from({ length: 1100 }, (_, i) => `C${i},A,S,${i % 2 ? 'never' : '2027-01-01'}`)
  const result = await importCases(world, lines(head, ...rows))
  expect(result).toMatchObject({ rows: 1100, accepted: 550, rejected: 550, warnings: 550 })
  expect(result.issuesTruncated).toBe(true)
  expect(result.issues).toHaveLength(1000)
  expect(result.issues.at(-1)).toMatchObject({ row: 1000, code: 'bad-date', file: null })
  const kept = await world.world.db.read
    .selectFrom('importIssue')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('importId', '=', result.importId)
    .executeTakeFirstOrThrow()
  expect(kept.n).toBe(1100)
})

const everything = async () => ({
  cases: await world.world.db.read.selectFrom('serviceCase').selectAll().orderBy('ref').execute(),
  agencies: await world.world.db.read.selectFrom('agency').selectAll().orderBy('code').execute(),
})

test('a dry run counts and writes nothing', async () => {
  await importCases(world, lines(head, 'D1,A,S,2026-01-05'))
  const before = await everything()
  const path = join(world.dataDir, 'dry.csv')
  await writeFile(path, lines(head, 'D1,A,S,2026-01-06', 'D2,New,S,2026-01-05', 'D3,A,S,never'))
  const result = await importFiles(world, 'cases', caseMapping(), [path], { dryRun: true })
  expect(result).toMatchObject({ rows: 3, accepted: 2, rejected: 1, inserted: 1, updated: 1, agencies: 2 })
  expect(await everything()).toEqual(before)
})

test('when every row is rejected no fact and no agency is written, also in a snapshot', async () => {
  const changes = { mode: 'snapshot', source: 'all-bad' }
  await importCases(world, lines(head, 'E1,A,S,2026-01-05'), changes)
  const before = await everything()
  const result = await importCases(world, lines(head, 'E2,Brand New,S,never'), changes)
  expect(result).toMatchObject({ rows: 1, accepted: 0, rejected: 1, removed: 0, from: null, to: null })
  expect(await everything()).toEqual(before)
})

test('a snapshot of which nothing is kept empties its source', async () => {
  const changes = { mode: 'snapshot', source: 'emptied' }
  await importCases(world, lines(head, 'G1,A,S,2026-01-05'), changes)
  const keep = [{ column: 'ref', is: 'none' }]
  const result = await importCases(world, lines(head, 'G1,A,S,2026-01-05'), { ...changes, keep })
  expect(result).toMatchObject({ rows: 1, skipped: 1, removed: 1 })
})

test('a file may name the parent of its units among them', async () => {
  const result = await importCases(
    world,
    lines(head, 'H1,Kota Baru,S,2026-01-05', 'H2,Loket Baru,S,2026-01-05'),
    {
      constants: { agencyParent: 'Kota Baru' },
    },
  )
  expect(result).toMatchObject({ inserted: 2, agencies: 2 })
  const { agencyByCode } = await world.world.directory()
  const parent = agencyByCode.get('kota-baru')!
  expect(parent).toMatchObject({ parentId: null, level: 'agency' })
  expect(agencyByCode.get('loket-baru')).toMatchObject({ parentId: parent.agencyId, level: 'unit' })
})

test('the span of a delivery holds flagged cases, but no day after asOf', async () => {
  const columns = { completedAt: 'done' }
  const result = await importCases(
    world,
    lines(`${head},done`, 'I1,A,S,2026-01-05,2026-01-01', 'I2,A,S,2026-03-05,', 'I3,A,S,2099-03-05,'),
    { columns, asOf: '2026-03-31' },
  )
  expect(result).toMatchObject({ from: '2026-01-05', to: '2026-03-05', warnings: 2 })
})
