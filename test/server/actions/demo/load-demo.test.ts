import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionContext } from '#server/actions/context.ts'
import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { listInnovations } from '#server/db/queries/innovations.ts'
import { demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { loadTargets } from '#server/readings/target-book.ts'
import type { World } from '#server/readings/world.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { ask } from '#test/support/ask.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { everyTable } from '#test/support/derived-tables.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// The invented data teaches what a dashboard must tell: every dataset is in it, and what the register claims is there.

/** The context of a process that gets no further than so many transactions. */
function dyingAfter(transactions: number, context: ActionContext): ActionContext {
  let left = transactions
  const write: World['write'] = (run) => {
    if (left-- === 0) throw new Error('killed')
    return context.world.write(run)
  }
  return { ...context, world: { ...context.world, write } }
}

it('no two offices of the demo have one name', () => {
  const agencies = demoAgencies()
  for (const names of [agencies.map(({ name }) => name), agencies.map(({ nameEn }) => nameEn)])
    expect(new Set(names).size).toBe(names.length)
})

describe('the demo', () => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld()
    // A process that ends while it loads leaves the first deliveries behind: the next start begins anew.
    await expect(loadDemoIfEmpty(dyingAfter(2, test.context))).rejects.toThrow('killed')
    expect(await loadDemoIfEmpty(test.context)).toBe(true)
    expect(await loadDemoIfEmpty(test.context)).toBe(false)
  })
  afterAll(() => test.close())
  const value = async (indicator: string, period: string, agency?: string) =>
    (await ask(test, indicator, period, agency === undefined ? {} : { agency })).value

  it('has no row that the import refuses, and a sound database', async () => {
    const batches = await test.world.db.read.selectFrom('importBatch').select(['dataset', 'result']).execute()
    expect([...new Set(batches.map(({ dataset }) => dataset))].sort()).toEqual([
      'cases',
      'complaints',
      'costs',
      'innovations',
      'surveys',
      'targets',
    ])
    expect(batches.map(({ result }) => JSON.parse(result).rejected)).toEqual(batches.map(() => 0))
    expect((await checkInvariants(test.world.db.read)).filter(({ violations }) => violations > 0)).toEqual([])
  })

  it('has innovations that shortened the times from their start on', async () => {
    const register = await listInnovations(test.world.db.read)
    expect(register.map(({ id, startedOn }) => [id, startedOn])).toEqual([
      ['dpmptsp-9401.loket-keliling-kampung', '2026-09-01'],
      ['dpmptsp-3578.siap-satu-berkas-satu-pintu', '2025-07-01'],
      ['disdukcapil-3374.dukcapil-antar-lingkungan', '2025-04-01'],
    ])
    const fall = async (agency: string) =>
      (await value('mean-time', '2026-S1', agency))! / (await value('mean-time', '2024', agency))!
    expect(await fall('dpmptsp-3578')).toBeLessThan(0.75)
    expect(await fall('disdukcapil-3374')).toBeLessThan(0.85)
    expect(await fall('disdukcapil-5171')).toBeGreaterThan(0.9)
  })

  it('has complaints that follow the decline of an office', async () => {
    const rate = (period: string) => value('complaints-per-1000', period, 'disdukcapil-3273')
    expect(await rate('2026')).toBeGreaterThan((await rate('2024'))! * 1.3)
    const national = await ask(test, 'complaint-on-time-rate', '2025')
    expect(national.value).toBeGreaterThan(0.7)
    expect(national.value).toBeLessThan(0.98)
    expect(national.numerator).toBeGreaterThan(500)
  })

  it('has costs by quarter that add up to years, and by year that give no quarter', async () => {
    const year = await ask(test, 'cost-per-case', '2025', { agency: 'dpmptsp-3578' })
    expect(year).toMatchObject({ missing: null, flags: [] })
    const quarters = ['Q1', 'Q2', 'Q3', 'Q4'].map((quarter) =>
      ask(test, 'cost-per-case', `2025-${quarter}`, { agency: 'dpmptsp-3578' }),
    )
    const costs = (await Promise.all(quarters)).map(({ numerator }) => numerator!)
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(year.numerator)
    expect(await ask(test, 'cost-per-case', '2025-Q1', { agency: 'kemenimipas' })).toMatchObject({
      missing: 'not-applicable',
    })
    expect(await value('cases-per-staff', '2025', 'kemenimipas')).toBeGreaterThan(10)
    expect(await ask(test, 'cost-per-case', '2026')).toMatchObject({ flags: ['partial'] })
  })

  it('has targets of every year for every office', async () => {
    const { agencies } = await test.world.directory()
    const offices = agencies.filter(({ isLeaf, level }) => isLeaf && level === 'unit')
    const book = await loadTargets(test.world.db.read, {
      agencyIds: offices.map(({ agencyId }) => agencyId),
      serviceIds: [0],
      indicators: ['on-time-rate'],
    })
    for (const { agencyId } of offices) {
      expect(book.of(agencyId, 0, findIndicator('on-time-rate')!, '2025-03')).toMatchObject({ value: 0.85 })
    }
  })

  it('goes with the first real facts, all of it', async () => {
    await importCases(test, lines('ref,agency,service,submitted', '1,North,Permit,2025-01-06'))
    const tables = await everyTable(test)
    for (const name of ['complaint', 'complaint_cell', 'target', 'agency_cost', 'innovation', 'survey_cell'])
      expect([name, tables[name]]).toEqual([name, []])
    expect(tables.agency!.length).toBe(1)
    expect(tables.complaint_class!.length).toBe(3)
  })
})
