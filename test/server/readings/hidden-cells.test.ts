import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setAgency } from '#server/actions/agencies/set.ts'
import { assignCalendar } from '#server/actions/calendars/assign.ts'
import { removeException } from '#server/actions/calendars/remove-exception.ts'
import { setException } from '#server/actions/calendars/set-exception.ts'
import { setHolidays } from '#server/actions/calendars/set-holidays.ts'
import { setComplaintClass } from '#server/actions/complaint-classes/set.ts'
import { act } from '#server/actions/define-action.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { createAgencyKey } from '#server/actions/keys/create.ts'
import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { setTarget } from '#server/actions/targets/set.ts'
import { type HiddenCells, hiddenCells } from '#server/readings/hidden-cells.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { openPushes } from '#test/support/push-world.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// More than eight hundred services' months with one answer each: too many to tell services apart by the month.

const SERVICES = Array.from({ length: 40 }, (_, i) => `Service ${i + 1}`)
const MONTHS = Array.from(
  { length: 24 },
  (_, i) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
)

describe.each(ENGINES)('hidden cells of many small ones on %s', (engine) => {
  let test: TestWorld
  let hidden: HiddenCells
  let serviceId: (code: string) => number
  beforeAll(async () => {
    test = await openTestWorld(engine)
    const rows = SERVICES.flatMap((service, i) =>
      // The first was heard in five months of 2024 only.
      MONTHS.filter((_, at) => i > 0 || at < 5).map(
        (month, at) => `${i}-${at},Office,${service},${month}-10,80`,
      ),
    )
    await importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', answeredAt: 'answered', score: 'score' },
        scale: [0, 100],
        create: ['agency', 'service'],
        covers: ['2024-01-01', '2025-12-31'],
        asOf: '2026-01-05',
      },
      lines('ref,agency,service,answered,score', ...rows),
    )
    const directory = await test.context.world.directory()
    serviceId = (code) => directory.serviceByCode.get(code)!.serviceId
    hidden = await hiddenCells(test.context.world, directory, [definition])
  })
  afterAll(() => test.close())
  const definition = findIndicator('respondents')!

  it('are told by the year, few of them not, and never one alone', () => {
    expect(hidden.isPublished(serviceId('service-2'), '2024-03')).toBe(false)
    expect(hidden.isPublished(serviceId('service-2'), '2024')).toBe(true)
    expect(hidden.isHidden(definition, 0, serviceId('service-1'), '2024')).toBe(true)
    const hiddenServices = SERVICES.filter((_, i) =>
      hidden.isHidden(definition, 0, serviceId(`service-${i + 1}`), '2024'),
    )
    expect(hiddenServices.length).toBeGreaterThan(1)
    expect(hiddenServices.length).toBeLessThan(5)
    expect(hidden.isHidden(definition, 0, 0, '2024-03')).toBe(false)
  })
})

describe.each(ENGINES)('hidden cells after a change that no delivery tells of on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())

  const answers = (prefix: string, n: number) =>
    Array.from({ length: n }, (_, i) => `${prefix}${i},Office,Permit,2025-03-10,80`)
  const deliver = (source: string, rows: string[], keep: unknown[]) =>
    importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        mode: 'snapshot',
        source,
        keep,
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', answeredAt: 'answered', score: 'score' },
        scale: [0, 100],
        create: ['agency', 'service'],
        asOf: '2025-04-05',
      },
      lines('ref,agency,service,answered,score', ...rows),
    )

  it('hold what a snapshot left behind when it was emptied', async () => {
    await deliver('few', answers('a', 5), [])
    await deliver('many', answers('b', 20), [])
    const seen = () => ask(test, 'respondents', '2025-03', { agency: 'office', isAnonymous: true })
    expect(await seen()).toMatchObject({ value: 25, missing: null })
    const { removed } = await deliver('many', answers('b', 20), [{ column: 'score', is: 'none' }])
    expect(removed).toBe(20)
    expect(await seen()).toMatchObject({ value: null, missing: 'too-few' })
  })

  it('are worked out anew after whatever can move counts of people or due dates, and after nothing else', async () => {
    const { importId } = await deliver('more', answers('c', 3), [])
    const version = async () =>
      (
        await test.world.db.read
          .selectFrom('counter')
          .select('value')
          .where('name', '=', 'people-version')
          .executeTakeFirstOrThrow()
      ).value
    const pushes = openPushes(test)
    const push = (service: string) =>
      pushes.push(
        { dataset: 'surveys', create: ['service'], scale: [0, 100], timezone: 'Asia/Jakarta' },
        {
          actor: test.context.actor,
          action: 'survey.push',
          covers: null,
          asOf: '2025-04-05T00:00:00.000Z',
          answer: null,
          records: [
            {
              fields: new Map([
                ['ref', 'p'],
                ['agency', 'office'],
                ['service', service],
                ['answeredAt', '2025-03-11'],
                ['score', '80'],
              ]),
              issues: [],
            },
          ],
        },
      )
    const { context } = test
    const office = { agency: 'office', calendar: 'monday-friday' }
    const day = { calendar: 'monday-friday', day: '2025-03-26' }
    const MOVE: Record<string, () => Promise<unknown>> = {
      'a delivery of answers': () => deliver('few', answers('a', 4), []),
      'its undo': () => undoImport(context, importId),
      'a push that creates': () => push('Another'),
      'what an agency counted itself': () =>
        importText(
          test,
          'values',
          {
            dataset: 'values',
            columns: { agency: 'agency', indicator: 'indicator', period: 'period', value: 'value' },
          },
          lines('agency,indicator,period,value', 'office,respondents,2025-05,40'),
        ),
      'a calendar of an agency': () => act(context, assignCalendar, office),
      'a day off': () => act(context, setException, { ...day, works: false, name: 'Banjir' }),
      'a day off taken back': () => act(context, removeException, day),
      holidays: () =>
        act(context, setHolidays, {
          holidaySet: 'id',
          year: 2028,
          days: [{ day: '2028-01-01', kind: 'national', name: 'Tahun Baru' }],
        }),
      'a limit of complaints': () =>
        act(context, setComplaintClass, { code: 'information', validFrom: '2025-03-01', workingDays: 7 }),
      'an agency': () => act(context, setAgency, { code: 'office', name: 'Office', level: 'ministry' }),
      'a rebuild': () => rebuild(context),
    }
    const LEAVE: Record<string, () => Promise<unknown>> = {
      'a target': () =>
        act(context, setTarget, {
          agency: 'office',
          indicator: 'received',
          period: '2025',
          kind: 'min',
          value: 1,
        }),
      'a key': () => act(context, createAgencyKey, { agency: 'office', name: 'k', actions: ['case.push'] }),
      'a delivery of cases': () =>
        importCases(test, lines('ref,agency,service,submitted', '1,office,permit,2025-03-10')),
    }
    const moved: string[] = []
    for (const [name, change] of Object.entries({ ...MOVE, ...LEAVE })) {
      const before = await version()
      await change()
      if ((await version()) > before) moved.push(name)
    }
    await pushes.stop()
    expect(moved).toEqual(Object.keys(MOVE))
  })
})

const SURVEYS = {
  dataset: 'surveys',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
  columns: {
    ref: 'ref',
    agency: 'agency',
    service: 'service',
    answeredAt: 'answered',
    ...Object.fromEntries(ELEMENTS.map((element) => [element, element])),
  },
  constants: { agencyParent: 'City' },
  create: ['agency', 'service'],
  covers: ['2025-01-01', '2025-12-31'],
  asOf: '2026-01-05',
}
/** Answers of an office in March; the last element is answered by the first `last` of them. */
const answersOf = (office: string, count: number, last = count) =>
  Array.from({ length: count }, (_, i) =>
    [
      `${office}${i}`,
      office,
      'Permit',
      '2025-03-10',
      ...ELEMENTS.map((_, at) => (at === 8 && i >= last ? '' : 1 + ((i + at) % 4))),
    ].join(),
  )

it('an index is not shown beside its elements where one of them is hidden, few or many answered it', async () => {
  const test = await openTestWorld()
  const rows = [...answersOf('Office', 20, 3), ...answersOf('Other', 40, 31)]
  await importText(
    test,
    'surveys',
    SURVEYS,
    lines(['ref', 'agency', 'service', 'answered', ...ELEMENTS].join(), ...rows),
  )
  const of = (indicator: string, agency: string, isAnonymous = true) =>
    ask(test, indicator, '2025-03', { agency, isAnonymous })
  // What the digits of the index tell: the ninth mean, and as a fraction how many answered it.
  const eight = await Promise.all(ELEMENTS.slice(0, 8).map((element) => of(`element-${element}`, 'other')))
  const index = await of('satisfaction-index', 'other', false)
  const ninth = (index.value! / 25) * 9 - eight.reduce((sum, { value }) => sum + value!, 0)
  const whole = (n: number) => Math.abs(ninth * n - Math.round(ninth * n)) < 1e-9
  expect(Array.from({ length: 40 }, (_, i) => i + 1).filter(whole)).toEqual([31])
  for (const agency of ['office', 'other']) {
    expect(await of(`element-${ELEMENTS[8]}`, agency)).toMatchObject({ value: null, missing: 'too-few' })
    expect(await of('satisfaction-index', agency)).toMatchObject({
      value: null,
      low: null,
      missing: 'too-few',
    })
    expect((await of('respondents', agency)).value).toBe(agency === 'office' ? 20 : 40)
  }
  expect(await of('satisfaction-index', 'city')).toMatchObject({ missing: null })
  await test.close()
})

it('what an agency gave does not tell of hidden facts beside it', async () => {
  const test = await openTestWorld()
  await importText(
    test,
    'surveys',
    SURVEYS,
    lines(['ref', 'agency', 'service', 'answered', ...ELEMENTS].join(), ...answersOf('Office', 4)),
  )
  await importText(
    test,
    'values',
    {
      dataset: 'values',
      columns: Object.fromEntries(['agency', 'indicator', 'period', 'value'].map((name) => [name, name])),
      constants: { agencyParent: 'City' },
      create: ['agency'],
    },
    lines(
      'agency,indicator,period,value',
      'Given,respondents,2025-03,50',
      'office,respondents,2025-03,4',
      'office,respondents,2025-02/2025-04,4',
    ),
  )
  const of = (period: string, agency?: string) =>
    ask(test, 'respondents', period, { ...(agency && { agency }), isAnonymous: true })
  expect(await of('2025-03', 'given')).toMatchObject({ value: 50, flags: ['from-values'] })
  // 54 less 50.
  for (const agency of ['city', undefined])
    expect(await of('2025-03', agency)).toMatchObject({ value: null, missing: 'too-few' })
  const own = await of('2025-03', 'office')
  expect(own).toMatchObject({ value: null, missing: 'too-few' })
  expect(own.given).toBeUndefined()
  expect(await of('2025-02/2025-04', 'office')).toMatchObject({ value: null, missing: 'too-few' })
  const everything = await ask(test, 'respondents', '2025-03', { agency: 'city', isAnonymous: false })
  expect(everything).toMatchObject({ value: 54 })
  await test.close()
})
