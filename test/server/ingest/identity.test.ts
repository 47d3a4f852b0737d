import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf } from '#server/ingest/identity.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { brief, importCases, lines } from '#test/support/small-file.ts'

// Agencies and services by the words of a file.

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.close())

test.each([
  ['Dinas Perizinan & PTSP (Kota)', 'dinas-perizinan-ptsp-kota'],
  ['  Ünïtéd  ', 'united'],
  ['ﬁle №5 Ⅳ', 'file-no5-iv'],
  ['---', 'x'],
  ['مكتب', 'x'],
  ['İstanbul', 'istanbul'],
  ['x'.repeat(400), 'x'.repeat(190)],
  [`${'x'.repeat(189)} y`, 'x'.repeat(189)],
])('makes a code of %s', (name, code) => {
  expect(codeOf(name)).toBe(code)
})

const file = (...rows: [ref: string, agency: string, service: string][]) =>
  lines(
    'ref,agency,service,submitted',
    ...rows.map((row) => `${row.map((text) => `"${text}"`).join(',')},2026-01-05`),
  )

const agencies = () =>
  world.world.db.read
    .selectFrom('agency')
    .select(['code', 'name', 'level', 'parentId', 'timeZone'])
    .orderBy('agencyId')
    .execute()

test('a code taken by another name gets -2, -3 in order of first appearance, and stays', async () => {
  const rows = file(
    ['1', 'Dinas A', 'Izin'],
    ['2', 'DINAS A', 'IZIN'],
    ['3', 'Dinas Á', 'Izin'],
    ['4', 'Dinas A', 'izin'],
  )
  const result = await importCases(world, rows)
  expect(result.cases.map(({ agency, service }) => [agency, service])).toEqual([
    ['dinas-a', 'izin'],
    ['dinas-a-2', 'izin-2'],
    ['dinas-a-3', 'izin'],
    // A value is looked up as code first.
    ['dinas-a', 'izin'],
  ])
  expect(await importCases(world, rows)).toMatchObject({ unchanged: 4, agencies: 3, services: 2 })
})

test('no agency has the code of everything together', async () => {
  const { cases } = await importCases(
    world,
    file(['1', 'Together', 'Together'], ['2', 'TOGETHER', 'Together']),
  )
  expect(cases.map(({ agency, service }) => [agency, service])).toEqual([
    ['together-2', 'together'],
    ['together-3', 'together'],
  ])
})

test('looks a value up as code, then as exact name; unknown ones are rejected', async () => {
  await importCases(world, file(['1', 'Kota Baru', 'Kartu']))
  const result = await importCases(
    world,
    file(
      ['2', 'kota-baru', 'Kartu'],
      ['3', 'Kota Baru', 'kartu'],
      ['4', 'KOTA BARU', 'Kartu'],
      ['5', 'Kota Baru', 'Lain'],
    ),
    { create: [] },
  )
  expect(result).toMatchObject({ accepted: 2, rejected: 2, agencies: 1 })
  expect(brief(result.issues)).toEqual(['3 agency unknown-agency error', '4 service unknown-service error'])
  expect(result.issues[0]!.message).toContain('“KOTA BARU”')
  expect((await agencies()).filter(({ name }) => name === 'KOTA BARU')).toEqual([])
})

test('creates only what create names', async () => {
  const rows = file(['1', 'Badan Satu', 'Layanan Satu'])
  expect(brief((await importCases(world, rows, { create: ['agency'] })).issues)).toEqual([
    '1 service unknown-service error',
  ])
  // Nothing was accepted, so nothing was created.
  expect((await agencies()).some(({ name }) => name === 'Badan Satu')).toBe(false)
})

test('names of created ones come from agencyName and serviceName', async () => {
  const result = await importCases(
    world,
    lines(
      'ref,agency,service,submitted,office,product',
      '1,33.74,s-01,2026-01-05,Kota Semarang,Kartu Keluarga',
    ),
    { columns: { agencyName: 'office', serviceName: 'product' } },
  )
  expect(result.cases[0]).toMatchObject({ agency: '33-74', service: 's-01' })
  expect(await agencies()).toContainEqual(expect.objectContaining({ code: '33-74', name: 'Kota Semarang' }))
})

test('created agencies get parent, level and zone; an existing one is left as it is', async () => {
  const changes = {
    format: { timezone: 'America/New_York' },
    constants: { agencyLevel: 'city', agencyParent: 'Boston City Hall', calendar: 'monday-friday' },
  }
  await importCases(world, file(['1', 'Public Works', 'Potholes'], ['2', 'Dinas A', 'Izin']), changes)
  const all = await agencies()
  const byCode = new Map(all.map((agency) => [agency.code, agency]))
  expect(byCode.get('boston-city-hall')).toMatchObject({
    name: 'Boston City Hall',
    level: 'agency',
    parentId: null,
  })
  expect(byCode.get('public-works')).toMatchObject({ level: 'city', timeZone: 'America/New_York' })
  expect(byCode.get('public-works')!.parentId).not.toBeNull()
  expect(byCode.get('dinas-a')).toMatchObject({ level: 'unit', parentId: null, timeZone: 'Asia/Jakarta' })
  await importCases(world, file(['3', 'Parks', 'Trees']), changes)
  expect((await agencies()).filter(({ name }) => name === 'Boston City Hall')).toHaveLength(1)
})

test('refuses a calendar that is not there', async () => {
  await expect(
    importCases(world, file(['1', 'New Office', 'Izin']), { constants: { calendar: 'mars' } }),
  ).rejects.toThrow('Mapping: constants.calendar: “mars” must be one of id-government')
})
