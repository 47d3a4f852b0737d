import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

describe.each(ENGINES)('directory on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())

  it('lists codes in the order of their bytes, whatever language the database sorts in', async () => {
    const names = ['ab', 'a b', 'aa', 'a1', 'b']
    await importText(
      test,
      'cases',
      caseMapping(),
      lines('ref,agency,service,submitted', ...names.map((name) => `1,${name},${name},2025-03-01`)),
    )
    const { agencies, services } = await test.world.directory()
    const inOrder = ['a-b', 'a1', 'aa', 'ab', 'b']
    expect(agencies.map((agency) => agency.code)).toEqual(inOrder)
    expect(services.map((service) => service.code)).toEqual(inOrder)
  })

  it('joins days covered that overlap, and keeps the latest instant', async () => {
    for (const [from, to, asOf] of [
      ['2025-01-01', '2025-02-15', '2025-02-28'],
      ['2025-02-01', '2025-03-31', '2025-02-10'],
      ['2025-06-01', '2025-06-30', '2025-06-30'],
    ]) {
      await importText(
        test,
        'cases',
        caseMapping({ covers: [from, to], asOf }),
        lines('ref,agency,service,submitted', `${from},covered,x,${from}`),
      )
    }
    const { agencyByCode, delivered } = await test.world.directory()
    expect(delivered.get(agencyByCode.get('covered')!.agencyId)?.get('cases')).toEqual({
      dataset: 'cases',
      // A date is the end of that day in Jakarta.
      asOf: '2025-06-30T17:00:00.000Z',
      spans: [
        { from: '2025-01-01', to: '2025-03-31' },
        { from: '2025-06-01', to: '2025-06-30' },
      ],
    })
  })
})
