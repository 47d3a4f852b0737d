import { writeOds } from 'hucre/ods'
import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { lines } from '#test/support/small-file.ts'
import { takeSuggested } from '#test/support/suggested.ts'
import { zipOf } from '#test/support/zip-of.ts'

// Tables that are not one: a sheet for each month, and blocks one below the other, each with its title and header.

type Cells = (string | number | null)[][]
const workbook = (sheets: Record<string, Cells>) =>
  writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) })

const visits = (title: string, count: number, other = 'Poli Gigi'): Cells => [
  ['REKAP KUNJUNGAN PUSKESMAS MELATI'],
  [title],
  ['No', 'Poli', 'Kunjungan', 'Rujukan'],
  [1, 'Poli Umum', count, 20],
  [2, other, 200, 5],
  ['Jumlah', null, count + 200, 25],
]
const YEAR: Cells = [
  ['Bulan', 'Total'],
  ['JAN', 850],
]

test('a sheet for each month is one table, and its name is the period', async () => {
  const book = await workbook({
    REKAP: YEAR,
    JAN: visits('Tahun 2026', 500),
    FEB: visits('Tahun 2026', 510, 'Poli Umum'),
    MAR: visits('Tahun 2026', 520),
  })
  const { rows, issues, prepared, detection, reading } = await takeSuggested(book, 'kunjungan.xlsx')
  expect(reading.sheets!.values).toEqual({ JAN: '2026-01', FEB: '2026-02', MAR: '2026-03' })
  expect(detection.together).toEqual(reading.sheets)
  const general = rows.filter(({ service, value }) => service === 'Poli Umum' && Number(value) > 20)
  expect(general.map(({ period, value }) => [period, value])).toEqual([
    ['2026-01', 500],
    ['2026-02', 510],
    ['2026-03', 520],
  ])
  // What is rejected is told by its sheet, and by its row in it.
  expect(prepared.rejected).toBe(2)
  expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
    { file: 'kunjungan.xlsx · FEB', row: 2, code: 'duplicate-ref' },
    { file: 'kunjungan.xlsx · FEB', row: 2, code: 'duplicate-ref' },
  ])
})

test('sheets whose titles contradict their names, and others alike, are only offered together', async () => {
  const copied = await workbook({
    JAN: visits('Bulan Januari 2026', 500),
    FEB: visits('Bulan Januari 2026', 510),
  })
  const { detection, reading, rows } = await takeSuggested(copied, 'kunjungan.xlsx')
  expect(detection.together).toEqual({ column: 'Lembar', values: { JAN: 'JAN', FEB: 'FEB' } })
  expect(reading.sheets).toBeUndefined()
  expect(new Set(rows.map(({ period }) => period))).toEqual(new Set(['2026-01']))
  const single = await takeSuggested(await workbook({ JAN: visits('2026', 1), Daftar: YEAR }), 'a.xlsx')
  expect(single.detection.together).toBeNull()
})

const BLOCKS = (titles: readonly string[]): Cells => [
  ['REKAPITULASI PELAYANAN SAMSAT'],
  ['TAHUN ANGGARAN 2026'],
  ...titles.flatMap(
    (title, i): Cells => [
      [title],
      ['NO', 'JENIS PELAYANAN', 'MASUK', 'SELESAI'],
      [1, 'Pengesahan STNK', 1000 + i, 990 + i],
      [2, 'Balik Nama', 200 + i, 180 + i],
      ['JUMLAH', null, 1200 + 2 * i, 1170 + 2 * i],
      [null, null, null, 'Kepala Samsat,'],
    ],
  ),
]

test('blocks of months: their titles are the periods, their headers no records', async () => {
  const book = await workbook({ '2026': BLOCKS(['BULAN JANUARI', 'BULAN FEBRUARI', 'Maret']) })
  const { rows, prepared, issues } = await takeSuggested(book, 'samsat.xlsx')
  const received = rows.filter(({ indicator }) => indicator === 'received')
  expect(prepared.rejected).toBe(0)
  expect(received.map(({ service, period, value }) => [service, period, value])).toEqual([
    ['Pengesahan STNK', '2026-01', 1000],
    ['Balik Nama', '2026-01', 200],
    ['Pengesahan STNK', '2026-02', 1001],
    ['Balik Nama', '2026-02', 201],
    ['Pengesahan STNK', '2026-03', 1002],
    ['Balik Nama', '2026-03', 202],
  ])
  const told = issues.filter(({ code }) => code === 'summary-line').map(({ params }) => params.value)
  expect(told.filter((text) => text === 'NO')).toHaveLength(2)
})

test('blocks of services in a text file, with the months in their rows', async () => {
  const block = (service: string, n: number) => [
    `Layanan : ${service};;`,
    'Bulan;Permohonan;Tepat Waktu (%)',
    `Januari 2026;${n};91,5`,
    `Februari 2026;${n + 1};92,5`,
  ]
  const { rows } = await takeSuggested(
    lines('CAPAIAN 2026;;', ...block('Paspor Baru', 100), ...block('Izin Tinggal', 200)),
    'blok.csv',
  )
  expect(
    rows
      .filter(({ indicator }) => indicator !== 'on-time-rate')
      .map(({ service, period, value }) => [service, period, value]),
  ).toEqual([
    ['Paspor Baru', '2026-01', 100],
    ['Paspor Baru', '2026-02', 101],
    ['Izin Tinggal', '2026-01', 200],
    ['Izin Tinggal', '2026-02', 201],
  ])
})

test('blocks of weeks are not taken for their month', async () => {
  const book = await workbook({ Okt: BLOCKS(['Minggu I', 'Minggu II', 'Minggu III']) })
  const { suggested, reading } = await takeSuggested(book, 'mingguan.xlsx').catch(() => ({
    suggested: null,
    reading: null,
  }))
  expect(suggested?.measures).toBeUndefined()
  expect(reading?.blocks ?? 'Judul blok').toBe('Judul blok')
})

const day = (value: unknown): string | null => (value ? String(value) : null)

test('a workbook of LibreOffice is read like one of Excel', async () => {
  const sheets = ['Januari 2026', 'Februari 2026'].map((name, k) => ({
    name,
    rows: visits('Puskesmas', 500 + k),
  }))
  const { rows, detection } = await takeSuggested(await writeOds({ sheets }), 'kunjungan.ods')
  expect(detection.format).toBe('ods')
  const general = rows.filter(({ service, value }) => service === 'Poli Umum' && Number(value) > 20)
  expect(general.map(({ period, value }) => [period, value])).toEqual([
    ['2026-01', 500],
    ['2026-02', 501],
  ])
  const register = {
    name: 'Register',
    rows: [
      ['No Berkas', 'Layanan', 'Tanggal Masuk', 'Tanggal Selesai'],
      ['B-1', 'KTP', new Date('2026-03-02'), '#N/A'],
      ['B-2', 'KTP', new Date('2026-03-03'), new Date('2026-03-05')],
    ],
  }
  const cases = await takeSuggested(await writeOds({ sheets: [register] }), 'register.ods')
  expect(cases.rows.map((row) => [row.ref, day(row.submitted_on), day(row.completed_on)])).toEqual([
    ['B-1', '2026-03-02', null],
    ['B-2', '2026-03-03', '2026-03-05'],
  ])
})

test.each([
  ['cells without end', 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048576"'],
  ['rows without end', '', 'table:number-rows-repeated="900000000"'],
])('%s of a workbook of LibreOffice are refused', async (_, columns, repeated) => {
  const cell = `<table:table-cell ${columns} office:value-type="float" office:value="1"/>`
  const row = `<table:table-row ${repeated}>${cell.repeat(40)}</table:table-row>`
  const content = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
    <table:table table:name="A">${row}</table:table></office:spreadsheet></office:body></office:document-content>`
  const entry = (name: string, text: string) => [name, Buffer.from(text), Buffer.byteLength(text)] as const
  const bytes = zipOf([
    entry('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
    entry('content.xml', content),
  ])
  await expect(takeSuggested(bytes, 'bomb.ods')).rejects.toMatchObject({ key: 'xlsx-too-large' })
})
