import { randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { runImport } from '#server/actions/imports/run-import.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { everyTable, rebuiltTables } from '#test/support/derived-tables.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

const header = 'ref,agency,service,submitted,done,due,channel'
const columns = { completedAt: 'done', dueAt: 'due', channel: 'channel' }
const first = lines(
  header,
  '1,North,Permit,2025-01-06 08:00,2025-01-07 08:00,2025-01-10,web',
  '2,North,Permit,2025-01-07 08:00,2025-02-03 08:00,2025-01-20,counter',
  '3,North,Card,2025-01-08 08:00,,2025-02-14,web',
  '4,South,Card,2025-02-03 08:00,2025-02-03 09:00,,',
)

describe.each(ENGINES)('an import on %s', (engine) => {
  let test: TestWorld
  // Every test has agencies of its own in the one database.
  let parent: string
  let n = 0
  const mapping = (changes: object = {}) =>
    caseMapping({ columns, constants: { agencyParent: parent }, asOf: '2025-03-31', ...changes })
  const own = (text: string) => text.replaceAll(/North|South/g, (name) => `${name} ${n}`)
  const load = (text: string, changes: object = {}) => importText(test, 'cases', mapping(changes), own(text))

  const opened = openTestWorld(engine)
  beforeEach(async () => {
    test = await opened
    parent = `parent-${++n}`
  })
  afterAll(async () => (await opened).close())

  /** Every reading of the parent and all below it, by what it is of. */
  async function allReadings(): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    for (const grain of ['month', 'quarter', 'year'] as const) {
      for (const channels of [null, '*'] as const) {
        for (const services of [null, '*'] as const) {
          const { readings } = await readReadings(
            test.world,
            {
              indicators: INDICATORS.map(({ id }) => id),
              agencies: [parent, `north-${n}`, `south-${n}`],
              services,
              channels,
              levels: null,
              grain,
              from: '2025-01-01',
              to: '2025-03-31',
            },
            { isAnonymous: false },
          )
          for (const { indicator, agency, service, channel, period, ...figure } of readings) {
            const of = [
              indicator,
              agency!.replace(`-${n}`, ''),
              service ?? 'all',
              channel ?? 'all',
              period,
            ].join(' ')
            found.set(of, JSON.stringify(figure))
          }
        }
      }
    }
    return found
  }

  it('of the same file again leaves everything unchanged', async () => {
    expect(await load(first)).toMatchObject({ rows: 4, inserted: 4, updated: 0, unchanged: 0, removed: 0 })
    const [readings, before] = [await allReadings(), await everyTable(test)]
    expect(await load(first)).toMatchObject({ rows: 4, inserted: 0, updated: 0, unchanged: 4, removed: 0 })
    expect(await allReadings()).toEqual(readings)
    const after = await everyTable(test)
    const changed = Object.keys(after).filter(
      (table) => JSON.stringify(after[table]) !== JSON.stringify(before[table]),
    )
    // That it was delivered again is kept, and on what it rests; no fact and no cell is touched.
    expect(changed.sort()).toEqual([
      'audit',
      'audit_head',
      'counter',
      'delivery',
      'import_basis',
      'import_batch',
      'import_entity',
    ])
  })

  it('of a correction shows in every reading it touches and in no other', async () => {
    await load(first)
    const before = await allReadings()
    // Completed in February instead of January, late instead of in time, and at the counter.
    const corrected = own(
      lines(header, '1,North,Permit,2025-01-06 08:00,2025-02-07 08:00,2025-01-10,counter'),
    )
    expect(await importText(test, 'cases', mapping(), corrected)).toMatchObject({ updated: 1, inserted: 0 })
    const after = await allReadings()
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (key) => before.get(key) !== after.get(key),
    )
    const received = changed.filter((key) => key.startsWith('received '))
    // What was received stays, but for the channel.
    expect(received.every((key) => !key.includes(' all 2025'))).toBe(true)
    expect(changed.filter((key) => key.includes('south') || key.includes(' card '))).toEqual([])
    const summary = (indicator: string) =>
      changed.filter((key) => key.startsWith(`${indicator} north all all`))
    expect(summary('completed')).toEqual([
      'completed north all all 2025-01',
      'completed north all all 2025-02',
    ])
    expect(summary('on-time-rate')).toEqual([
      'on-time-rate north all all 2025-01',
      'on-time-rate north all all 2025-Q1',
      'on-time-rate north all all 2025',
    ])
    for (const indicator of ['median-time', 'mean-time', 'closed-on-time-rate', 'digital-share']) {
      for (const period of ['2025-01', '2025-02', '2025-Q1', '2025']) {
        expect(changed).toContain(`${indicator} north all all ${period}`)
        expect(changed).toContain(`${indicator} ${parent.replace(`-${n}`, '')} permit all ${period}`)
      }
    }
    expect(await ask(test, 'backlog', '2025-01', { agency: `north-${n}` })).toMatchObject({ value: 3 })
    expect(await ask(test, 'on-time-rate', '2025-01', { agency: parent })).toMatchObject({
      numerator: 0,
      denominator: 2,
    })
    const { case_cell, duration_cell } = await everyTable(test)
    const rebuilt = await rebuiltTables(test)
    expect([case_cell, duration_cell]).toEqual([rebuilt.case_cell!.sort(), rebuilt.duration_cell!.sort()])
  })

  it('of a snapshot removes what its source no longer holds, and nothing of others', async () => {
    await load(first, { source: 'elsewhere' })
    const snapshot = { source: `register ${n}`, mode: 'snapshot' }
    await load(
      lines(header, '8,North,Permit,2025-01-06 08:00,,,', '9,North,Permit,2025-01-06 08:00,,,'),
      snapshot,
    )
    expect(
      await load(
        lines(header, '9,North,Permit,2025-01-06 08:00,,,', '10,South,Permit,2025-03-06 08:00,,,'),
        snapshot,
      ),
    ).toMatchObject({ inserted: 1, unchanged: 1, removed: 1 })
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 6 })
    // A case of another source that the snapshot names is its own from then on.
    expect(
      await load(lines(header, '1,North,Permit,2025-01-06 08:00,2025-01-07 08:00,2025-01-10,web'), snapshot),
    ).toMatchObject({ inserted: 0, updated: 1, removed: 2 })
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 4 })
  })

  it('of a snapshot without a single good row removes nothing', async () => {
    const snapshot = { source: `register ${n}`, mode: 'snapshot' }
    await load(first, snapshot)
    expect(await load(lines(header, '1,North,Permit,never,,,'), snapshot)).toMatchObject({
      rejected: 1,
      removed: 0,
    })
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 4 })
  })

  it('of a snapshot keeps what a rejected row still names', async () => {
    const snapshot = { source: `register ${n}`, mode: 'snapshot' }
    await load(first, snapshot)
    const next = lines(
      header,
      '1,North,Permit,2025-01-06 08:00,2025-01-07 08:00,2025-01-10,web',
      '3,North,Card,never,,,',
      // An agency that no accepted row names.
      '4,South,Card,2025-02-03 08:00,sometime,,',
      '5,Nobody,Card,never,,,',
      ',North,Permit,2025-01-07 08:00,,,',
    )
    const result = { rejected: 4, inserted: 0, unchanged: 1, removed: 1 }
    expect(await load(next, snapshot)).toMatchObject(result)
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 3 })
    expect(await ask(test, 'received', '2025', { agency: `south-${n}` })).toMatchObject({ value: 1 })
  })

  it('of a snapshot with hashed refs keeps as many as are still named', async () => {
    const snapshot = {
      source: `register ${n}`,
      mode: 'snapshot',
      columns: { ref: { from: ['ref'] }, completedAt: 'done' },
    }
    const row = 'x,North,Permit,2025-01-06 08:00,,,'
    await load(lines(header, row, row, row), snapshot)
    const bad = 'x,North,Permit,2025-01-06 08:00,sometime,,'
    expect(await load(lines(header, bad, row), snapshot)).toMatchObject({
      rejected: 1,
      unchanged: 1,
      removed: 1,
    })
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 2 })
  })

  it('that only rehearses says the same and writes nothing', async () => {
    await load(lines(header, '1,North,Permit,2025-01-06 08:00,,,', '5,North,Permit,2025-01-06 08:00,,,'))
    const before = await everyTable(test)
    const path = join(test.dataDir, `${randomUUID()}.csv`)
    await writeFile(path, own(`${first}6,Nowhere ${n},Nothing ${n},bad,,,\n`))
    const input = {
      dataset: 'cases' as const,
      mapping: mapping(),
      mappingDir: null,
      files: [{ path, name: 'first.csv' }],
      importId: randomUUID(),
    }
    const rehearsed = await runImport(test.context, { ...input, dryRun: true })
    expect(await everyTable(test)).toEqual(before)
    const done = await runImport(test.context, { ...input, dryRun: false })
    expect(rehearsed).toEqual({ ...done, seconds: rehearsed.seconds })
    expect(done).toMatchObject({ inserted: 3, updated: 1, unchanged: 0, rejected: 1 })
  })

  it.each([
    ['is stopped while cells are worked out', { stopAt: 'cells' }],
    ['fails at its last step', { isTaken: true }],
  ])('that %s leaves nothing', async (_, { stopAt, isTaken }: { stopAt?: string; isTaken?: boolean }) => {
    await load(lines(header, '1,North,Permit,2025-01-06 08:00,,,'))
    const importId = randomUUID()
    if (isTaken) {
      // The number is taken: the record of the import, written after everything else, is refused.
      await test.world.db.write((tx) =>
        tx
          .insertInto('importBatch')
          .values({
            importId,
            dataset: 'cases',
            source: 'x',
            status: 'done',
            actor: 'x',
            importedAt: '2025-01-01T00:00:00.000Z',
            asOf: null,
            coversFrom: null,
            coversTo: null,
            result: '{}',
            mapping: '{}',
          })
          .execute(),
      )
    }
    const before = await everyTable(test)
    const path = join(test.dataDir, `${randomUUID()}.csv`)
    await writeFile(path, own(first))
    const stop = new AbortController()
    const failing = runImport(test.context, {
      dataset: 'cases',
      mapping: mapping({ source: `register ${n}`, mode: 'snapshot' }),
      mappingDir: null,
      files: [{ path, name: 'first.csv' }],
      dryRun: false,
      importId,
      signal: stop.signal,
      onProgress: ({ phase }) => {
        if (phase === stopAt) stop.abort()
      },
    })
    await expect(failing).rejects.toThrow(stopAt ? 'abort' : /unique|duplicate/i)
    expect(await everyTable(test)).toEqual(before)
    expect(await readdir(join(test.dataDir, 'tmp'))).toEqual([])
    // And the database goes on.
    expect(await load(first)).toMatchObject({ inserted: 3, updated: 1 })
  })

  it('waits for the one before it, and both are kept', async () => {
    const results = await Promise.all([
      load(first),
      load(lines(header, '9,North,New,2025-01-06 08:00,,,')),
      load(first),
    ])
    expect(results.map((result) => result.inserted + result.unchanged)).toEqual([4, 1, 4])
    expect(await ask(test, 'received', '2025', { agency: parent })).toMatchObject({ value: 5 })
    const { agency } = await everyTable(test)
    expect(agency!.filter((row) => row.includes(`"north-${n}"`))).toHaveLength(1)
  })

  it('keeps text as it is: quotes, line breaks, empty and absent, other scripts', async () => {
    const regions = ['a,b', 'say "x"', 'two\nlines', '\\N', '\\.', 'Ærø 東京 🏛', '  inner  x', 'null', "''"]
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const rows = regions.map(
      (region, i) => `${cell(`${region}#${i}`)},North,Permit,2025-01-06 08:00,${cell(region)}`,
    )
    await load(lines('ref,agency,service,submitted,region', ...rows), {
      columns: { region: 'region', completedAt: undefined, dueAt: undefined, channel: undefined },
    })
    const stored = await test.world.db.read
      .selectFrom('serviceCase')
      .innerJoin('agency', 'agency.agencyId', 'serviceCase.agencyId')
      .select(['ref', 'serviceCase.region'])
      .where('agency.code', '=', `north-${n}`)
      .execute()
    expect(new Map(stored.map((row) => [row.ref, row.region]))).toEqual(
      new Map(regions.map((region, i) => [`${region}#${i}`.trim(), region.trim()])),
    )
  })

  it('writes its record and its audit row, with every issue', async () => {
    const { importId, rejected } = await load(
      `${first}5,North,Permit,bad,,,\n6,North,Permit,,,,\n7,North,Permit,2025-01-06 08:00,2025-01-05 08:00,,\n`,
    )
    expect(rejected).toBe(2)
    const db = test.world.db.read
    const batch = await db
      .selectFrom('importBatch')
      .selectAll()
      .where('importId', '=', importId)
      .executeTakeFirstOrThrow()
    expect(batch).toMatchObject({
      status: 'done',
      actor: 'test',
      asOf: '2025-03-31T17:00:00.000Z',
      coversFrom: '2025-01-06',
    })
    expect(JSON.parse(batch.result)).toMatchObject({ accepted: 5, rejected: 2, warnings: 1 })
    const issues = await db
      .selectFrom('importIssue')
      .select(['position', 'file', 'rowNumber', 'columnName', 'code', 'params'])
      .where('importId', '=', importId)
      .orderBy('position')
      .execute()
    expect(issues.map(({ rowNumber, columnName, code }) => `${rowNumber} ${columnName} ${code}`)).toEqual([
      '5 submitted bad-date',
      '6 submitted required-missing',
      '7 done completed-before-submitted',
    ])
    const audit = await db
      .selectFrom('audit')
      .select(['actor', 'action', 'subject', 'detail'])
      .where('subject', '=', importId)
      .execute()
    expect(audit).toMatchObject([{ actor: 'test', action: 'import.commit' }])
    expect(JSON.parse(audit[0]!.detail)).toMatchObject({ importId, inserted: 5 })
  })
})

describe.each(ENGINES)('the demo on %s', (engine) => {
  it('goes with the first real facts, with everything made from it', async () => {
    const test = await openTestWorld(engine)
    try {
      const mapping = caseMapping({ columns, asOf: '2025-03-31' })
      await importText(test, 'cases', { ...mapping, source: 'demo' }, first)
      expect((await test.world.directory()).isDemo).toBe(true)
      const real = lines(header, '1,North,Permit,2025-01-06 08:00,2025-01-07 08:00,2025-01-10,web')
      expect(await importText(test, 'cases', mapping, real)).toMatchObject({ demoRemoved: true, inserted: 1 })
      const { agencies, services, isDemo } = await test.world.directory()
      expect({ agencies: agencies.length, services: services.length, isDemo }).toEqual({
        agencies: 1,
        services: 1,
        isDemo: false,
      })
      expect(await ask(test, 'received', '2025')).toMatchObject({ value: 1 })
      const { case_cell, finished_row } = await everyTable(test)
      const rebuilt = await rebuiltTables(test)
      expect([case_cell, finished_row]).toEqual([rebuilt.case_cell!.sort(), rebuilt.finished_row!.sort()])
    } finally {
      await test.close()
    }
  })
})
