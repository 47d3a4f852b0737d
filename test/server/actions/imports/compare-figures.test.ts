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

  async function run(text: string, dryRun: boolean): Promise<string[]> {
    const path = join(test.dataDir, 'file.csv')
    await writeFile(path, text)
    let changes: FigureChange[] = []
    await runImport(test.context, {
      dataset: 'cases',
      mapping: caseMapping({ columns: { completedAt: 'done' }, asOf: '2025-03-31' }),
      mappingDir: null,
      files: [{ path, name: 'file.csv' }],
      dryRun,
      importId: randomUUID(),
      ...(dryRun && {
        onFigures: (found) => {
          changes = found
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
})
