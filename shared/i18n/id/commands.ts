import { DATASETS } from '#shared/contract/import.ts'

// What the command line says. Words that are typed (commands, options, names of datasets) are the same in both languages.

const datasets = DATASETS.join(', ')

const FACT_INVARIANTS: Readonly<Record<string, string>> = {
  'are unique by their key': 'hanya satu untuk setiap kunci',
  'have their agency': 'mempunyai instansinya',
  'have their service': 'mempunyai layanannya',
  'are kept as they were only for imports that can be undone':
    'disimpan seperti semula hanya untuk impor yang dapat diurungkan',
}

const INVARIANTS: Readonly<Record<string, string>> = {
  'agency codes are unique': 'kode instansi tidak berulang',
  'service codes are unique': 'kode layanan tidak berulang',
  'agency codes can name a file of a release': 'kode instansi dapat menamai berkas rilis',
  'month cells are unique': 'sel bulanan tidak berulang',
  'digests are unique': 'ringkasan waktu tidak berulang',
  'digests of scopes are unique': 'ringkasan waktu per cakupan tidak berulang',
  'finished rows are unique': 'baris jadi tidak berulang',
  'every agency is under everything': 'setiap instansi berada di bawah keseluruhan',
  'cells hold as many cases received as there are': 'sel memuat sebanyak kasus diterima yang ada',
  'days hold as many cases received as there are': 'hitungan harian memuat sebanyak kasus diterima yang ada',
  'cells hold as many complaints received as there are': 'sel memuat sebanyak pengaduan diterima yang ada',
  'finished rows hold as many cases received as cells do':
    'baris jadi memuat sebanyak kasus diterima seperti sel',
  'every timed case is in a digest': 'setiap kasus berwaktu ada dalam ringkasan',
  'no count exceeds what a number holds exactly':
    'tidak ada hitungan melebihi yang dapat disimpan dengan tepat',
}

export const commands = {
  usage: 'terukur PERINTAH [opsi]',
  more: 'terukur PERINTAH --help menjelaskan lebih jauh. --lang id|en memilih bahasa, selain TERUKUR_LANG atau LANG. --json menulis satu nilai JSON di stdout, dan tidak ada yang lain di sana.',
  summaries: {
    import: 'memasukkan berkas, atau mengurungkan suatu impor',
    readings: 'menanyakan angka',
    serve: 'melayani API dan web',
    migrate: 'memutakhirkan basis data',
    demo: 'memuat data contoh berlabel ke basis data yang kosong',
    rebuild: 'menghitung ulang semua sel dari fakta',
    doctor: 'memeriksa setiap ketentuan basis data',
    export: 'menulis satu rilis beserta semua buktinya ke sebuah folder',
    verify: 'memeriksa rilis, atau rantai catatan audit',
    backup: 'menyalin basis data dengan aman, juga selagi server berjalan',
    move: 'pindah dari basis data tertanam ke PostgreSQL',
  },
  help: {
    import: `terukur import DATASET FILE|FOLDER… --mapping FILE [--dry-run] [--json] [--lang id|en]
terukur import --undo ID [--json]
  [--server URL --key KEY]

Memasukkan berkas: DATASET ialah ${datasets};
FILE berupa .csv, .tsv, .ndjson, .json, yang berupa teks juga .gz, .xlsx, .ods, atau .parquet. Dari FOLDER diambil berkas yang
langsung berada di dalamnya, menurut namanya; jenis lain disebut dan dilewati. Semuanya satu impor dan satu transaksi.
--dry-run memeriksa dan menghitung tanpa menulis apa pun. --undo mengurungkan satu impor seluruhnya.
--server dan --key (atau TERUKUR_SERVER dan TERUKUR_KEY) berbicara dengan server di tempat lain; tanpa itu perintah
bekerja pada basis data di sini, lewat servernya bila sedang berjalan. Yang terputus tidak pernah dilanjutkan: ulangi
perintahnya, dan yang sudah ada dikenali sebagai tidak berubah.
--json menulis satu nilai JSON: hasilnya, atau {"error": …} bila tidak ada yang dapat dilakukan.
Kode keluar: 0 semua diterima, 1 tidak ada yang ditulis, 3 selesai tetapi sebagian baris ditolak.`,
    readings: `terukur readings --indicators ID,… --from YYYY-MM-DD --to YYYY-MM-DD [--agency KODE,…|'*'] [--service …]
  [--channel …] [--levels …] [--grain day|week|month|quarter|semester|year|all|given] [--csv | --json] [--lang id|en]
  [--server URL --key KEY]

Pertanyaan dan jawabannya sama dengan GET /api/v1/readings.`,
    serve:
      'terukur serve\n\nMelayani yang dilayani npm start. Pengaturan berasal dari lingkungan: PORT, HOST, DATABASE_URL, TERUKUR_….',
    migrate: 'terukur migrate [--json]\n\nMembuat yang belum ada di basis data yang disebut DATABASE_URL.',
    demo: 'terukur demo [--json]\n\nAngka rekaan, dan berlabel demikian; impor pertama data nyata menghapusnya.',
    rebuild:
      'terukur rebuild [--json]\n\nHasilnya sama persis dengan yang sudah ada; itulah buktinya, dan cara memperbaikinya.',
    doctor: 'terukur doctor [--json]\n\nKode keluar 1 bila ada yang salah.',
    export: `terukur export DIR [--release KODE] [--json] [--lang id|en] [--server URL --key KEY]

Rilis terbitan terbaru, atau yang disebut kodenya: angka, sel asal hitungannya, definisi, serta tabel dan metadata data
terbuka. DIR harus kosong atau baru. terukur verify DIR memeriksanya di mesin mana pun.`,
    verify: `terukur verify DIR_OR_URL [--trust KEY] [--at-least KODE[@SHA256]] [--json] [--lang id|en]
terukur verify --releases [--trust KEY] [--at-least KODE[@SHA256]] [--json]
terukur verify --audit [--json]

DIR: folder yang ditulis terukur export, paket yang sudah dibuka, .zip-nya, atau folder berisi beberapa di antaranya.
URL: sebuah instans (rilis terbarunya) atau halaman suatu rilis. Memeriksa hash, tanda tangan, dan rantai; menghitung
ulang setiap angka dari sel terbitan menurut definisi dan target terbitan; mencocokkan catatan perubahan dengan rilis
sebelumnya bila itu ada (beberapa dalam satu folder, --releases, URL); lalu menyebut yang berbeda; tabel yang
tidak ditandatangani dibuat ulang dan dicocokkan dengan isi paket. Tidak perlu basis data.
--trust: kunci publik instans, atau namanya, bila diketahui dari tempat lain. --at-least: rilis yang terakhir dilihat, sebaiknya
dengan SHA-256-nya; yang diperiksa harus rilis itu atau sesudahnya, sehingga server yang menahan rilis terbarunya, mundur, atau
menulis ulang rantainya ketahuan. Setiap pemeriksaan yang utuh menyebut apa yang perlu dicatat. --releases: setiap rilis terbitan basis data
di sini, dengan seluruh rantainya. --audit: menyebut baris pertama catatan yang dihapus, diubah, atau disisipkan. Kode
keluar 1 bila ada yang ditemukan.`,
    backup: `terukur backup [FILE] [--json]

FILE belum boleh ada; tanpa itu berkas bertanggal dibuat di folder “backups” dalam folder data.
Untuk memulihkan: hentikan server dan taruh salinannya di tempat basis data.`,
    move: `terukur move --to postgres://PENGGUNA:SANDI@HOST/NAMA [--json] [--lang id|en]

Menyalin semua isi basis data tertanam yang disebut DATABASE_URL, beserta akun di sampingnya, ke basis data PostgreSQL yang
kosong (versi 15 atau lebih baru, UTF8), lalu membandingkan keduanya: setiap tabel, rantai catatan audit, angka semua instansi
dan indikator, serta rilis yang terbit beserta tanda tangannya. Hentikan server dahulu. Basis data lama hanya dibaca. Yang
terputus diulang dari awal dengan perintah yang sama; sampai selesai, tidak ada server yang mau berjalan pada basis data baru.
Tanpa kata sandi dalam alamat dipakai PGPASSWORD. Berkas sementara, 100.000 baris sekali tulis, ada di folder data.
Sesudahnya atur DATABASE_URL ke alamat baru; folder data dengan kunci, draf dan unggahannya tetap dipakai.`,
  },
  /** what the parser of options says in English, told by its code and the word that it names */
  wrongCall: (code: string, word: string, said: string): string => {
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `opsi ${word} tidak dikenal`
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `“${word}” tidak diharapkan di sini`
    return /argument missing/.test(said) ? `${word} memerlukan nilai` : `${word} tidak menerima nilai`
  },
  leftOut: (path: string) => `dilewati, bukan format yang dibaca: ${path}`,
  inOrder: (count: number, names: string) => `${count} berkas, dengan urutan ini: ${names}`,
  phases: {
    queued: 'menunggu giliran',
    uploading: 'mengirim',
    'waiting for the server': 'menunggu server',
    reading: 'membaca',
    checking: 'memeriksa',
    merging: 'mencocokkan dengan data yang ada',
    writing: 'menulis',
    cells: 'menghitung angka',
    undoing: 'mencabut baris',
    finishing: 'menyelesaikan',
  } as Record<string, string>,
  dry: 'Tidak ada yang ditulis (uji coba).',
  imported: (id: string) => `Impor ${id}`,
  rows: (n: { rows: number; accepted: number; skipped: number; rejected: number; warnings: number }) =>
    `${n.rows} baris: ${n.accepted} diterima, ${n.skipped} dilewati, ${n.rejected} ditolak, ${n.warnings} peringatan`,
  changes: (n: { inserted: number; updated: number; unchanged: number; removed: number; merged: number }) =>
    `${n.inserted} baru, ${n.updated} dikoreksi, ${n.unchanged} tidak berubah, ${n.removed} dihapus, ${n.merged} digabung`,
  spans: (of: { agencies: number; services: number; from: string; to: string; seconds: number }) =>
    `${of.agencies} instansi, ${of.services} layanan, ${of.from} sampai ${of.to}, ${of.seconds} detik`,
  demoRemoved: (isDry: boolean): string =>
    isDry
      ? 'Data contoh akan dihapus bila data nyata ini masuk.'
      : 'Data contoh dihapus: data nyata telah masuk.',
  issue: (at: { file: string; row: string; column: string; message: string }) =>
    `${at.file} baris ${at.row}, ${at.column}: ${at.message}`,
  allIssues: (path: string) => `… semua masalah: GET ${path}`,
  undone: (id: string, removed: number, restored: number) =>
    `Impor ${id} diurungkan: ${removed} fakta dihapus, ${restored} kembali seperti semula.`,
  undoneWith: {
    agencies: (codes: string) => `instansi yang ikut dihapus: ${codes}`,
    services: (codes: string) => `layanan yang ikut dihapus: ${codes}`,
    indicators: (codes: string) => `indikator yang ikut dihapus: ${codes}`,
  },
  demoStaysRemoved: 'Data contoh yang dihapusnya tidak kembali.',
  demoLoaded: 'Data contoh dimuat.',
  notEmpty: 'Basis data tidak kosong; tidak ada yang dimuat.',
  rebuilt: (seconds: number) => `Semua sel dihitung ulang dalam ${seconds} detik.`,
  migrated: (count: number) => `${count} migrasi dijalankan`,
  bad: 'SALAH',
  /** what has to hold, by its English words, which programs read */
  invariant: (said: string): string => {
    const [, dataset, rule] =
      /^(\w+) (are unique by their key|have their agency|have their service|are kept as .*)$/.exec(said) ?? []
    return rule ? `${dataset} ${FACT_INVARIANTS[rule] ?? rule}` : (INVARIANTS[said] ?? said)
  },
  codeRemedy:
    'Kode itu tidak dapat menamai berkas rilis. Urungkan impor yang membuat instansinya, lalu impor lagi: kodenya dibuat baru.',
  signIn: 'Masuk',
  firstAdministrator: 'Administrator pertama',
  firstHint: 'Tautan ini berlaku sekali, sampai ada yang masuk atau server dijalankan lagi.',
  importBy: 'Impor',
  token: (file: string) => `Token untuk menulis lewat HTTP: di ${file} (hanya Anda yang dapat membacanya)`,
}

export type CommandTexts = typeof commands
