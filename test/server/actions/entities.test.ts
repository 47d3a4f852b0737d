import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setAgency } from '#server/actions/agencies/set.ts'
import { setService } from '#server/actions/services/set.ts'
import { checkInvariants, FILE_NAMES } from '#server/readings/check-invariants.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { importCases } from '#test/support/small-file.ts'

// What a steward says of agencies and services; an agency that moves takes its figures along.

describe.each(ENGINES)('agencies and services by hand on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    for (const [name, parent, done] of [
      ['East', 'North', 40],
      ['West', 'South', 10],
    ] as const) {
      await importCases(test, monthlyCases(name, '2025-01-01', [{ done, late: 5 }]), {
        columns: MONTHLY_COLUMNS,
        constants: { agencyParent: parent },
        asOf: '2025-03-01',
      })
    }
  })
  afterAll(() => test.close())

  const steward = personWith({ role: 'steward', agency: null })
  const received = async (): Promise<Record<string, number | null>> => {
    const { readings } = await readReadings(
      test.world,
      {
        indicators: ['completed', 'median-time'],
        agencies: ['north', 'south'],
        services: null,
        channels: null,
        levels: null,
        grain: 'year',
        from: '2025-01-01',
        to: '2025-12-31',
      },
      { isAnonymous: false },
    )
    return Object.fromEntries(
      readings.map(({ agency, indicator, value }) => [`${agency} ${indicator}`, value]),
    )
  }

  it('with a code that no file of a release can have are named by a check', async () => {
    const fileNames = async () =>
      (await checkInvariants(test.world.db.read)).find(({ invariant }) => invariant === FILE_NAMES)
    expect(await fileNames()).toEqual({ invariant: FILE_NAMES, violations: 0 })
    const call = (from: string, to: string) =>
      test.world.write(
        (tx) => tx.updateTable('agency').set({ code: to }).where('code', '=', from).execute(),
        {
          changesFigures: false,
        },
      )
    const [east, long] = ['together', 'x'.repeat(191)]
    await call('east', east)
    await call('west', long)
    expect(await fileNames()).toEqual({ invariant: FILE_NAMES, violations: 2, codes: [east, long] })
    await call(east, 'east')
    await call(long, 'west')
  })

  it('an agency under another parent is counted there, and no longer where it was', async () => {
    const before = await received()
    expect(before).toMatchObject({ 'north completed': 40, 'south completed': 10 })
    const east = { code: 'east', name: 'Timur', nameEn: 'East', level: 'unit', region: '3578' }
    await actAs(test, steward, setAgency, { ...east, parent: 'south' })
    expect(await received()).toMatchObject({
      'north completed': null,
      'north median-time': null,
      'south completed': 50,
    })
    const { agencyByCode } = await test.world.directory()
    expect(agencyByCode.get('east')).toMatchObject({ name: 'Timur', nameEn: 'East', region: '3578' })
    await actAs(test, steward, setAgency, { ...east, parent: 'north' })
    expect(await received()).toEqual(before)
  })

  it('refuses a parent below, unknown codes, and whoever is no steward of both', async () => {
    const north = { code: 'north', name: 'Utara', level: 'agency' }
    await expect(actAs(test, steward, setAgency, { ...north, parent: 'east' })).rejects.toThrow(/lies below/)
    await expect(actAs(test, steward, setAgency, { ...north, parent: 'north' })).rejects.toThrow(/lies below/)
    await expect(actAs(test, steward, setAgency, { ...north, code: 'none' })).rejects.toThrow(/none/)
    const local = personWith({ role: 'steward', agency: 'north' })
    await actAs(test, local, setAgency, north)
    await expect(actAs(test, local, setAgency, { ...north, parent: 'south' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    // Taking an agency away changes the figures of the one above it.
    const own = personWith({ role: 'steward', agency: 'east' })
    const east = { code: 'east', name: 'Timur', nameEn: 'East', level: 'unit', region: '3578' }
    await actAs(test, own, setAgency, { ...east, parent: 'north' })
    await expect(actAs(test, own, setAgency, { ...east, parent: null })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const contributor = personWith({ role: 'contributor', agency: null })
    await expect(actAs(test, contributor, setAgency, north)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('a service is called anew', async () => {
    const { services } = await test.world.directory()
    const { code } = services[0]!
    await actAs(test, steward, setService, { code, name: 'Izin Usaha', nameEn: 'Business licence' })
    expect((await test.world.directory()).serviceByCode.get(code)).toMatchObject({
      name: 'Izin Usaha',
      nameEn: 'Business licence',
    })
    await expect(
      actAs(test, personWith({ role: 'steward', agency: 'north' }), setService, { code, name: 'Lain' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const rows = await test.world.db.read
      .selectFrom('audit')
      .select(['action', 'subject'])
      .where('action', 'in', ['agency.set', 'service.set'])
      .orderBy('auditId')
      .execute()
    expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'agency.set east',
      'agency.set east',
      'agency.set north',
      'agency.set east',
      `service.set ${code}`,
    ])
  })
})
