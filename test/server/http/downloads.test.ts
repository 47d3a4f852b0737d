import { readdir, readlink } from 'node:fs/promises'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Readings } from '#shared/contract/reading.ts'
import { importText } from '#test/support/import.ts'
import { type Row, readCsv, readParquet, readWorkbook, utf8 } from '#test/support/read-tables.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// Every view as a file: what a file says is what the answer says, whatever reads it.

let server: TestServer
let innovation: string
beforeAll(async () => {
  server = await openTestServer()
  await importCases(
    server.test,
    lines(
      'ref,agency,service,submitted,done,how',
      'A1,Dinas A,Izin,2026-01-05 08:00,2026-01-05 10:00,web',
      'A2,Dinas A,Izin,2026-01-06 08:00,2026-01-07 08:00,counter',
      'A3,"=HYPERLINK(""x""), B",@Kartu,2026-01-06 08:00,,web',
    ),
    { columns: { completedAt: 'done', channel: 'how' }, constants: { agencyParent: 'Kota' } },
  )
  await importText(
    server.test,
    'innovations',
    {
      dataset: 'innovations',
      columns: Object.fromEntries(['agency', 'name', 'startedOn'].map((name) => [name, name])),
    },
    lines('agency,name,startedOn', 'dinas-a,Antrean daring,2026-01-20'),
  )
  const { items } = (await (await server.get('/api/v1/innovations')).json()) as { items: { id: string }[] }
  innovation = items[0]!.id
})
afterAll(() => server.close())

const JANUARY = 'from=2026-01-01&to=2026-02-28'
const READINGS = `readings.FORMAT?indicators=received,clearance-rate,median-time&agency=*&service=*&${JANUARY}`

async function file(path: string, format: string): Promise<Uint8Array> {
  const response = await server.get(`/api/v1/${path.replace('FORMAT', format)}`)
  expect([response.status, server.problems]).toEqual([200, []])
  expect(response.headers.get('etag')).toMatch(/^W\/"/)
  return new Uint8Array(await response.arrayBuffer())
}
const readers: Record<string, (bytes: Uint8Array) => Promise<Row[]>> = {
  json: async (bytes) => JSON.parse(utf8(bytes)),
  csv: async (bytes) => readCsv(bytes),
  xlsx: readWorkbook,
  parquet: readParquet,
}

test('readings say the same in every format as the API says', async () => {
  const asked = await server.get(`/api/v1/${READINGS.replace('.FORMAT', '')}`)
  const { readings } = (await asked.json()) as Readings
  expect(readings.length).toBeGreaterThan(20)
  for (const format of ['json', 'xlsx', 'parquet']) {
    const rows = await readers[format]!(await file(READINGS, format))
    expect(rows).toHaveLength(readings.length)
    expect(rows.map((row) => [row.indicator, row.agency, row.service, row.period])).toEqual(
      readings.map((one) => [one.indicator, one.agency, one.service, one.period]),
    )
    expect(rows.map((row) => [row.value, row.n, row.low, row.high, row.missing, row.reporting])).toEqual(
      readings.map((one) => [one.value, one.n, one.low, one.high, one.missing, one.coverage.reporting]),
    )
  }
  const csv = await readers.csv!(await file(`${READINGS}&labels=both`, 'csv'))
  expect(csv).toEqual(
    (await readers.json!(await file(READINGS, 'json'))).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'string' && /^[=@]/.test(value) ? `'${value}` : value,
        ]),
      ),
    ),
  )
})

test('names come in both languages, and none is run by a spreadsheet', async () => {
  const rows = await readers.xlsx!(await file(READINGS, 'xlsx'))
  const formula = rows.find((row) => String(row.agency_label_id).startsWith('=HYPERLINK'))
  expect(formula).toMatchObject({
    indicator_label_id: 'Permohonan masuk',
    indicator_label_en: 'Cases received',
  })
  const [sheet] = (await readXlsx(await file(READINGS, 'xlsx'))).sheets
  expect([...(sheet!.cells?.values() ?? [])].filter((cell) => cell.formula)).toEqual([])
  expect(utf8(await file(`${READINGS}&labels=both`, 'csv'))).toContain(`"'=HYPERLINK(""x""), B"`)
  expect(rows.find((row) => row.missing === 'not-applicable')).toMatchObject({
    value: null,
    missing_label_en: 'not applicable',
  })
})

test('a workbook brings its definitions, source, licence and citation', async () => {
  const { sheets } = await readXlsx(await file(READINGS, 'xlsx'))
  expect(sheets.map(({ name }) => name)).toEqual(['readings', 'definitions', 'readme'])
  const said = sheets.slice(1).flatMap(({ rows }) => rows.map((row) => row.join(' | ')))
  expect(said.join('\n')).toContain('completed ÷ received')
  expect(said.join('\n')).toContain('CC BY 4.0')
  expect(said.find((line) => line.startsWith('How to cite'))).toMatch(/Terukur\. \(.*2026\)\..*Accessed/)
})

test.each([
  ['series', `series.FORMAT?indicator=received&agency=dinas-a&${JANUARY}`, 'points'],
  ['comparison', 'comparison.FORMAT?indicator=received&period=2026-01&level=unit', 'agencies'],
  ['signals', 'signals.FORMAT?agency=dinas-a', 'items'],
  ['coverage', 'coverage.FORMAT?from=2026-01-01&to=2026-03-31', null],
  ['distribution', `distribution.FORMAT?agency=dinas-a&period=2026-01`, 'classes'],
  ['innovations', 'innovations.FORMAT', 'items'],
  ['effect', 'innovations/INNOVATION/effect.FORMAT?indicator=received', 'points'],
])('%s can be taken along in each format', async (_, asked, list) => {
  const path = asked.replace('INNOVATION', innovation)
  const answer = (await (await server.get(`/api/v1/${path.replace('.FORMAT', '')}`)).json()) as Record<
    string,
    Row[]
  >
  const json = await readers.json!(await file(path, 'json'))
  if (list) expect(json).toHaveLength(answer[list]!.length)
  else expect(json.length).toBeGreaterThan(0)
  for (const format of ['csv', 'xlsx'])
    expect(await readers[format]!(await file(path, format))).toHaveLength(json.length)
  const parquet = await readers.parquet!(await file(path, 'parquet'))
  expect(parquet.map((row) => row.value ?? null)).toEqual(json.map((row) => row.value ?? null))
})

test('a refusal of the question is the refusal of its file', async () => {
  const response = await server.get('/api/v1/series.xlsx?indicator=nothing')
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect((await server.get('/api/v1/coverage.parquet?grain=week')).status).toBe(400)
})

test.runIf(process.platform === 'linux')('whoever does not read on leaves no file open', async () => {
  const openFiles = async () => {
    const links = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    )
    return links.filter((path) => path.startsWith(server.test.dataDir) && path.includes('export-'))
  }
  for (const format of ['xlsx', 'parquet']) {
    const path = `/api/v1/${READINGS.replace('FORMAT', format)}`
    const response = await server.app.request(path, { method: 'HEAD' })
    expect([response.status, response.body]).toEqual([200, null])
    await expect.poll(openFiles).toEqual([])
    const unread = await server.get(path)
    await unread.body!.cancel()
    await expect.poll(openFiles).toEqual([])
  }
})
