import type { EntryIssue, EntryIssueCode } from '#shared/entry/check-row.ts'
import type { EntryColumn } from '#shared/entry/columns.ts'

/** The form by which a period is entered. */
export const entry = {
  title: 'Isi angka satu periode',
  intro:
    'Untuk instansi tanpa aplikasi: isi angka yang sudah dijumlahkan sendiri, satu baris untuk setiap layanan.',
  agency: 'Instansi',
  period: 'Periode',
  pickAgency: 'Pilih instansi untuk mulai.',
  grid: (agency: string, period: string) => `Angka ${agency}, ${period}`,
  service: 'Layanan',
  columns: {
    received: 'Diterima',
    completed: 'Selesai',
    onTime: 'Tepat waktu',
    rejected: 'Ditolak',
    digital: 'Lewat daring',
    backlog: 'Belum selesai di akhir',
    complaints: 'Pengaduan',
    satisfaction: 'IKM',
    respondents: 'Responden',
  } as Record<EntryColumn, string>,
  hints: {
    received: 'permohonan yang masuk dalam periode',
    completed: 'selesai dalam periode, apa pun hasilnya',
    onTime: 'dari yang selesai: dalam batas waktu standar',
    rejected: 'dari yang selesai: ditolak',
    digital: 'dari yang selesai: lewat web atau aplikasi',
    backlog: 'masih terbuka pada hari terakhir',
    complaints: 'pengaduan yang masuk',
    satisfaction: 'indeks kepuasan 25–100',
    respondents: 'pengisi survei',
  } as Record<EntryColumn, string>,
  blankIsNot:
    'Kosong berarti tidak dilaporkan. 0 berarti tidak ada satu pun. Keduanya berbeda di semua halaman.',
  keys: 'Panah dan Enter berpindah sel, Ctrl+Z membatalkan, tempel satu blok dari lembar kerja.',
  notReported: 'tidak dilaporkan',
  addService: 'Tambah layanan',
  addServiceHint: 'Cari dalam katalog layanan',
  add: 'Tambahkan',
  alreadyThere: 'Layanan ini sudah ada di tabel.',
  note: 'Catatan',
  optionalNote: 'boleh kosong',
  figure: 'Angka',
  noteHint: 'Jelaskan angka yang tidak biasa. Catatan disimpan bersama angkanya.',
  draftKept: 'Draf disimpan di peramban ini.',
  draftFound: (when: string) => `Draf dari ${when} dipulihkan.`,
  discard: 'Buang draf',
  undo: 'Batalkan langkah',
  errors: (n: number) => `${n} angka harus diperbaiki sebelum dikirim.`,
  warnings: (n: number) => `${n} angka perlu dilihat lagi; boleh tetap dikirim.`,
  noIssues: 'Tidak ada yang janggal.',
  issues: 'Yang perlu dilihat',
  goTo: 'Ke sel',
  unreadable: (text: string) => `“${text}” bukan angka. Tulis angka seperti 1.250 atau 87,5.`,
  review: 'Periksa dan kirim',
  changesTitle: 'Yang berubah',
  changesIntro: (n: number) => `${n} angka berbeda dari yang sudah dilaporkan.`,
  firstTime: (n: number) => `${n} angka dilaporkan untuk pertama kali.`,
  nothing: 'Belum ada angka. Isi sedikitnya satu.',
  unchanged: 'Tidak ada yang berubah dari laporan sebelumnya.',
  before: 'Sebelumnya',
  after: 'Menjadi',
  submit: 'Kirim',
  back: 'Kembali ke formulir',
  sending: 'Mengirim…',
  sent: 'Terkirim',
  sentDetail: (about: { inserted: number; updated: number; removed: number; unchanged: number }) =>
    `${about.inserted} angka baru, ${about.updated} diperbaiki, ${about.removed} ditarik, ${about.unchanged} tetap.`,
  again: 'Perbaiki lagi',
  toDesk: 'Ke meja kerja',
  toFigures: 'Lihat angkanya',
  lastEntered: (when: string) => `Terakhir dikirim ${when}.`,
  notEnded: 'Periode ini belum berakhir; angkanya akan tampil sebagai sebagian.',
  hasFacts:
    'Kasus satu per satu untuk periode ini sudah dikirim. Angka dihitung dari kasus; yang diisi di sini ditampilkan di sampingnya.',
  isDemo: 'Instansi contoh: angka yang diisi ikut hilang bersama data contoh.',
  changedMeanwhile:
    'Orang lain mengirim angka periode ini. Muat ulang untuk melihatnya; draf Anda tetap ada.',
  reload: 'Muat ulang',
  link: {
    title: 'Isi angka pelayanan',
    intro: (agency: string, period: string) =>
      `Anda diminta mengisi angka ${agency} untuk ${period}. Tidak perlu akun.`,
    gone: 'Tautan ini tidak berlaku',
    goneHint:
      'Mungkin sudah kedaluwarsa, dicabut, atau habis dipakai. Minta tautan baru kepada yang mengirimkannya.',
    usesLeft: (n: number) => `Tautan masih dapat dipakai ${n} kali.`,
    until: (when: string) => `Tautan berlaku sampai ${when}.`,
    thanks: 'Terima kasih. Anda boleh menutup halaman ini.',
  },
  problems: {
    'not-whole': () => 'harus bilangan bulat',
    negative: () => 'tidak boleh di bawah 0',
    'too-large': () => 'terlalu besar; periksa jumlah angka nolnya',
    'exceeds-completed': ({ limit }) => `lebih banyak daripada yang selesai (${limit})`,
    'needs-completed': () => 'isi juga “Selesai”: tanpa itu tidak dapat dihitung',
    'outside-index': () => 'indeks terletak antara 25 dan 100',
    'needs-respondents': () => 'isi jumlah responden bersama IKM',
    'backlog-differs': ({ limit }) =>
      `tidak cocok dengan sisa sebelumnya + diterima − selesai (${limit}); wajar bila ada yang dicabut`,
    unusual: ({ low, high }) =>
      `di luar kebiasaan sendiri (${short(low)}–${short(high)}); jelaskan di catatan bila benar`,
    'not-removable': () => 'berasal dari berkas; dapat diperbaiki, tetapi tidak dapat dikosongkan di sini',
    'unknown-service': () => 'layanan ini tidak dikenal atau muncul dua kali',
  } as Record<EntryIssueCode, (issue: EntryIssue) => string>,
}

function short(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 10) / 10).replace('.', ',')
}

export type EntryTexts = typeof entry
