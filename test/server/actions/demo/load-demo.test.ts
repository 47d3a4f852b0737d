import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionContext } from '#server/actions/context.ts'
import { act } from '#server/actions/define-action.ts'
import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { workDemo } from '#server/actions/demo/work-demo.ts'
import { setExpectation } from '#server/actions/expectations/set.ts'
import { listInnovations } from '#server/db/queries/innovations.ts'
import { demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { demoSpan } from '#server/db/seeds/demo/span.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { readDue } from '#server/readings/read-due.ts'
import { readSubmissions } from '#server/readings/read-submissions.ts'
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

it('the demo ends with the last whole month, of what the calendar of working days knows', () => {
  const of = (today: string) => {
    const { from, end, months, gap } = demoSpan(today)
    return { from, end, months: months.length, gap }
  }
  expect(of('2027-01-15')).toEqual({
    from: '2024-01-01',
    end: '2027-01-01',
    months: 36,
    gap: { from: '2025-11-01', to: '2026-01-31' },
  })
  expect(of('2026-11-01')).toMatchObject({ from: '2024-01-01', end: '2026-11-01', months: 34 })
  expect(of('2027-06-30')).toMatchObject({ from: '2024-06-01', end: '2027-06-01', months: 36 })
  expect(of('2019-06-30')).toMatchObject({ from: '2024-01-01', end: '2026-01-01', months: 24 })
  expect(of('2031-06-30')).toMatchObject({ from: '2025-01-01', end: '2028-01-01', months: 36 })
})

describe('the demo', () => {
  let test: TestWorld
  const NOW = '2027-01-21T03:00:00.000Z'
  beforeAll(async () => {
    test = await openTestWorld()
    test.setClock(NOW)
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

  it('is worked on by invented people, to whom no account belongs', async () => {
    // A process that ends in between leaves a part behind: the next start does it anew.
    await expect(workDemo(dyingAfter(40, test.context))).rejects.toThrow('killed')
    expect(await workDemo(test.context)).toBe(true)
    expect(await workDemo(test.context)).toBe(false)
    const { read } = test.world.db
    expect(await read.selectFrom('member').selectAll().execute()).toEqual([])
    const actors = await read
      .selectFrom('audit')
      .select('actor')
      .distinct()
      .where('action', 'like', 'submission.%')
      .execute()
    expect(actors.map(({ actor }) => actor).sort()).toEqual([
      'Pemeriksa / approver (contoh / demo)',
      'Walidata / steward (contoh / demo)',
    ])
    const board = await readSubmissions(test.world, {
      maySee: () => true,
      now: NOW,
      zone: 'Asia/Jakarta',
      months: 3,
      who: (actor) => actor,
    })
    // Nothing says that it has changed since: the instants of the invented data follow each other.
    expect(board.items.filter(({ hasChanged }) => hasChanged)).toEqual([])
    const last = board.items.filter(({ month }) => month === '2026-12')
    expect(new Set(last.map(({ state }) => state))).toEqual(
      new Set(['accepted', 'submitted', 'change-requested', 'delivered', 'nothing']),
    )
    for (const { at, deliveredAt } of last) {
      if (at !== null) expect(at > deliveredAt! && at < NOW).toBe(true)
    }
    expect(last.filter(({ state, reason }) => (state === 'change-requested') !== (reason !== null))).toEqual(
      [],
    )
    const { items } = await readDue(test.world, {
      maySee: () => true,
      now: NOW,
      from: '2026-11-01',
      to: '2026-12-31',
    })
    expect(items.filter(({ isLate }) => isLate)).toEqual([])
    // One stopped; of the small one nobody answered in some month.
    const unsure = new Set(['dpmptsp-6472', 'dpmptsp-9401'])
    expect(new Set(items.map(({ agency, state }) => (unsure.has(agency) ? '' : state)))).toEqual(
      new Set(['', 'delivered']),
    )
    const coming = await read.selectFrom('plannedRelease').selectAll().orderBy('publishAt').execute()
    expect(coming.filter(({ publishAt }) => publishAt > NOW).map(({ through }) => through)).toEqual([
      '2026-12-01',
      '2027-01-01',
    ])
    const said = await read.selectFrom('explanation').select('explainedAt').execute()
    const plans = await read.selectFrom('followUpPlan').select('status').execute()
    expect(said.length).toBeGreaterThan(10)
    expect(new Set(plans.map(({ status }) => status))).toEqual(
      new Set(['planned', 'ongoing', 'done', 'dropped']),
    )
  })

  it('goes with the first real facts, all of it', async () => {
    // What a real steward announced stays.
    const real = {
      agency: null,
      whom: 'leaves',
      dataset: 'costs',
      every: 'quarter',
      dueDays: 30,
      validFrom: '2026-01-01',
    }
    await act(test.context, setExpectation, real)
    await importCases(test, lines('ref,agency,service,submitted', '1,North,Permit,2025-01-06'))
    const tables = await everyTable(test)
    for (const name of [
      ...['complaint', 'complaint_cell', 'target', 'agency_cost', 'innovation', 'survey_cell'],
      ...['submission', 'submission_event', 'agency_publication', 'planned_release'],
      ...['explanation', 'follow_up_plan', 'expectation_excuse'],
    ])
      expect([name, tables[name]]).toEqual([name, []])
    expect(tables.expectation).toEqual([expect.stringContaining('costs')])
    expect(tables.agency!.length).toBe(1)
    expect(tables.complaint_class!.length).toBe(3)
  })
})
