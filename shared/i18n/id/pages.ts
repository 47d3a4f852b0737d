// What only the pages that the server writes say: they are read before the app has come, or without it.

export const pages = {
  latest: 'Periode terakhir',
  missingTitle: 'Yang tidak ada',
  missing: (name: string, why: string) => `${name}: ${why}`,
  nothingMissing: 'Setiap angka utama ada untuk periode ini.',
  change: 'Perubahan',
  offeredBy: 'Instansi yang menyelenggarakan',
  shown: (n: string, of: string) => `${n} dari ${of} ditampilkan di sini.`,
  about: (name: string) => `Angka keluaran layanan publik: ${name}.`,
  dataset: (name: string) => `${name}: kecepatan, volume, dan kepuasan layanan publik`,
  publisher: 'Terukur',
  licence: 'https://creativecommons.org/licenses/by/4.0/',
  feedTitle: 'Terukur: rilis dan revisi',
  demo: 'Data contoh, semua angka rekaan.',
  late: (reason: string) => `Instansi ini terlambat pada rilis ini: ${reason}`,
}

export type PageTexts = typeof pages
