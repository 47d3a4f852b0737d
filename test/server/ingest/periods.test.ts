import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openImportEngine, openMemoryEngine, quote } from '#server/db/import-engine.ts'
import { replaceSql } from '#server/ingest/check-mapping.ts'
import { periodSql } from '#server/ingest/period-sql.ts'
import { listPeriods, parsePeriod } from '#shared/time/period.ts'
import { periodReplacements } from '#shared/time/period-words.ts'

// Two readers of the same names: one at the edge of the API, one set-wise in an import.

const NAMES = [
  ...(['month', 'quarter', 'semester', 'year', 'week', 'day'] as const).flatMap((grain) =>
    listPeriods('2019-12-20', '2021-01-15', grain).map(({ period }) => period),
  ),
  ...['2024-02', '2024-02-29', '2020-W53', '2018-04/2019-03', '2024-02/2024-02', '1999-12/2000-01'],
]
const NOT = [
  '2023-02-29',
  '2021-W53',
  '2021-W00',
  '2019-03/2018-04',
  '2019-13',
  '2019-Q5',
  '2019-S3',
  'Q1 2019',
  '19',
  '',
]

test('reads the names of periods as the rest of the product does, and nothing else', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'terukur-read-'))
  const engine = await openImportEngine(join(workDir, 'x.duckdb'), {
    tempDir: workDir,
    readable: [],
    memoryLimitMb: 64,
  })
  try {
    const { grain, from, to } = periodSql('t')
    const read = await engine.rows<
      Record<string, string>
    >(`select t, ${grain} as grain, cast(${from} as varchar) as first,
      cast(${to} as varchar) as last from (values ${[...NAMES, ...NOT].map((name) => `(${quote(name)})`).join(', ')}) as v(t)`)
    expect(read).toHaveLength(NAMES.length + NOT.length)
    for (const row of read) {
      const span = parsePeriod(row.t!)
      expect(span === null, row.t).toBe(NOT.includes(row.t!))
      expect(row, row.t).toMatchObject({
        grain: span?.grain ?? null,
        first: span?.startsOn ?? null,
        last: span?.endsOn ?? null,
      })
    }
  } finally {
    engine.close()
    await rm(workDir, { recursive: true })
  }
})

test('what is replaced in the texts of offices gives the names that reading them in words gives', async () => {
  const texts = ['Januari 2026', 'Jan-26', 'Peb. 2026', '2026 Desember', 'Bulan Mei 2026', 'Triwulan II 2026']
  const more = [
    'TW IV Tahun 2025',
    '2026 semester 2',
    '2026 3',
    '3/2026',
    '11-2026',
    '2026-03-01',
    'Maret, 2026',
  ]
  const all = [...texts, ...more]
  const engine = await openMemoryEngine()
  try {
    const sql = periodReplacements(['01', 'Q1', 'S1']).reduce(
      (text, [pattern, replacement]) => `trim(${replaceSql(text, pattern, replacement)})`,
      't',
    )
    const read = await engine.rows<{ name: string }>(
      `select ${sql} as name from (select unnest([${all.map(quote).join(', ')}]) as t)`,
    )
    expect(read.map(({ name }) => name)).toEqual([
      ...['2026-01', '2026-01', '2026-02', '2026-12', '2026-05', '2026-Q2'],
      ...['2025-Q4', '2026-S2', '2026-03', '2026-03', '2026-11', '2026-03', '2026-03'],
    ])
  } finally {
    engine.close()
  }
})
