import type { IssueCode } from '#shared/contract/import.ts'

interface About {
  column: string
  value: string
}

/** What is wrong and what to do about it, one sentence or two per code. */
export const issues: Record<IssueCode, (about: About) => string> = {
  'required-missing': ({ column }) => `Kolom ${column} kosong, padahal wajib. Isi nilainya.`,
  'bad-date': ({ column, value }) =>
    `“${value}” di kolom ${column} bukan tanggal yang dikenal. Perbaiki tanggalnya atau atur format.datetime.`,
  'bad-number': ({ column, value }) =>
    `“${value}” di kolom ${column} bukan angka yang dikenal. Perbaiki angkanya atau atur format.decimal.`,
  'bad-period': ({ column, value }) =>
    `“${value}” di kolom ${column} bukan periode. Tulis seperti 2025, 2025-S1, 2025-Q1, 2025-03, 2025-W11, 2025-03-14, atau 2025-03/2025-06, atau terjemahkan lewat values.period.`,
  'unknown-agency': ({ column, value }) =>
    `Instansi “${value}” di kolom ${column} tidak dikenal. Pakai kode atau nama yang terdaftar, atau izinkan create agency.`,
  'agency-not-yours': ({ column, value }) =>
    `Instansi “${value}” di kolom ${column} bukan wewenang Anda. Keluarkan barisnya, atau minta peran di sana; instansi baru hanya dapat dibuat di bawah instansi Anda, oleh administrator atau dengan menyebut induknya dalam pemetaan.`,
  'unknown-service': ({ column, value }) =>
    `Layanan “${value}” di kolom ${column} tidak dikenal. Pakai kode atau nama yang terdaftar, atau izinkan create service.`,
  'unknown-indicator': ({ column, value }) =>
    `Indikator “${value}” di kolom ${column} tidak dikenal. Pakai id dari daftar indikator.`,
  'facts-expired': ({ column, value }) =>
    `Tanggal di kolom ${column} jatuh pada bulan yang data mentahnya sudah dihapus karena masa simpannya lewat (sampai ${value}). Angkanya tetap; baris ini sudah dihitung atau tidak dapat dihitung lagi. Keluarkan barisnya.`,
  'duplicate-ref': ({ value }) =>
    `Nomor “${value}” muncul lebih dari sekali dengan isi berbeda; baris pertama yang dipakai. Beri nomor sendiri, atau gabungkan dengan take.`,
  'bad-record': ({ value }) => `Baris ini rusak (${value}). Periksa tanda kutip dan jumlah kolomnya.`,
  'lookup-ambiguous': ({ value }) => `“${value}” cocok dengan lebih dari satu baris di berkas rujukan.`,
  'out-of-range': ({ column, value }) => `“${value}” di kolom ${column} di luar rentang yang diizinkan.`,
  'not-permitted': ({ value }) =>
    `Anda tidak berwenang menyampaikan data instansi “${value}”. Periksa kodenya, atau minta hak kepada administrator.`,
  'too-long': ({ column, value }) =>
    `Isi ${column} lebih panjang daripada ${value} huruf. Persingkat isinya.`,
  'completed-before-submitted': () =>
    'Selesai sebelum diajukan: kasus ini hanya dihitung jumlahnya, tidak masuk angka waktu. Periksa kedua tanggalnya.',
  'in-the-future': () =>
    'Tanggal ini setelah saat data dinyatakan berlaku: kasus hanya dihitung jumlahnya. Periksa tanggalnya atau asOf.',
  'outcome-without-completion': () =>
    'Ada hasil tetapi tidak ada tanggal selesai: kasus dihitung masih terbuka. Isi tanggal selesai.',
  'unknown-value': ({ column, value }) =>
    `“${value}” di kolom ${column} tidak dikenal, jadi dianggap tidak ada. Tambahkan ke values.`,
  'ratio-above-one': () => 'Pembilang lebih besar daripada penyebut. Periksa kedua angkanya.',
  'unknown-field': ({ column }) =>
    `Tidak ada isian bernama ${column}, jadi diabaikan. Periksa ejaannya di /docs.`,
  'lookup-missing': ({ value }) => `“${value}” tidak ada di berkas rujukan.`,
  'cell-error': ({ column, value }) =>
    `Sel di kolom ${column} berisi ${value}: rumusnya tidak menghasilkan nilai, jadi dianggap tidak ada. Perbaiki rumusnya atau ketik nilainya.`,
  'summary-line': ({ value }) =>
    `“${value}” adalah baris jumlah, catatan, tanda tangan, atau judul yang diulang, bukan data, jadi dilewati.`,
  'demo-removed': () => 'Data contoh dihapus karena data sungguhan masuk.',
}

export type IssuesTexts = typeof issues
