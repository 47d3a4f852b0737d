import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runImport } from '#server/actions/imports/run-import.ts'
import type { FigureChange } from '#shared/contract/figure-change.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { everyTable } from '#test/support/derived-tables.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

const header = 'ref,agency,service,submitted,done'
const first = lines(header, '1,North,Permit,2025-01-06,2025-01-07', '2,North,Permit,2025-01-07,')
const next = lines(
  header,
  '2,North,Permit,2025-01-07,2025-01-14',
  '3,North,Permit,2025-02-03,2025-02-04',
  '4,South,Permit,2025-02-03,',
)

describe.each(ENGINES)('what an import would change, on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())

  async function run(
    text: string,
    dryRun: boolean,
    mapping: object = {},
    dataset: 'cases' | 'values' = 'cases',
  ): Promise<string[]> {
    const path = join(test.dataDir, 'file.csv')
    await writeFile(path, text)
    let changes: FigureChange[] = []
    await runImport(test.context, {
      dataset,
      mapping:
        dataset === 'cases'
          ? caseMapping({ columns: { completedAt: 'done' }, asOf: '2025-03-31', ...mapping })
          : { dataset, create: ['agency', 'service'], ...mapping },
      mappingDir: null,
      files: [{ path, name: 'file.csv' }],
      dryRun,
      importId: randomUUID(),
      ...(dryRun && {
        onFigures: (effect) => {
          changes = effect.changes
        },
      }),
    })
    return changes.map((it) => `${it.agency} ${it.indicator} ${it.period}: ${it.before} → ${it.after}`)
  }

  it('is told of new agencies and of known ones, and writes nothing', async () => {
    expect(await run(first, true)).toEqual([
      'north received 2025-01: null → 2',
      'north completed 2025-01: null → 1',
      'north median-working-days 2025-01: null → 1',
    ])
    await run(first, false)
    const before = await everyTable(test)
    expect(await run(next, true)).toEqual([
      'north received 2025-02: null → 1',
      'north completed 2025-02: null → 1',
      'north median-working-days 2025-02: null → 1',
      'north completed 2025-01: 1 → 2',
      'north median-working-days 2025-01: 1 → 3',
      'south received 2025-02: null → 1',
      'south completed 2025-02: null → 0',
      // South is covered from its first day on.
      'south received 2025-01: null → 0',
      'south completed 2025-01: null → 0',
    ])
    expect(await everyTable(test)).toEqual(before)
    expect(await run(first, true)).toEqual([])
  })
  it('looks where facts are touched, not where the file is, and at what moves most first', async () => {
    const many = Array.from({ length: 8 }, (_, i) => `W${i},West,Permit,2024-05-0${i + 1},`)
    await run(lines(header, ...many, 'E1,East,Permit,2024-06-03,', 'E2,East,Permit,2024-06-04,'), false, {
      source: 'register',
    })
    // The snapshot speaks of June alone, and takes one of eight cases of May away and one of two of June.
    const left = lines(header, ...many.slice(1), 'E1,East,Permit,2024-06-03,')
    expect(
      await run(left, true, { source: 'register', mode: 'snapshot', covers: ['2024-06-01', '2024-06-30'] }),
    ).toEqual(['east received 2024-06: 2 → 1', 'west received 2024-05: 8 → 7'])
  })
  it('is told of figures of the product that are given by service, of quarters too', async () => {
    const columns = ['agency', 'service', 'indicator', 'period', 'value']
    const mapping = { columns: Object.fromEntries(columns.map((name) => [name, name])) }
    const given = (period: string) =>
      lines(
        columns.join(','),
        ...['A', 'B'].map((service, i) => `Clinic,${service},received,${period},${i + 20}`),
      )
    expect(await run(given('2025-02'), true, mapping, 'values')).toEqual([
      'clinic received 2025-02: null → 41',
    ])
    expect(await run(given('2025-Q2'), true, mapping, 'values')).toEqual([
      'clinic received 2025-Q2: null → 41',
    ])
  })
})
