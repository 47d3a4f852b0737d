import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// Formats that are no delimited text.

const RECORDS = [
  { ref: 'A1', agency: 'A', service: 'Izin', submitted: '2026-01-05', wait: 12.5, at: { office: 'North' } },
  { ref: 'A2', agency: 'A', service: 'Izin "B"', submitted: '2026-01-06', note: 'two\nlines', wait: null },
  'no record',
  { ref: 'A4', agency: 'A', service: 'Izin', submitted: '2026-01-07', wait: 3, at: { office: 'South' } },
]
const COLUMNS = { columns: { pausedSeconds: 'wait', region: 'at.office' } }

const expectRead = (result: Awaited<ReturnType<typeof readCases>>) => {
  const read = result.cases.map(
    (it) => `${it.ref} ${it.service} ${it.submitted} ${it.pausedSeconds} ${it.region}`,
  )
  expect(read).toEqual([
    'A1 izin 2026-01-05 12 North',
    'A2 izin-b 2026-01-06 null null',
    'A4 izin 2026-01-07 3 South',
  ])
  expect(brief(result.issues)).toEqual(['3 null bad-record error'])
  expect(result).toMatchObject({ rows: 4, accepted: 3, rejected: 1 })
}

test('reads a list of JSON records, at the top or where the mapping says', async () => {
  expectRead(await readCases(JSON.stringify(RECORDS), COLUMNS, { name: 'file.json' }))
  const inside = gzipSync(JSON.stringify({ data: { items: RECORDS } }))
  const format = { format: { records: 'data.items' } }
  expectRead(await readCases(inside, { ...COLUMNS, ...format }, { name: 'file.json.gz' }))
})

test('reads one JSON record a line', async () => {
  const text = lines(...RECORDS.map((record) => JSON.stringify(record))).replace('\n', '\n\n')
  expectRead(await readCases(text, COLUMNS, { name: 'file.ndjson' }))
  const broken = lines(JSON.stringify(RECORDS[0]), '{"ref":')
  expect(brief((await readCases(broken, COLUMNS, { name: 'file.jsonl' })).issues)).toEqual([
    '2 null bad-record error',
  ])
})

test('keeps every digit of a number, and writes it with the marks of the mapping', async () => {
  const text = '[{"ref":12345678901234567890,"agency":"A","service":"S","submitted":"2026-01-05","wait":2.5}]'
  const result = await readCases(
    text,
    { ...COLUMNS, columns: { pausedSeconds: 'wait' }, format: { decimal: ',' } },
    { name: 'file.json' },
  )
  expect(result.cases.map(({ ref, pausedSeconds }) => `${ref} ${pausedSeconds}`)).toEqual([
    '12345678901234567890 2',
  ])
})

test('refuses JSON that is none, or holds no records', async () => {
  await expect(readCases('[{', {}, { name: 'file.json' })).rejects.toThrow('file.json')
  await expect(readCases('{"data":[]}', {}, { name: 'file.json' })).rejects.toThrow('format.records')
  await expect(readCases('[]', {}, { name: 'file.json' })).rejects.toThrow('no rows')
})

test('reads Parquet, and refuses what only calls itself so', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'terukur-read-'))
  const engine = await openImportEngine(join(workDir, 'x.duckdb'), {
    tempDir: workDir,
    readable: [],
    memoryLimitMb: 64,
  })
  try {
    const path = join(workDir, 'file.parquet')
    await engine.run(`copy (select * from (values ('A1', 'A', 'Izin', date '2026-01-05', 12.5::double),
      ('A2', 'A', 'Izin, "B"', date '2026-01-06', null)) as v(ref, agency, service, submitted, wait)) to ${quote(path)}`)
    const result = await readCases(
      await readFile(path),
      { columns: { pausedSeconds: 'wait' } },
      { name: 'file.parquet' },
    )
    expect(result.cases.map((it) => `${it.ref} ${it.service} ${it.submitted} ${it.pausedSeconds}`)).toEqual([
      'A1 izin 2026-01-05 12',
      'A2 izin-b 2026-01-06 null',
    ])
    await expect(readCases('no parquet', {}, { name: 'file.parquet' })).rejects.toThrow('file.parquet')
  } finally {
    engine.close()
    await rm(workDir, { recursive: true })
  }
})
