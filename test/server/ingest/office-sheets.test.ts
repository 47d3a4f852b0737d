import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { withYear } from '#shared/contract/mapping-year.ts'
import { lines } from '#test/support/small-file.ts'
import { takeSuggested } from '#test/support/suggested.ts'

// Sheets as offices make them, taken as they are suggested: no wrong figure comes of agreeing to everything.

type Cells = (string | number | null)[][]
const workbook = (sheets: Record<string, Cells>) =>
  writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) })

test('the cost is what was spent, not what was planned or is left', async () => {
  const book = await workbook({
    LRA: [
      ['LAPORAN REALISASI ANGGARAN'],
      ['TAHUN ANGGARAN 2026'],
      ['No', 'Bulan', 'Anggaran (Rp)', 'Realisasi (Rp)', 'Realisasi Fisik (%)', 'Sisa (Rp)'],
      [1, 'Januari', 'Rp 12.500.000', 'Rp 1.500.000', '12,00', 'Rp 11.000.000'],
      [2, 'Februari', 'Rp 12.500.000', 'Rp 2.750.000', '22,00', 'Rp 9.750.000'],
      [null, 'JUMLAH', 'Rp 25.000.000', 'Rp 4.250.000', null, null],
    ],
  })
  const { rows, prepared, mapping } = await takeSuggested(book, 'lra.xlsx')
  expect(mapping.dataset).toBe('costs')
  expect(rows.map(({ period, cost }) => [period, cost])).toEqual([
    ['2026-01', 1_500_000],
    ['2026-02', 2_750_000],
  ])
  expect(prepared.rejected).toBe(0)
  // Alone it is taken, and worth a look.
  const planned = await takeSuggested(lines('Bulan;Anggaran', '2026-01;1000', '2026-02;2000'), 'pagu.csv', {
    dataset: 'costs',
  })
  expect(planned.detection.matches.find(({ field }) => field === 'cost')).toMatchObject({
    confidence: 0.5,
    reasons: [{ key: 'planned' }],
  })
})

test('of kinds of costs as columns none is the cost', async () => {
  const { mapping } = await takeSuggested(
    lines(
      'Bulan;Belanja Pegawai;Belanja Barang;Belanja Modal',
      'Januari 2026;100;20;3',
      'Februari 2026;110;30;4',
    ),
    'belanja.csv',
    { dataset: 'costs' },
  )
  expect(mapping.columns.cost).toBeUndefined()
})

const kinds = (total: string): Cells => [
  ['REALISASI BIAYA PELAYANAN TERMINAL'],
  ['TAHUN 2026'],
  ['Uraian', 'Januari', 'Februari', 'Jumlah'],
  ['Belanja Pegawai', 'Rp 45.000.000', 'Rp 46.500.000', 'Rp 91.500.000'],
  ['Belanja Barang dan Jasa', 'Rp 12.750.000', 'Rp 9.800.000', 'Rp 22.550.000'],
  ['Belanja Modal', '-', 'Rp 150.000.000', 'Rp 150.000.000'],
  ['Total', total, 'Rp 206.300.000', 'Rp 264.050.000'],
]

test('of kinds of costs as rows the line of totals is read, where it is their sum', async () => {
  const summed = await takeSuggested(await workbook({ Biaya: kinds('Rp 57.750.000') }), 'biaya.xlsx')
  expect(summed.rows.map(({ period, cost }) => [period, cost])).toEqual([
    ['2026-01', 57_750_000],
    ['2026-02', 206_300_000],
  ])
  expect(summed.prepared).toMatchObject({ rejected: 0, accepted: 2 })
  expect(summed.detection.matches.find(({ field }) => field === 'cost')!.reasons).toContainEqual({
    key: 'total-line',
    line: 'Total',
  })
  // A sum that is none leaves open what was spent: nothing is taken.
  const wrong = await workbook({ Biaya: kinds('Rp 57.000.000') })
  await expect(takeSuggested(wrong, 'biaya.xlsx')).rejects.toThrow('columns.period')
})

test('costs of one service and month that come twice are told, in columns of months too', async () => {
  const { issues, rows } = await takeSuggested(
    lines('REALISASI BIAYA 2026;;', 'Layanan;Januari;Februari', 'KTP;10;20', 'KTP;11;20'),
    'biaya.csv',
  )
  expect(rows.map(({ period, cost }) => [period, cost])).toEqual([
    ['2026-01', 10],
    ['2026-02', 20],
  ])
  expect(issues.map(({ row, code }) => [row, code])).toEqual([[2, 'duplicate-ref']])
})

test('an agreement promises the year beside its quarters', async () => {
  const book = await workbook({
    'PK 2026': [
      ['PERJANJIAN KINERJA TAHUN 2026'],
      ['No', 'Indikator Kinerja', 'Satuan', 'Target', 'Target Triwulan', null, null, null],
      [null, null, null, null, 'I', 'II', 'III', 'IV'],
      [1, 'Indeks Kepuasan Masyarakat', 'Indeks', 86, '84', '85', '85,5', '86'],
      [2, 'Persentase pengaduan ditindaklanjuti', '%', '100', '90', '95', '98', '100'],
    ],
  })
  const { rows, mapping } = await takeSuggested(book, 'pk.xlsx')
  expect(rows.map(({ indicator, period, kind, value }) => [indicator, period, kind, value])).toEqual([
    ['satisfaction-index', '2026', 'min', 86],
    ['satisfaction-index', '2026-Q1', 'min', 84],
    ['satisfaction-index', '2026-Q2', 'min', 85],
    ['satisfaction-index', '2026-Q3', 'min', 85.5],
    ['satisfaction-index', '2026-Q4', 'min', 86],
  ])
  // Complaints that were answered: the more of them the better.
  expect(mapping.values!.kind).toMatchObject({ 'Persentase pengaduan ditindaklanjuti': 'min' })
})

test('averages of many respondents are no answers of one', async () => {
  const head = ['No', 'Layanan', 'Jumlah Responden', 'U1', 'U2', 'U3', 'Nilai IKM']
  const { mapping, rows } = await takeSuggested(
    lines(
      'HASIL SURVEI KEPUASAN MASYARAKAT SEMESTER I TAHUN 2026',
      head.join(';'),
      '1;KTP-el;150;3,00;3,30;3,60;82,5',
      '2;Kartu Keluarga;120;3,70;3,10;3,40;85',
    ),
    'skm.csv',
  )
  expect(mapping.dataset).toBe('values')
  const index = rows.filter(({ indicator }) => indicator === 'satisfaction-index')
  expect(index.map(({ service, period, value }) => [service, period, value])).toEqual([
    ['KTP-el', '2026-S1', 82.5],
    ['Kartu Keluarga', '2026-S1', 85],
  ])
})

test('a sheet of one month below a title of the year is of that month', async () => {
  const sheet: Cells = [
    ['REKAP KUNJUNGAN PUSKESMAS'],
    ['Tahun 2026'],
    ['No', 'Poli', 'Kunjungan', 'Rujukan'],
    [1, 'Poli Umum', 510, 20],
    [2, 'Poli Gigi', 210, 5],
    ['Jumlah', null, 720, 25],
  ]
  const { rows } = await takeSuggested(await workbook({ JAN: sheet }), 'kunjungan.xlsx')
  expect(rows.map(({ service, period, value }) => [service, period, value])).toEqual([
    ['Poli Umum', '2026-01', 510],
    ['Poli Umum', '2026-01', 20],
    ['Poli Gigi', '2026-01', 210],
    ['Poli Gigi', '2026-01', 5],
  ])
})

test('the year of an agreement is another one next time', () => {
  const measures = [
    { value: 'Target', period: '2026' },
    { value: 'Target Triwulan I', period: '2026-Q1' },
  ]
  expect(withYear({ measures }, '2027').measures).toEqual([
    { value: 'Target', period: '2027' },
    { value: 'Target Triwulan I', period: '2027-Q1' },
  ])
  const told = [{ indicator: 'Masuk', value: 'Target 2026', period: '2026' }]
  expect(withYear({ measures: told }, '2027').measures).toEqual(told)
})
