/** Requests of a person about what is held of them, for administrators. */
export const persons = {
  title: 'Permohonan subjek data',
  intro:
    'UU 27/2022 memberi setiap orang hak melihat, membetulkan, dan menghapus datanya. Terukur tidak menyimpan nama; data seseorang ditemukan lewat nomor permohonan, jawaban, atau pengaduannya.',
  steps: [
    'Pastikan pemohon memang pemilik nomor itu, misalnya lewat tanda terima layanannya.',
    'Cari nomornya, lalu tunjukkan, betulkan, atau hapus.',
    'Hapus atau betulkan juga di sistem asal instansi: kiriman berikutnya dapat membawanya kembali.',
  ],
  find: 'Cari data',
  ref: 'Nomor rujukan',
  refHint:
    'Persis seperti di berkas instansi. Tidak dicatat: jejak audit hanya menyimpan sidiknya (SHA-256).',
  /** what is worked out of a fact, or kept beside it */
  workedOut: {
    dueIsGiven: 'Batas waktu ikut dikirim',
    isFlagged: 'Tanggalnya bertentangan',
    elapsedSeconds: 'Lama (detik)',
    workingDays: 'Lama (hari kerja)',
    onTime: 'Tepat waktu',
    countsDue: 'Dihitung jatuh tempo',
    source: 'Datang lewat',
    scoreMillionths: 'Nilai (sepersejuta)',
    weightParts: 'Bobot (sepersepuluh ribu)',
    indexParts: 'Indeks (bagian)',
  } as Readonly<Record<string, string>>,
  yes: 'ya',
  no: 'tidak',
  allAgencies: 'semua instansi',
  search: 'Cari',
  searching: 'Mencari…',
  found: (n: number) => (n === 0 ? 'Tidak ada data dengan nomor itu.' : `${n} baris ditemukan.`),
  state: { current: 'berlaku', replaced: 'keadaan sebelum sebuah impor, disimpan untuk pembatalannya' },
  datasets: { cases: 'Kasus layanan', surveys: 'Jawaban survei', complaints: 'Pengaduan' },
  issues: (n: number) => `${n} catatan tentang baris bermasalah menyebut nomor ini.`,
  answers: (n: string) =>
    `${n} jawaban atas kiriman sistem mengutip nomor ini; jawaban itu dilupakan setelah dua hari.`,
  holdingTitle: 'Berkas yang sedang disiapkan dan memuat nomor ini',
  holding: (owner: string, agency: string, files: string, until: string) =>
    `${files} (${agency}, ${owner}), hilang sendiri pada ${until}`,
  holdingHint: 'Penghapusan membuang seluruh berkas ini. Minta pemiliknya mengunggah ulang tanpa baris itu.',
  noAgency: 'beberapa instansi',
  drafts: (n: number) =>
    `${n} berkas lain belum atau tidak dapat dibaca, jadi tidak ditelusuri; hilang sendiri 14 hari setelah perubahan terakhir.`,
  waiting: (n: number) => `${n} impor sedang berjalan. Penghapusan menunggu sampai selesai.`,
  unreachable:
    'Yang tidak terjangkau dari sini: cadangan basis data, salinan yang sudah diunduh atau dikirim, kunci data yang dihapus pada catatan audit lama, dan jumlah dalam rilis. Hapus cadangan lama menurut masa simpannya.',
  remarks:
    'Catatan bebas dari formulir survei tidak terhubung dengan nomor apa pun, dan dihapus setelah 180 hari.',
  download: 'Unduh semuanya (JSON)',
  correct: 'Betulkan',
  correctOf: (what: string) => `Betulkan ${what}`,
  correctHint: 'Tanggal ditulis seperti 2026-03-14 atau 2026-03-14T08:30:00. Kosong berarti tidak ada.',
  corrected: 'Dibetulkan; angkanya ikut berubah.',
  erase: 'Hapus semuanya',
  eraseTitle: 'Hapus semua data dengan nomor ini?',
  eraseHint:
    'Baris data, keadaan sebelumnya, dan catatan yang menyebutnya dihapus selamanya. Angka yang berjalan dihitung ulang; angka rilis tetap, karena ia jumlah dari banyak orang.',
  reason: 'Alasan, tanpa menyebut orangnya',
  reasonMissing: 'Tulis alasannya, sedikitnya tiga huruf.',
  receipt: 'Tanda terima penghapusan',
  receiptText: (facts: string, replaced: string, issues: string, when: string) =>
    `${when}: ${facts} baris data, ${replaced} keadaan sebelumnya, dan ${issues} catatan dihapus.`,
  receiptCopies: (drafts: string, answers: string) =>
    `Ikut dibuang: ${drafts} berkas yang sedang disiapkan, kutipan dalam ${answers} jawaban.`,
  receiptMonths: (months: string) => `Angka dihitung ulang untuk: ${months}.`,
  receiptFrozen:
    'Sebagian jatuh pada bulan yang data mentahnya sudah lewat masa simpan; jumlahnya di sana tetap.',
  receiptHash: (hash: string) => `Sidik nomor (SHA-256): ${hash}`,
}

export type PersonsTexts = typeof persons
