import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignCalendar } from '#server/actions/calendars/assign.ts'
import { createCalendar } from '#server/actions/calendars/create.ts'
import { removeException } from '#server/actions/calendars/remove-exception.ts'
import { setException } from '#server/actions/calendars/set-exception.ts'
import { setHolidays } from '#server/actions/calendars/set-holidays.ts'
import { setPattern } from '#server/actions/calendars/set-pattern.ts'
import { act } from '#server/actions/define-action.ts'
import { previewOf } from '#server/actions/preview.ts'
import { removeStandard } from '#server/actions/standards/remove.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import {
  listAgencyCalendars,
  listCalendars,
  listClasses,
  listHolidays,
  listStandards,
} from '#server/db/queries/rules.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { rebuildEverything } from '#server/rollups/rebuild.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'

// A change of calendar or standard recomputes what it touches, and nothing else: the cells stay those of a full
// rebuild, the audit keeps before and after, and taking the change back gives the figures of before.

// 2025-03-28 to 2025-04-07 are holidays and joint leave around Idul Fitri and Nyepi.
const ROWS = [
  'no,office,service,in,out,due',
  'a1,A,Izin,2025-03-24,2025-03-27,',
  'a2,A,Izin,2025-03-24,2025-04-08,',
  'a3,A,Izin,2025-03-25,,',
  'a4,A,Izin,2025-03-26,2025-04-09,2025-04-08',
  'b1,B,Izin,2025-03-24,2025-04-08,',
  'b2,B,Akta,2025-03-27,2025-03-28,',
].join('\n')

const MAPPING = {
  dataset: 'cases',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
  columns: {
    ref: 'no',
    agency: 'office',
    service: 'service',
    submittedAt: 'in',
    completedAt: 'out',
    dueAt: 'due',
  },
  create: ['agency', 'service'],
  asOf: '2025-06-01T00:00:00+07:00',
}

describe.each(ENGINES)('calendars and standards on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await importText(test, 'cases', MAPPING, ROWS)
  })
  afterAll(() => test.close())

  const workingDays = async (): Promise<Record<string, number | null>> => {
    const { rows } = await sql<{
      ref: string
      workingDays: number | null
    }>`select ref, working_days from service_case
      order by ref`.execute(test.world.db.read)
    return Object.fromEntries(rows.map((row) => [row.ref, row.workingDays]))
  }
  const due = async (): Promise<Record<string, string | null>> => {
    const { rows } = await sql<{ ref: string; dueOn: string | null }>`select ref, due_on from service_case
      order by ref`.execute(test.world.db.read)
    return Object.fromEntries(rows.map((row) => [row.ref, row.dueOn]))
  }
  const figures = async () =>
    (
      await readReadings(
        test.world,
        {
          indicators: ['received', 'median-working-days', 'on-time-rate', 'closed-on-time-rate'],
          agencies: '*',
          services: null,
          channels: null,
          levels: null,
          grain: 'month',
          from: '2025-03-01',
          to: '2025-04-30',
        },
        { isAnonymous: false },
      )
    ).readings.map(({ indicator, agency, period, value }) => `${indicator} ${agency} ${period} ${value}`)
  const cells = async () => {
    const all: unknown[] = []
    for (const table of ['case_cell', 'case_day', 'duration_cell', 'finished_row']) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(test.world.db.read)
      all.push(
        ...rows
          .map((row) =>
            JSON.stringify([table, row], (_, value) =>
              ArrayBuffer.isView(value) ? [...(value as Int32Array)] : value,
            ),
          )
          .sort(),
      )
    }
    return all
  }
  const expectAsRebuilt = async () => {
    const before = await cells()
    await test.world.write((tx) => rebuildEverything(tx))
    expect(await cells()).toEqual(before)
  }

  it('starts from the government calendar', async () => {
    expect(await workingDays()).toEqual({ a1: 3, a2: 4, a3: null, a4: 3, b1: 4, b2: 0 })
  })

  it('a standard gives due dates to the cases without their own, from its day on', async () => {
    const before = await figures()
    const { recomputedCases } = await act(test.context, setStandard, {
      service: 'izin',
      value: 3,
      unit: 'workingDay',
    })
    expect(recomputedCases).toBe(4)
    expect(await due()).toEqual({
      a1: '2025-03-27',
      a2: '2025-03-27',
      a3: '2025-04-08',
      a4: '2025-04-08',
      b1: '2025-03-27',
      b2: null,
    })
    // Due in March: a1 in time, a2 and b1 late. Due in April: a3 open, a4 a day late.
    expect(await figures()).toEqual(
      expect.arrayContaining([
        'on-time-rate a 2025-03 0.5',
        'on-time-rate b 2025-03 0',
        'on-time-rate a 2025-04 0',
      ]),
    )
    await expectAsRebuilt()

    await act(test.context, setStandard, {
      service: 'izin',
      agency: 'a',
      validFrom: '2025-03-25',
      value: 10,
      unit: 'calendarDay',
    })
    expect(await due()).toMatchObject({ a1: '2025-03-27', a3: '2025-04-04', b1: '2025-03-27' })
    await act(test.context, removeStandard, { service: 'izin', agency: 'a', validFrom: '2025-03-25' })
    expect(await due()).toMatchObject({ a3: '2025-04-08' })
    await act(test.context, removeStandard, { service: 'izin', validFrom: '0001-01-01' })
    expect(await figures()).toEqual(before)
    await expectAsRebuilt()
  })

  it('an exception moves the working days of every case across it, and back', async () => {
    const before = await workingDays()
    const { recomputedCases } = await act(test.context, setException, {
      calendar: 'id-government',
      day: '2025-03-26',
      works: false,
      name: 'Banjir',
    })
    expect(recomputedCases).toBe(3)
    expect(await workingDays()).toEqual({ ...before, a1: 2, a2: 3, b1: 3 })
    await expectAsRebuilt()
    await act(test.context, removeException, { calendar: 'id-government', day: '2025-03-26' })
    expect(await workingDays()).toEqual(before)
  })

  it('says what a change would bring about, and changes nothing', async () => {
    const [before, version] = [await cells(), await test.world.version()]
    const standard = { service: 'izin', value: 3, unit: 'workingDay' }
    const seen = await previewOf(test.context, setStandard, standard, 'izin')
    expect(await cells()).toEqual(before)
    expect(await test.world.version()).toBe(version)
    expect(await listStandards(test.world.db.read, null)).toEqual({ items: [] })
    // All of 2025: before one case had a due date, then a1 in time of five that are due.
    expect(seen).toMatchObject({ cases: 4, years: { from: '2022', to: '2025' } })
    const onTime = seen.most.find((one) => one.indicator === 'on-time-rate' && one.agency === null)
    expect(onTime).toMatchObject({ service: 'izin', period: '2025', before: 0, after: 0.2 })
    await act(test.context, setStandard, standard)
    const year = await readReadings(
      test.world,
      {
        indicators: ['on-time-rate'],
        agencies: null,
        services: ['izin'],
        channels: null,
        levels: null,
        grain: 'year',
        from: '2025-01-01',
        to: '2025-12-31',
      },
      { isAnonymous: false },
    )
    expect(year.readings[0]!.value).toBe(onTime!.after)
    await act(test.context, removeStandard, { service: 'izin' })
    // A refusal is that of the change, and what may not be changed is not shown.
    const exception = { calendar: 'id-government', day: '2025-03-26' }
    await expect(previewOf(test.context, removeException, exception, null)).rejects.toThrow(/2025-03-26/)
    const flood = { ...exception, works: false, name: 'Banjir' }
    expect(await previewOf(test.context, setException, flood, null)).toMatchObject({ cases: 3 })
    const viewer = personWith({ role: 'viewer', agency: null })
    for (const action of [
      () => actAs(test, viewer, setException, flood),
      () => previewOf({ ...test.context, actor: viewer }, setException, flood, null),
    ])
      await expect(action()).rejects.toMatchObject({ code: 'forbidden' })
    expect(await cells()).toEqual(before)
  })

  it('lists the rules as they are in force', async () => {
    await act(test.context, setStandard, { service: 'izin', value: 3, unit: 'workingDay' })
    await act(test.context, setStandard, {
      service: 'izin',
      agency: 'a',
      validFrom: '2025-05-01',
      value: 2,
      unit: 'hour',
    })
    expect((await listStandards(test.world.db.read, 'izin')).items).toEqual([
      {
        service: 'izin',
        agency: null,
        validFrom: '0001-01-01',
        validTo: '9999-12-31',
        value: 3,
        unit: 'workingDay',
      },
      {
        service: 'izin',
        agency: 'a',
        validFrom: '2025-05-01',
        validTo: '9999-12-31',
        value: 2,
        unit: 'hour',
      },
    ])
    await act(test.context, removeStandard, { service: 'izin', agency: 'a', validFrom: '2025-05-01' })
    await act(test.context, removeStandard, { service: 'izin' })
    const { calendars, holidaySets } = await listCalendars(test.world.db.read)
    expect(calendars.find(({ code }) => code === 'id-government')).toMatchObject({
      patterns: [{ validFrom: '0001-01-01', weekdays: [true, true, true, true, true, false, false] }],
      agencies: 2,
    })
    expect(holidaySets).toEqual([{ code: 'id', from: 2024, to: 2027 }])
    const { items } = await listHolidays(test.world.db.read, 'id', 2025)
    expect(items[0]).toMatchObject({ day: '2025-01-01', kind: 'national' })
    expect((await listAgencyCalendars(test.world.db.read)).items).toContainEqual({
      agency: 'a',
      calendar: 'id-government',
      validFrom: '0001-01-01',
      validTo: '9999-12-31',
    })
    expect((await listClasses(test.world.db.read)).items.filter(({ isDefault }) => isDefault)).toMatchObject([
      { code: 'no-oversight', workingDays: 14 },
    ])
  })

  it('another calendar for one agency from a day on', async () => {
    const before = await workingDays()
    await act(test.context, createCalendar, {
      code: 'setiap-hari',
      name: 'Setiap hari',
      weekdays: [true, true, true, true, true, true, true],
    })
    await act(test.context, assignCalendar, { agency: 'a', calendar: 'setiap-hari', validFrom: '2025-03-25' })
    // a1 and a2 began under the calendar of before.
    expect(await workingDays()).toEqual({ ...before, a4: 14 })
    await act(test.context, setPattern, {
      calendar: 'setiap-hari',
      validFrom: '2025-04-01',
      weekdays: [true, true, true, true, true, true, false],
    })
    expect(await workingDays()).toEqual({ ...before, a4: 13 })
    await expectAsRebuilt()
  })

  it('the holidays of a new year extend what is covered, without a gap', async () => {
    test.setClock('2028-02-01T00:00:00.000Z')
    await importText(
      test,
      'cases',
      { ...MAPPING, asOf: '2028-02-01T00:00:00+07:00' },
      'no,office,service,in,out,due\nz1,B,Izin,2027-12-30,2028-01-04,',
    )
    expect(await workingDays()).toMatchObject({ z1: null })
    await expect(
      act(test.context, setHolidays, {
        holidaySet: 'id',
        year: 2030,
        days: [{ day: '2030-01-01', kind: 'national', name: 'x' }],
      }),
    ).rejects.toThrow(/2028/)
    await act(test.context, setHolidays, {
      holidaySet: 'id',
      year: 2028,
      days: [{ day: '2028-01-01', kind: 'national', name: 'Tahun Baru' }],
    })
    // Friday 31, Monday 3, Tuesday 4.
    expect(await workingDays()).toMatchObject({ z1: 3 })
    await expectAsRebuilt()
  })

  it('names what is wrong, and then nothing has changed', async () => {
    const before = await cells()
    for (const [action, input, message] of [
      [setStandard, { service: 'none', value: 1, unit: 'hour' }, /no service.*none/],
      [setStandard, { service: 'izin', value: 0, unit: 'hour' }, /value/],
      [setException, { calendar: 'none', day: '2025-01-01', works: true, name: 'x' }, /no calendar.*none/],
      [removeException, { calendar: 'id-government', day: '2025-01-02' }, /2025-01-02/],
      [assignCalendar, { agency: 'none', calendar: 'id-government' }, /no agency.*none/],
      [createCalendar, { code: 'id-government', name: 'x' }, /already/],
      [createCalendar, { code: 'Not Good', name: 'x' }, /code/],
    ] as const) {
      await expect(act(test.context, action as never, input)).rejects.toThrow(message)
    }
    expect(await cells()).toEqual(before)
  })

  it('keeps an audit row with before and after of each', async () => {
    const { rows } = await sql<{
      action: string
      subject: string
      detail: string
    }>`select action, subject, detail from audit
      where action like 'standard.%' or action like 'calendar.%' order by audit_id`.execute(
      test.world.db.read,
    )
    expect(rows.map((row) => `${row.action} ${row.subject}`)).toEqual([
      'standard.set */izin',
      'standard.set a/izin',
      'standard.remove a/izin',
      'standard.remove */izin',
      'calendar.set-exception id-government',
      'calendar.remove-exception id-government',
      'standard.set */izin',
      'standard.remove */izin',
      'standard.set */izin',
      'standard.set a/izin',
      'standard.remove a/izin',
      'standard.remove */izin',
      'calendar.create setiap-hari',
      'calendar.assign a',
      'calendar.set-pattern setiap-hari',
      'calendar.set-holidays id/2028',
    ])
    expect(JSON.parse(rows[3]!.detail)).toMatchObject({
      before: [{ value: 3, unit: 'workingDay' }],
      after: [],
    })
  })
})
