import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findInnovation, listInnovations } from '#server/db/queries/innovations.ts'
import { loadTargets } from '#server/readings/target-book.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { brief, caseMapping, lines } from '#test/support/small-file.ts'

// Targets and innovations: registers of what is promised and of what was begun.

describe.each(ENGINES)('registers on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await importText(
      test,
      'cases',
      caseMapping({ asOf: '2025-06-30' }),
      lines('ref,agency,service,submitted', '1,North,Permit,2025-06-02'),
    )
  })
  afterAll(() => test.close())

  const targets = (changes: object, ...rows: string[]) =>
    importText(
      test,
      'targets',
      {
        dataset: 'targets',
        columns: {
          agency: 'unit',
          service: 'service',
          indicator: 'indicator',
          period: 'period',
          kind: 'kind',
          value: 'value',
          low: 'low',
          high: 'high',
          text: 'text',
          provenance: 'provenance',
          cumulative: 'cumulative',
        },
        ...changes,
      },
      lines('unit,service,indicator,period,kind,value,low,high,text,provenance,cumulative', ...rows),
    )

  it('takes targets of every kind, and refuses those that say nothing or the impossible', async () => {
    const result = await targets(
      {},
      'North,,on-time-rate,2025,min,0.9,,,,agreed,',
      'North,Permit,median-time,2025,max,86400,,,,,',
      'North,,satisfaction-index,2025-S1,range,,80,90,,placeholder,',
      'North,,completed,2025-Q2,exact,120,1,2,,agreed,TRUE',
      'North,,backlog,2026,text,,,,nothing older than a year,agreed,',
      'North,,backlog,2027,to-be-determined,,,,,placeholder,',
      'North,,on-time-rate,2024,min,90,,,,,',
      'North,,satisfaction-index,2024,min,3.4,,,,,',
      'North,,speed,2025,min,1,,,,,',
      'North,,on-time-rate,2025-Q1,min,,,,,,',
      'North,,on-time-rate,2025-Q2,range,0.9,0.8,,,,',
      'North,,on-time-rate,2025-Q3,range,,0.9,0.8,,,',
      'North,,on-time-rate,2025-Q4,at least,0.9,,,,,',
      'North,,on-time-rate,next year,min,0.9,,,,,',
      'Nowhere,,on-time-rate,2025,min,0.9,,,,,',
      'North,,on-time-rate,2025,min,0.8,,,,,',
    )
    expect(brief(result.issues)).toEqual([
      '7 value out-of-range error',
      '8 value out-of-range error',
      '9 indicator unknown-indicator error',
      '10 value required-missing error',
      '11 high required-missing error',
      '12 high out-of-range error',
      '13 kind required-missing error',
      '14 period bad-period error',
      '15 unit unknown-agency error',
      '16 indicator duplicate-ref error',
    ])
    expect(result).toMatchObject({ accepted: 6, rejected: 10, inserted: 6 })
    const stored = await test.world.db.read
      .selectFrom('target')
      .select([
        'indicator',
        'period',
        'periodGrain',
        'periodFrom',
        'periodTo',
        'kind',
        'value',
        'low',
        'high',
      ])
      .select(['text', 'provenance', 'isCumulative', 'serviceId'])
      .orderBy('period')
      .orderBy('indicator')
      .execute()
    expect(stored.map((row) => Object.values(row).slice(0, -1).join(' '))).toEqual([
      'median-time 2025 year 2025-01-01 2025-12-31 max 86400     false',
      'on-time-rate 2025 year 2025-01-01 2025-12-31 min 0.9    agreed false',
      'completed 2025-Q2 quarter 2025-04-01 2025-06-30 exact 120    agreed true',
      'satisfaction-index 2025-S1 semester 2025-01-01 2025-06-30 range  80 90  placeholder false',
      'backlog 2026 year 2026-01-01 2026-12-31 text    nothing older than a year agreed false',
      'backlog 2027 year 2027-01-01 2027-12-31 to-be-determined     placeholder false',
    ])
    expect(stored.map(({ serviceId }) => serviceId > 0)).toEqual([true, false, false, false, false, false])
  })

  it('corrects a target by agency, service, indicator and period', async () => {
    expect(await targets({}, 'North,,on-time-rate,2025,min,0.95,,,,agreed,')).toMatchObject({ updated: 1 })
    expect(await targets({}, 'North,,on-time-rate,2025,min,0.95,,,,agreed,false')).toMatchObject({
      unchanged: 1,
    })
  })

  it('finds the target in force: its own period, else the shortest around a level', async () => {
    const { agencyByCode, serviceByCode } = await test.world.directory()
    const north = agencyByCode.get('north')!.agencyId
    const permit = serviceByCode.get('permit')!.serviceId
    await targets(
      {},
      'North,,on-time-rate,2025-Q2,min,0.8,,,,agreed,',
      'North,,completed,2025,min,500,,,,agreed,',
    )
    const book = await loadTargets(test.world.db.read, {
      agencyIds: [north],
      serviceIds: [0, permit],
      indicators: ['on-time-rate', 'median-time', 'completed', 'backlog'],
    })
    const of = (indicator: string, period: string, service = 0) =>
      book.of(north, service, findIndicator(indicator)!, period)
    expect(of('on-time-rate', '2025')).toMatchObject({ value: 0.95, provenance: 'agreed', source: 'import' })
    expect(of('on-time-rate', '2025-02')).toMatchObject({ value: 0.95, period: '2025' })
    expect(of('on-time-rate', '2025-05')).toMatchObject({ value: 0.8, period: '2025-Q2' })
    expect(of('on-time-rate', '2026-01')).toBeNull()
    expect(of('on-time-rate', '2025', permit)).toBeNull()
    expect(of('median-time', '2025-11', permit)).toMatchObject({ kind: 'max', value: 86_400 })
    // A quantity is asked for as a whole, and what counts from the start of the year is its own.
    expect(of('completed', '2025')).toMatchObject({ value: 500 })
    expect(of('completed', '2025-02')).toBeNull()
    expect(of('completed', '2025-Q2')).toMatchObject({ kind: 'exact', cumulative: true })
    expect(of('backlog', '2026-03')).toMatchObject({ kind: 'text', text: 'nothing older than a year' })
    expect(book.path(north, 0, findIndicator('on-time-rate')!).map(({ period }) => period)).toEqual([
      '2025',
      '2025-Q2',
    ])
  })

  it('plans move no present on: what is not yet due stays so', async () => {
    const { asOf, delivered, agencyByCode } = await test.world.directory()
    expect(asOf).toBe('2025-06-30T17:00:00.000Z')
    expect([...delivered.get(agencyByCode.get('north')!.agencyId)!.keys()]).toEqual(['cases'])
  })

  const innovations = (changes: object, ...rows: string[]) =>
    importText(
      test,
      'innovations',
      {
        dataset: 'innovations',
        format: { timezone: 'Asia/Jakarta', datetime: ['dd/MM/yyyy'] },
        columns: {
          agency: 'unit',
          name: 'name',
          startedOn: 'start',
          service: 'service',
          initiator: 'by',
          kind: 'kind',
          budget: 'budget',
          claim: 'claim',
        },
        constants: { stage: 'implemented' },
        ...changes,
      },
      lines('unit,name,start,service,by,kind,budget,claim', ...rows),
    )

  it('takes innovations, known by their name', async () => {
    const result = await innovations(
      {},
      'North,SIPADU – Satu Pintu,01/07/2024,Permit,civilservant,digital,150000000,halves the time',
      'North,Antre Daring,31/02/2024,,unit,digital,,',
      'North,,01/07/2024,,unit,digital,,',
      'North,Jemput Bola,15/01/2025,,villagers,nonDigital,-1,',
      'North,Jemput Bola,15/01/2025,,villagers,nonDigital,0,',
      'North,jemput-bola!,16/01/2025,,,,,',
    )
    expect(brief(result.issues)).toEqual([
      '2 start bad-date error',
      '3 name required-missing error',
      '4 budget out-of-range error',
      '5 by unknown-value warning',
      '6 name duplicate-ref error',
    ])
    expect(await innovations({}, 'North,Sipadu satu pintu,01/08/2024,Permit,head,digital,,')).toMatchObject({
      updated: 1,
      inserted: 0,
    })
    const stored = await test.world.db.read
      .selectFrom('innovation')
      .select(['code', 'name', 'startedOn', 'stage', 'initiator', 'kind', 'budget', 'claim', 'serviceId'])
      .orderBy('code')
      .execute()
    expect(stored).toEqual([
      {
        code: 'jemput-bola',
        name: 'Jemput Bola',
        startedOn: '2025-01-15',
        stage: 'implemented',
        initiator: null,
        kind: 'nonDigital',
        budget: 0,
        claim: null,
        serviceId: 0,
      },
      {
        code: 'sipadu-satu-pintu',
        name: 'Sipadu satu pintu',
        startedOn: '2024-08-01',
        stage: 'implemented',
        initiator: 'head',
        kind: 'digital',
        budget: null,
        claim: null,
        serviceId: expect.any(Number),
      },
    ])
    expect(stored[1]!.serviceId).toBeGreaterThan(0)
  })

  it('lists the register, latest first, and finds one by its id', async () => {
    const { serviceByCode } = await test.world.directory()
    const all = await listInnovations(test.world.db.read)
    expect(all.map(({ id, agency, service, startedOn }) => [id, agency, service, startedOn])).toEqual([
      ['north.jemput-bola', 'north', null, '2025-01-15'],
      ['north.sipadu-satu-pintu', 'north', 'permit', '2024-08-01'],
    ])
    const touching = await listInnovations(test.world.db.read, {
      agencyIds: [all[0]!.agencyId],
      serviceId: serviceByCode.get('permit')!.serviceId,
    })
    expect(touching).toEqual(all)
    expect(await listInnovations(test.world.db.read, { agencyIds: [0] })).toEqual([])
    expect(await findInnovation(test.world.db.read, 'north.jemput-bola')).toEqual(all[0])
    for (const id of ['north.', 'jemput-bola', '', 'north.x', 'south.jemput-bola'])
      expect(await findInnovation(test.world.db.read, id)).toBeUndefined()
  })

  it('moves an innovation to all services where a later file names none', async () => {
    expect(await innovations({}, 'North,Sipadu satu pintu,01/08/2024,,head,digital,,')).toMatchObject({
      updated: 1,
    })
  })

  it('of a snapshot lets go what it no longer names, but for what a bad row names', async () => {
    const snapshot = { mode: 'snapshot', source: 'register' }
    await innovations(snapshot, 'North,A one,01/02/2025,,,,,', 'North,B two,01/02/2025,Permit,,,,')
    expect(
      await innovations(snapshot, 'North,A one,01/02/2025,,,,,', 'North,B two,someday,Permit,,,,'),
    ).toMatchObject({ unchanged: 1, removed: 0, rejected: 1 })
    expect(await innovations(snapshot, 'North,A one,01/02/2025,,,,,')).toMatchObject({
      unchanged: 1,
      removed: 1,
    })
  })
})
