// What only the pages that the server writes say: they are read before the app has come, or without it.

export const pages = {
  latest: 'Periode terakhir',
  missingTitle: 'Yang tidak ada',
  missing: (name: string, why: string) => `${name}: ${why}`,
  nothingMissing: 'Setiap angka utama ada untuk periode ini.',
  related: 'Lihat juga',
  change: 'Perubahan',
  offeredBy: 'Instansi yang menyelenggarakan',
  shown: (n: string, of: string) => `${n} dari ${of} ditampilkan di sini.`,
  about: (name: string) => `Angka keluaran layanan publik: ${name}.`,
  dataset: (name: string) => `${name}: kecepatan, volume, dan kepuasan layanan publik`,
  publisher: 'Terukur',
  licence: 'https://creativecommons.org/licenses/by/4.0/',
  latestRelease: (code: string, date: string) => `Rilis ${code}, terbit ${date}`,
  feedTitle: 'Terukur: rilis dan revisi',
  feedRelease: (month: string) => `Rilis ${month}`,
  feedRevision: (month: string, code: string) => `Revisi rilis ${month} (${code})`,
  feedFigures: (n: string, agencies: string) => `${n} angka dari ${agencies} instansi.`,
  feedChanged: (n: string) => `${n} angka berubah terhadap rilis sebelumnya.`,
  feedReason: (reason: string, by: string) => `Alasan: ${reason} (${by}).`,
  feedLate: (n: string) => `${n} instansi terlambat dan dirilis sebagai tidak melapor.`,
  demo: 'Data contoh, semua angka rekaan.',
  notFound: 'Halaman ini tidak ada.',
}

export type PageTexts = typeof pages
