import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NameBook } from '#server/ingest/detect/close-names.ts'
import { type DetectInput, detectFiles } from '#server/ingest/detect/detect-files.ts'
import { describeEntities, rawColumns } from '#server/ingest/detect/entity-values.ts'
import { withRawTable } from '#server/ingest/detect/raw-table.ts'
import { meaningOf } from '#server/ingest/detect/value-words.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { withYear, YEAR_OPEN, yearOf } from '#shared/contract/mapping-year.ts'
import { CHANNELS } from '#shared/rollups/cell.ts'
import { lines } from '#test/support/small-file.ts'

// Files as offices write them: what is found out without being told.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function detect(content: string | Uint8Array, more: Partial<DetectInput> & { name?: string } = {}) {
  const { name = 'file.csv', ...input } = more
  const path = join(folder, 'upload')
  await writeFile(path, content)
  const found = await detectFiles({
    folder,
    files: [{ path, name }],
    reading: {},
    dataset: null,
    agency: null,
    timezone: 'Asia/Jakarta',
    today: '2026-11-27',
    known: { agencies: [], services: [], indicators: [], complaintClasses: [] },
    ...input,
  })
  return { ...found, columns: found.suggested.columns }
}

test('decimal commas, thousands by dots, and the agency that delivers', async () => {
  const { detection, suggested } = await detect(
    lines('Periode;Realisasi Anggaran;Jumlah Pegawai', '2026-01;1.250.000,50;12', '2026-02;980.000,25;13'),
    { agency: 'dinkes' },
  )
  expect(detection).toMatchObject({ decimal: ',', thousands: '.', delimiter: ';' })
  expect(suggested).toEqual({
    dataset: 'costs',
    format: { timezone: 'Asia/Jakarta', decimal: ',', thousands: '.' },
    columns: { period: 'Periode', cost: 'Realisasi Anggaran', staff: 'Jumlah Pegawai' },
    constants: { agency: 'dinkes' },
  })
})

test('a survey with U1 to U9 in two files of names', async () => {
  const scores = Array.from({ length: 9 }, (_, i) => `Nilai U${i + 1}`)
  const { suggested, detection } = await detect(
    lines(
      ['No. Responden', 'Unit Layanan', 'Jenis Layanan', 'Tanggal Survei', ...scores].join(','),
      'R1,Dinas A,KTP,2026-02-13,3,4,3,4,3,4,3,4,3',
      'R2,Dinas A,KTP,2026-02-14,4,4,4,4,4,4,4,4,4',
    ),
  )
  expect(suggested.dataset).toBe('surveys')
  expect(suggested.columns).toMatchObject({
    ref: 'No. Responden',
    requirements: 'Nilai U1',
    behaviour: 'Nilai U7',
    facilities: 'Nilai U9',
  })
  expect(detection.matches.find(({ field }) => field === 'time')).toMatchObject({
    how: 'both',
    reasons: [{ key: 'name' }, { key: 'scores', low: 1, high: 4 }],
  })
})

test('the number of a line is not the number of a case', async () => {
  const { columns, detection } = await detect(
    lines(
      'No,Nama Pemohon,Jenis Izin,Tgl Permohonan',
      '1,Ani,IMB,2026-01-13',
      '2,Budi,IMB,2026-01-14',
      '3,Citra,SIUP,2026-01-14',
    ),
    { agency: 'dinkes' },
  )
  expect(columns.ref).toEqual({ from: ['Jenis Izin', 'Tgl Permohonan', 'Nama Pemohon'] })
  expect(detection.matches.find(({ field }) => field === 'ref')!.reasons).toEqual([{ key: 'no-number' }])
})

test('several rows of one number are events of one case', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [
    `P${i},Dinas A,Izin,2026-01-${13 + (i % 3)},`,
    `P${i},Dinas A,Izin,2026-01-${14 + (i % 3)},2026-02-${13 + i}`,
  ]).flat()
  const { columns } = await detect(
    lines('Nomor Permohonan,OPD,Layanan,Tanggal Masuk,Tanggal Selesai', ...rows),
  )
  expect(columns.submittedAt).toEqual({ column: 'Tanggal Masuk', datetime: 'iso', take: 'min' })
  expect(columns.service).toBe('Layanan')
})

test('a workbook: the sheet with the table, its header of two lines, and another sheet when asked', async () => {
  const book = await writeXlsx({
    sheets: [
      { name: 'Petunjuk', rows: [['Isi lembar Data']] },
      {
        name: 'Data',
        rows: [
          ['LAPORAN IZIN', null, null, null, null],
          ['No. Permohonan', 'OPD', 'Layanan', 'Tanggal', null],
          [null, null, null, 'Masuk', 'Selesai'],
          ['A1', 'Dinas A', 'Izin', '2026-01-13', '2026-01-20'],
          ['A2', 'Dinas A', 'Izin', '2026-01-14', null],
        ],
        merges: [{ startRow: 1, startCol: 3, endRow: 1, endCol: 4 }],
      },
      {
        name: 'Lama',
        rows: [
          ['Nomor Tiket', 'Dinas', 'Layanan', 'Tgl Daftar'],
          ['B1', 'X', 'Y', '2025-01-13'],
        ],
      },
    ],
  })
  const first = await detect(book, { name: 'laporan.xlsx' })
  expect(first.detection).toMatchObject({
    format: 'xlsx',
    sheet: 'Data',
    headerRow: 2,
    rows: 2,
    encoding: null,
  })
  expect(first.detection.sheets.map(({ name }) => name)).toEqual(['Petunjuk', 'Data', 'Lama'])
  expect(first.detection.head[0]).toEqual({ row: 1, cells: expect.arrayContaining(['LAPORAN IZIN']) })
  expect(first.columns).toMatchObject({
    submittedAt: { column: 'Tanggal Masuk' },
    completedAt: { column: 'Tanggal Selesai' },
  })
  const other = await detect(book, { name: 'laporan.xlsx', reading: { sheet: 'Lama' } })
  expect(other.suggested).toMatchObject({
    format: { sheet: 'Lama' },
    columns: { ref: 'Nomor Tiket', submittedAt: { column: 'Tgl Daftar' } },
  })
})

test('names that say the same are matched, names that come close are left to a person', async () => {
  const agencies = [
    { code: 'dpmptsp', name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' },
    { code: 'dinkes', name: 'Dinas Kesehatan' },
  ]
  const known = { agencies, services: [], indicators: [], complaintClasses: [] }
  const file = (...names: string[]) =>
    lines(
      'Nomor Permohonan,OPD,Layanan,Tanggal Masuk',
      ...names.map((name, i) => `A${i},${name},Izin,2026-01-${13 + i}`),
    )
  const same = await detect(file('DINAS KESEHATAN', 'dpmptsp'), { known })
  expect(same.suggested.values).toEqual({ agency: { 'DINAS KESEHATAN': 'dinkes', '*': '$0' } })
  expect(same.suggested.create).toEqual(['service'])
  const close = await detect(file('Dinas Kesehatn', 'Dinas Kesehatan'), { known })
  expect(close.suggested.values).toBeUndefined()
  expect(close.suggested.create).toEqual(['service'])
  const book = new NameBook(agencies)
  expect(book.closest('Dinkes Kota', 3)[0]).toMatchObject({ code: 'dinkes' })
  expect(book.closest('Dinas Pertanian', 3, 0.75)).toEqual([])
})

test.each([
  ['Loket', 'counter'],
  ['Datang Langsung ke Kantor', 'counter'],
  ['Website OSS', 'web'],
  ['Aplikasi Mobile', 'mobile'],
  ['e-Mail', 'email'],
  ['Telp.', 'phone'],
  ['WEB', 'web'],
  ['Merpati', undefined],
])('channel %s', (value, meaning) => expect(meaningOf('channel', value, CHANNELS)).toBe(meaning))

test.each([
  ['Belum Selesai', null],
  ['Selesai', 'completed'],
  ['Permohonan Ditolak', 'rejected'],
  ['Tidak Disetujui', 'rejected'],
  ['Dibatalkan Pemohon', 'withdrawn'],
  ['Sedang Diproses', null],
])('outcome %s', (value, meaning) =>
  expect(meaningOf('outcome', value, ['completed', 'rejected', 'withdrawn'])).toBe(meaning),
)

test('months as columns are one figure each, of the year that the title tells', async () => {
  const { suggested, detection } = await detect(
    lines(
      'REKAP TAHUN 2026;;;;',
      'No;Indikator;Jan;Feb.;Maret;Target Maret;Rata-rata',
      '1;received;10;11;12;15;11',
      '2;completed;9;10;11;15;10',
    ),
    { agency: 'dinkes' },
  )
  expect(suggested.dataset).toBe('values')
  expect(suggested.columns).toEqual({ indicator: 'Indikator' })
  expect(suggested.measures).toEqual([
    { value: 'Jan', period: '2026-01' },
    { value: 'Feb.', period: '2026-02' },
    { value: 'Maret', period: '2026-03' },
  ])
  expect(yearOf(suggested)).toBe('2026')
  expect(withYear(suggested, '2027').measures![0]).toEqual({ value: 'Jan', period: '2027-01' })
  expect(detection.matches.find(({ field }) => field === 'value')!.reasons).toEqual([
    { key: 'wide', columns: 3 },
  ])
})

test('months without a year: in a column beside it, or for a person to say', async () => {
  const beside = await detect(
    lines('Tahun,Bulan,Indikator,Nilai', '2026,Januari,received,1', '2026,Mei,received,2'),
  )
  expect(beside.columns.period).toMatchObject({ template: '{Tahun} {Bulan}' })
  const nowhere = await detect(lines('Bulan,Indikator,Nilai', 'Januari,received,1', 'Mei,received,2'))
  expect(nowhere.columns.period).toMatchObject({ template: '? {Bulan}' })
  expect(yearOf(nowhere.suggested)).toBe(YEAR_OPEN)
})

test('figures of the product are offered by what offices call them, once each', async () => {
  const { suggested } = await detect(
    lines(
      'Indikator,Periode,Nilai',
      'Nilai SKM,2026-01,82.5',
      'Jumlah berkas masuk,2026-01,412',
      'Berkas selesai,2026-01,400',
      'Permohonan selesai,2026-01,401',
      'Persentase tepat waktu,2026-01,87.5',
    ),
    {
      known: {
        agencies: [],
        services: [],
        indicators: [{ code: 'received', name: 'received' }],
        complaintClasses: [],
      },
    },
  )
  expect(suggested.values).toEqual({
    indicator: {
      'Nilai SKM': 'satisfaction-index',
      'Jumlah berkas masuk': 'received',
      'Persentase tepat waktu': 'on-time-rate',
      '*': '$0',
    },
  })
  expect(suggested.format.shares).toBe('percent')
  expect(suggested.create).toEqual(['indicator'])
  const titled = await detect(lines('REKAP IKM 2026,,', 'Layanan,Jan,Feb', 'KTP,81,82', 'KK,83,84'))
  expect(titled.suggested.constants).toEqual({ indicator: 'satisfaction-index' })
})

test('the survey sheet of the ministry: elements below a merged cell, and one period for all of its rows', async () => {
  const elements = Array.from({ length: 9 }, (_, i) => `U${i + 1}`)
  const blanks = Array.from({ length: 8 }, () => null)
  const sheet = (title: string) =>
    writeXlsx({
      sheets: [
        {
          name: 'Olah',
          rows: [
            ['UNIT PELAYANAN : PUSKESMAS MEKAR'],
            [title],
            ['NO. RESP', 'NILAI UNSUR PELAYANAN', ...blanks, 'KET'],
            [null, ...elements],
            [1, ...elements.map((_, i) => 3 + (i % 2))],
            [2, ...elements.map(() => 4)],
            ['NRR / Unsur', ...elements.map(() => 3.5)],
          ],
        },
      ],
    })
  const { suggested, detection } = await detect(await sheet('PERIODE : TRIWULAN I TAHUN 2026'), {
    name: 'skm.xlsx',
  })
  expect(detection).toMatchObject({ headerRow: 3, rows: 2, summaries: 1 })
  expect(suggested).toMatchObject({
    dataset: 'surveys',
    columns: {
      ref: { template: '{answeredAt} {NO. RESP}' },
      requirements: 'NILAI UNSUR PELAYANAN U1',
      facilities: 'NILAI UNSUR PELAYANAN U9',
    },
    constants: { answeredAt: '2026-03-31' },
  })
  // A period that is not over has no day yet, and no title says one: a person does.
  for (const title of ['PERIODE : TRIWULAN IV TAHUN 2026', 'Survei']) {
    const { suggested: open } = await detect(await sheet(title), { name: 'skm.xlsx' })
    expect(open.constants).toBeUndefined()
  }
})

test('a column for each indicator: all of them, with their signs', async () => {
  const { suggested, detection } = await detect(
    lines(
      'REKAP TAHUN 2026;;;;',
      'No;Bulan;Permohonan Masuk;Tepat Waktu (%);Jalan Mantap (%);Nilai IKM;Target Nilai IKM',
      '1;Januari;1.120;87,5 %;66,1;81,25;80',
      '2;Februari;1.130;90 %;66,5;82,45;80',
    ),
    { agency: 'dinkes' },
  )
  expect(suggested.dataset).toBe('values')
  expect(suggested.columns.period).toMatchObject({ template: '2026 {Bulan}' })
  expect(suggested.measures).toEqual([
    { indicator: 'Permohonan Masuk', value: 'Permohonan Masuk' },
    { indicator: 'Tepat Waktu', value: 'Tepat Waktu (%)', indicatorUnit: 'percent' },
    { indicator: 'Jalan Mantap', value: 'Jalan Mantap (%)', indicatorUnit: 'percent' },
    { indicator: 'Nilai IKM', value: 'Nilai IKM' },
  ])
  expect(suggested.values?.indicator).toEqual({
    'Permohonan Masuk': 'received',
    'Tepat Waktu': 'on-time-rate',
    'Nilai IKM': 'satisfaction-index',
    '*': '$0',
  })
  // Each has its sign: nothing is left to be told of shares.
  expect(detection.shares).toBeNull()
  // Rows of single cases are no figures of their month, and costs keep their columns.
  const cases = await detect(
    lines('Bulan;Lama;Biaya', '2026-01;3;100', '2026-01;4;200', '2026-02;5;300', '2026-02;5;400'),
  )
  expect(cases.suggested.measures).toBeUndefined()
})

test('rupiah, and what amounts count in', async () => {
  const { columns, suggested } = await detect(
    lines(
      'No,Bulan,Realisasi Belanja (Rp),Pegawai',
      '1,2026-01,"Rp 1.234.567,-",12',
      '2,2026-02,Rp 980.000,13',
    ),
  )
  expect(suggested).toMatchObject({ dataset: 'costs', format: { decimal: ',', thousands: '.' } })
  expect(columns.cost).toEqual({ column: 'Realisasi Belanja (Rp)', currency: 'IDR' })
  // One amount alone: rupiah have no thousandths.
  const one = await detect(lines('Bulan,Belanja', '2026-01,Rp 980.000'), { dataset: 'costs' })
  expect(one.suggested).toMatchObject({ format: { decimal: ',', thousands: '.' } })
  const millions = await detect(
    lines('REALISASI ANGGARAN (dalam jutaan rupiah);', 'Bulan;Belanja', '2026-01;1,5', '2026-02;12,25'),
  )
  expect(millions.columns.cost).toEqual({ column: 'Belanja', times: 1_000_000 })
  // Amounts of another money are no numbers, and are not left out in silence.
  const foreign = await detect(lines('Bulan,Belanja,Pegawai', '2026-01,USD 5,3', '2026-02,USD 7,4'))
  expect(foreign.columns).toMatchObject({ cost: 'Belanja', staff: 'Pegawai' })
})

test('marks are of each column; 1.234 that nothing tells is for a person to say', async () => {
  const marks = async (...rows: string[]) => {
    const { detection, suggested } = await detect(
      lines(
        '"Indikator","Periode","Nilai","Bobot"',
        ...rows.map((row, i) => `received,2026-0${i + 1},${row}`),
      ),
    )
    return {
      numbers: detection.columns[2]!.numbers!,
      format: suggested.format,
      value: suggested.columns.value,
    }
  }
  const open = await marks('1.234,3', '1.300,4')
  expect(open.numbers.choices).toEqual([
    { decimal: ',', thousands: '.', example: '1.234', reads: 1234 },
    { decimal: '.', thousands: null, example: '1.234', reads: 1.234 },
  ])
  // Another column tells it.
  const told = await marks('1.234,"3,5"', '1.300,"4,25"')
  expect(told).toMatchObject({ numbers: { choices: [] }, format: { decimal: ',', thousands: '.' } })
  const own = await marks('"1,234.5","3,5"', '"2,000.25","4,25"', '3,"5,5"')
  expect(own).toMatchObject({ format: { decimal: ',' }, value: { decimal: '.', thousands: ',' } })
  expect((await marks('0.875,3', '0.9,4')).numbers.choices).toEqual([])
})

test('shares that are percent, fractions, or both', async () => {
  const shares = async (...values: string[]) => {
    const { detection, suggested } = await detect(
      lines('Indikator,Periode,Nilai', ...values.map((value, i) => `on-time-rate,2026-0${i + 1},${value}`)),
    )
    return [detection.shares, suggested.format.shares]
  }
  expect(await shares('87.5', '91')).toEqual([{ above: 2, below: 0, example: '91' }, 'percent'])
  expect(await shares('0.875', '0.91')).toEqual([{ above: 0, below: 2, example: '0.91' }, undefined])
  expect(await shares('0.9', '91')).toEqual([{ above: 1, below: 1, example: '91' }, undefined])
  expect(await shares('87.5 %', '91%')).toEqual([null, undefined])
})

test('of an export of complaints the end counts, not the first answer', async () => {
  const { suggested } = await detect(
    lines(
      'Tracking ID;Instansi Terdisposisi;Tanggal Laporan Masuk;Tanggal Tindak Lanjut;Tanggal Laporan Selesai',
      '71;Dinas PU;1 Mei 2026 08:30:00;3 Mei 2026 08:30:00;20 Mei 2026 09:00:00',
      '72;Dinas PU;2 Mei 2026 08:30:00;4 Mei 2026 08:30:00;',
    ),
  )
  expect(suggested.dataset).toBe('complaints')
  expect(suggested.columns.resolvedAt).toMatchObject({ column: 'Tanggal Laporan Selesai' })
})

test('of costs in parts the sum counts', async () => {
  const { columns } = await detect(
    lines(
      'Layanan;Bulan;Belanja Pegawai;Belanja Barang;Jumlah Belanja',
      'Rawat Jalan;Januari 2026;12510000;3751000;16261000',
      'Rawat Jalan;Februari 2026;12520000;3752000;16272000',
    ),
  )
  expect(columns.cost).toBe('Jumlah Belanja')
})

test('what was agreed on is no figure of what came of it', async () => {
  const table = [
    'Indikator Kinerja;Satuan;Target Tahun 2026;TW I;TW II',
    'Indeks Kepuasan Masyarakat (IKM);Nilai;82,5;80;81',
    'Jumlah permohonan yang diselesaikan;Berkas;2400;600;600',
  ]
  const agreed = await detect(lines('PERJANJIAN KINERJA TAHUN 2026;;;;', ...table))
  expect(agreed.suggested).toMatchObject({
    dataset: 'targets',
    measures: [
      { value: 'Target Tahun 2026', period: '2026' },
      { value: 'TW I', period: '2026-Q1' },
      { value: 'TW II', period: '2026-Q2' },
    ],
  })
  const told = await detect(lines('CAPAIAN PERJANJIAN KINERJA TAHUN 2026;;;;', ...table))
  expect(told.suggested.dataset).toBe('values')
})

test('several figures below each quarter are all taken, by what they are called', async () => {
  const book = await writeXlsx({
    sheets: [
      {
        name: 'Capaian',
        rows: [
          ['CAPAIAN LAYANAN TAHUN 2026'],
          ['No', 'Layanan', 'Triwulan I', null, null, 'Triwulan II', null, null],
          [null, null, 'Masuk', 'Selesai', 'Tepat Waktu (%)', 'Masuk', 'Selesai', 'Tepat Waktu (%)'],
          [1, 'Poli Anak', 900, 880, '91,5', 950, 940, '92,25'],
          [2, 'Poli Gigi', 400, 390, '88', 410, 405, '87,75'],
        ],
      },
    ],
  })
  const { suggested, detection } = await detect(book, { name: 'triwulan.xlsx' })
  expect(detection.rows).toBe(2)
  expect(suggested.measures).toEqual([
    { indicator: 'Masuk', value: 'Triwulan I Masuk', period: '2026-Q1' },
    { indicator: 'Masuk', value: 'Triwulan II Masuk', period: '2026-Q2' },
    { indicator: 'Selesai', value: 'Triwulan I Selesai', period: '2026-Q1' },
    { indicator: 'Selesai', value: 'Triwulan II Selesai', period: '2026-Q2' },
    ...['I', 'II'].map((quarter, i) => ({
      indicator: 'Tepat waktu',
      value: `Triwulan ${quarter} Tepat Waktu (%)`,
      period: `2026-Q${i + 1}`,
      indicatorUnit: 'percent',
    })),
  ])
  expect(suggested.values?.indicator).toEqual({
    Masuk: 'received',
    Selesai: 'completed',
    'Tepat waktu': 'on-time-rate',
    '*': '$0',
  })
})

test('how many there were of a service is no service', async () => {
  const { columns, suggested } = await detect(
    lines(
      'Kinerja KUA 2026;;',
      'Bulan;Jumlah Layanan Nikah;Nilai SKM',
      'Januari;45;83,25',
      'Februari;38;82,10',
    ),
  )
  expect(columns).not.toHaveProperty('service')
  expect(suggested.measures?.map(({ indicator }) => indicator)).toEqual(['Jumlah Layanan Nikah', 'Nilai SKM'])
})

test('a number of a queue begins anew each day: its rows are no events of one case', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${1 + Math.floor(i / 20)}-Jun-26;A${i % 20};Umum`)
  const { suggested, detection } = await detect(lines('Tgl;No Antrian;Layanan', ...rows))
  expect(suggested.dataset).toBe('cases')
  expect(suggested.columns.ref).toEqual({ from: ['Tgl', 'No Antrian'] })
  expect(suggested.columns.submittedAt).not.toHaveProperty('take')
  expect(detection.matches.find(({ field }) => field === 'ref')!.reasons).toEqual([{ key: 'daily' }])
})

test('a title tells what months as columns are of', async () => {
  const table = ['Jenis Izin;Jan;Feb;Mar', 'Izin Reklame;10;12;9', 'Izin Usaha;7;8;6']
  const { suggested } = await detect(lines('REKAPITULASI PERMOHONAN IZIN MASUK TAHUN 2026;;;', ...table))
  expect(suggested.constants).toMatchObject({ indicator: 'received' })
  const both = await detect(lines('PERMOHONAN MASUK DAN PERMOHONAN SELESAI 2026;;;', ...table))
  expect(both.suggested.constants?.indicator).toBeUndefined()
})

test('a register behind a summary of a few lines is what is read', async () => {
  const register = Array.from({ length: 80 }, (_, i) => [`R${i}`, 'Kartu Keluarga', '2026-01-13'])
  const sheets = [
    {
      name: 'REKAP',
      rows: [
        ['Jenis Pelayanan', 'Jumlah'],
        ['Kartu Keluarga', 80],
      ],
    },
    { name: 'REGISTER', rows: [['No. Registrasi', 'Jenis Pelayanan', 'Tgl. Masuk'], ...register] },
  ]
  const found = await detect(await writeXlsx({ sheets }), { name: 'register.xlsx' })
  expect(found.detection).toMatchObject({ sheet: 'REGISTER', rows: 80 })
  expect(found.reading).toEqual({ sheet: 'REGISTER' })
  const asked = await detect(await writeXlsx({ sheets }), { name: 'r.xlsx', reading: { sheet: 'REKAP' } })
  expect(asked.detection.sheet).toBe('REKAP')
})

test('ways to write a new name are one, and a slip of a more frequent one is offered as it', async () => {
  const names = [
    ...Array.from({ length: 5 }, () => 'Kartu Keluarga'),
    'KARTU KELUARGA',
    'Kartu Kelurga',
    'Akta Kelahiran',
    'Akta Kelahiran',
    'Akta Kematian',
    'Loket 1',
    'Loket 1',
    'Loket 2',
  ]
  const rows = names.map((name, i) => `R${i},Dinas A,${name},2026-01-13`)
  const { suggested, detection } = await detect(lines('No Registrasi,OPD,Layanan,Tanggal Masuk', ...rows))
  expect(suggested.values?.service).toEqual({ 'KARTU KELUARGA': 'Kartu Keluarga', '*': '$0' })
  const headers = detection.columns.map(({ header }) => header)
  const told = await withRawTable(folder, (engine) =>
    describeEntities(engine, 'service', suggested as Mapping, rawColumns(headers, ''), []),
  )
  expect(told.counts).toEqual({ known: 0, created: 6, rejected: 0 })
  expect(told.values.flatMap(({ value, near }) => (near ? [[value, near]] : []))).toEqual([
    ['Kartu Kelurga', 'Kartu Keluarga'],
  ])
})
