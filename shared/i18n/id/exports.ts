// Texts of what is taken along: the readme of a package, the sheets behind a table.

export const exports = {
  sheets: { definitions: 'definisi', readme: 'baca-saya' },
  column: 'kolom',
  meaning: 'arti',
  indicator: 'indikator',
  question: 'Pertanyaan',
  source: 'Sumber',
  asOf: 'Benar sampai',
  licence: 'Lisensi',
  cite: 'Cara mengutip',
  state: { released: 'rilis', live: 'angka langsung, sementara' },
  demo: 'Data contoh: semua angka rekaan.',
  title: (code: string) => `Terukur, rilis ${code}`,
  description: (from: string, through: string) =>
    `Indikator keluaran layanan publik per instansi dan layanan, ${from} sampai ${through}: volume, kecepatan, kepuasan, pengaduan, biaya, dan capaian.`,
  keywords: ['layanan publik', 'kinerja', 'ketepatan waktu', 'kepuasan masyarakat', 'pengaduan'],
  published: (at: string, by: string) => `Terbit ${at}; dibekukan oleh ${by}.`,
  replaces: (code: string, reason: string) => `Memperbaiki rilis ${code}: ${reason}`,
  contents: 'Isi paket',
  files: {
    manifest: 'isi rilis, sidik SHA-256 tiap bagian, dan rilis sebelumnya; inilah yang ditandatangani',
    signature: 'tanda tangan Ed25519 atas manifest.json, dan kunci publiknya',
    parts:
      'bagian yang disidik dalam manifest, byte demi byte: aturan, direktori, perubahan, angka, dan sel yang aman',
    readings: 'semua angka dalam bentuk rapi: satu baris satu angka, kode bersama namanya dalam dua bahasa',
    lists: 'instansi, layanan, dan indikator yang disebut kodenya',
    changes: 'angka yang berbeda dari rilis sebelumnya, lama dan baru',
    metadata: 'metadata untuk mesin: Frictionless Data Package, CSV on the Web (W3C), dan DCAT',
    sdmx: 'angka yang sama sebagai SDMX-CSV 2.0',
  },
  reading: 'Cara membaca',
  readingLines: [
    'Kosong bukan nol. Bila value kosong, kolom missing menyebut alasannya.',
    'Angka instansi yang mempunyai bawahan sudah memuat bawahannya: jangan jumlahkan baris instansi.',
    'low dan high adalah selang 95%; kosong bila tidak ada.',
    'coverage_reporting dari coverage_expected unit melapor untuk periode itu.',
    'CSV: UTF-8 tanpa BOM, koma, titik desimal. Teks yang diawali =, +, -, @ diberi tanda petik tunggal di depan supaya lembar kerja tidak menjalankannya.',
  ],
  missing: 'Alasan tidak ada angka',
  flags: 'Tanda di samping angka',
  indicators: 'Indikator',
  definition: 'Definisi',
  formula: 'Rumus',
  from: 'Sumber definisi',
  limits: 'Keterbatasan',
  unit: 'Satuan',
  coverage: 'Cakupan',
  covers: (agencies: string, readings: string) => `${agencies} instansi, ${readings} angka.`,
  late: 'Belum melapor, dirilis sebagai tidak ada dengan alasannya:',
  nobodyLate: 'Tidak ada instansi yang terlambat.',
  suppression: 'Yang tidak ditampilkan',
  suppressionLines: (people: string) => [
    `Angka dari survei atau pengaduan yang bertumpu pada kurang dari ${people} orang ditulis too-few, bersama angka lain yang dengannya angka itu dapat dihitung kembali.`,
    'Yang disembunyikan pada satu rilis tetap disembunyikan pada rilis sesudahnya.',
  ],
  verify: 'Cara memeriksa',
  verifyLine:
    'npx terukur verify FOLDER memeriksa sidik, rantai, dan tanda tangan, lalu menghitung ulang tiap angka dari selnya.',
}

export type ExportsTexts = typeof exports
