import { expect, test } from 'vitest'
import { readPeriodWords, toldPeriod, withoutPeriod } from '#shared/time/period-words.ts'

test.each([
  ['Januari 2026', '2026', '01', ''],
  ['JAN-26', '2026', '01', ''],
  ['Peb. ’26', '2026', '02', ''],
  ['Bulan : Nopember 2025', '2025', '11', ''],
  ['2026-03-01', '2026', '03', ''],
  ['03/2026', '2026', '03', ''],
  ['Triwulan II', null, 'Q2', ''],
  ['TW IV Tahun 2025', '2025', 'Q4', ''],
  ['Semester 2', null, 'S2', ''],
  ['Tahun Anggaran 2026', '2026', '', ''],
  ['Realisasi Mei', null, '05', 'realisasi'],
])('%s', (text, year, part, others) => expect(readPeriodWords(text)).toEqual({ year, part, others }))

test.each(['Nama', 'Januari s.d. Maret 2026', '2024-2026', 'Permaian', '', '17'])(
  '%s names no period',
  (text) => expect(readPeriodWords(text)).toBeNull(),
)

test('a title without when it is: the office alone', () => {
  const titles = [
    'DINAS SOSIAL KOTA CONTOH TAHUN ANGGARAN 2026',
    'Kecamatan Sukamaju – Tahun 2026',
    'Puskesmas Mekar Triwulan I 2026 (final)',
    'Dinas Z, Januari - Maret 2026',
    'Dinas Z s.d. 30 April 2026',
    'Badan Pendapatan Daerah',
  ]
  expect(titles.map(withoutPeriod)).toEqual([
    'DINAS SOSIAL KOTA CONTOH',
    'Kecamatan Sukamaju',
    'Puskesmas Mekar',
    'Dinas Z',
    'Dinas Z',
    'Badan Pendapatan Daerah',
  ])
})

test.each<[string[], string | null]>([
  [['REKAP', 'Bulan September 2026'], '2026-09'],
  [['LAPORAN BULAN SEPTEMBER', 'TAHUN 2026', 'Sheet1'], '2026-09'],
  [['Tahun 2026', 'JAN'], '2026-01'],
  [['Tahun 2026'], '2026'],
  // Which of them it is, nobody can know.
  [['Tahun 2026', 'Januari', 'Sheet Maret'], null],
  [['JANUARI s.d. MARET', 'TAHUN 2026'], null],
  [['Tahun 2026', 'Maret 2025'], '2026'],
])('%s tell %s', (texts, period) => expect(toldPeriod(texts)).toEqual({ year: '2026', period }))
