// What a person is told when something is refused. Keys are stable; the English half is kept in logs and tests.
// Each sentence says what is wrong and what to do about it.

/** One sentence in both languages. */
export interface Said {
  id: string
  en: string
}

interface Fault {
  parameter: string
  message: Said
}

/** Names of the classes of refusal, the title of an RFC 9457 answer. */
export const titles = {
  invalid: 'Permintaan tidak sah',
  unauthenticated: 'Belum masuk',
  forbidden: 'Tidak diizinkan',
  not_found: 'Tidak ditemukan',
  not_allowed: 'Metode tidak dilayani',
  conflict: 'Bertentangan',
  too_late: 'Terlambat',
  too_large: 'Terlalu besar',
  too_many: 'Terlalu sering',
  unavailable: 'Tidak tersedia',
  failed: 'Permintaan gagal',
  internal: 'Kesalahan internal',
}

interface ImportMention {
  importId: string
  /** when it came, in words */
  when: Said | null
}

const mention = ({ importId, when }: ImportMention): string => (when ? `${when.id} (${importId})` : importId)

/** Why nothing can be frozen, by FREEZE_STOPS. */
const stopTexts: Record<string, string> = {
  'no-figures': 'belum ada data untuk bulan yang dibekukan',
  'month-not-over': 'bulan terakhirnya belum berakhir menurut data yang masuk',
  'not-after-latest':
    'hanya bulan setelah rilis terakhir yang dapat dirilis, dan hanya rilis terakhir yang dapat direvisi',
  'one-is-waiting': 'masih ada rilis beku yang belum terbit; tunggu sampai terbit atau tarik kembali',
  'nothing-changed': 'tidak ada angka yang berubah',
  'freeze-running': 'pembekuan lain sedang berjalan',
}

/** As many names as a sentence can hold. */
export const someOf = (names: readonly string[], more: string, most = 10): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} ${more}`

export const refusals = {
  // A field, a parameter, a setting.
  'field-invalid': ({ field, problem }: { field: string; problem: Said }) => `${field}: ${problem.id}`,
  'parameters-invalid': ({ issues }: { issues: readonly Fault[] }) =>
    issues.map(({ parameter, message }) => `${parameter}: ${message.id}`).join('; '),
  'parameter-wrong': () => 'Ada parameter yang salah.',
  'mapping-invalid': ({ path, problem }: { path: string; problem: Said }) =>
    `Pemetaan: ${path || 'dokumen'}: ${problem.id}`,

  // What is asked for is not there.
  'no-agency': ({ code }: { code: string }) => `Tidak ada instansi dengan kode “${code}”.`,
  'no-service': ({ code }: { code: string }) => `Tidak ada layanan dengan kode “${code}”.`,
  'no-survey-form': ({ agency, service }: { agency: string; service: string }) =>
    `Instansi “${agency}” tidak membuka survei untuk layanan “${service}”.`,
  'no-plan': ({ subject }: { subject: string }) => `Tidak ada rencana tindak lanjut ${subject}.`,
  'no-calendar': ({ code }: { code: string }) => `Tidak ada kalender dengan kode “${code}”.`,
  'no-indicator': ({ id }: { id: string }) => `Tidak ada indikator “${id}”.`,
  'no-import': ({ id }: { id: string }) => `Tidak ada impor ${id}.`,
  'no-draft': ({ id }: { id: string }) => `Tidak ada rancangan impor ${id}, atau bukan milik Anda.`,
  'no-part': ({ file, part }: { file: number; part: number }) =>
    `Tidak ada bagian ${part} pada berkas ${file} dari rancangan ini.`,
  'no-innovation': ({ id }: { id: string }) => `Tidak ada inovasi ${id}.`,
  'parent-below': ({ code, parent }: { code: string; parent: string }) =>
    `“${parent}” berada di bawah “${code}”, jadi tidak dapat menjadi induknya.`,
  'innovation-exists': ({ name }: { name: string }) =>
    `Inovasi “${name}” sudah ada pada instansi ini. Ubah yang ada, atau beri nama lain.`,
  'no-target': ({ subject }: { subject: string }) => `Belum ada target untuk ${subject}.`,
  'no-targets-of-year': ({ year }: { year: number }) => `Tidak ada target tahun ${year} untuk disalin.`,
  'no-explanation': ({ subject }: { subject: string }) => `Belum ada penjelasan untuk ${subject}.`,
  'no-standard': ({ service, day }: { service: string; day: string }) =>
    `“${service}” tidak memiliki standar yang berlaku mulai ${day}.`,
  'no-expectation': () => 'Tidak ada harapan pengiriman seperti itu.',
  'no-excuse': () => 'Pengiriman ini tidak sedang dikecualikan.',
  'no-reminder-link': () => 'Tautan pengingat ini tidak dikenal.',
  'no-link': () => 'Tautan ini tidak dikenal atau sudah dicabut.',
  'link-over': () => 'Tautan ini sudah kedaluwarsa atau habis dipakai. Minta yang baru.',
  'entry-changed': () => 'Angka periode ini berubah sejak formulir dibuka. Muat ulang, lalu periksa lagi.',
  'entry-empty': () => 'Belum ada angka. Isi sedikitnya satu.',
  'no-rebaseline': ({ day }: { day: string }) => `Tidak ada garis dasar baru pada ${day}.`,
  'no-exception': ({ calendar, day }: { calendar: string; day: string }) =>
    `Kalender “${calendar}” tidak memiliki pengecualian pada ${day}.`,
  'no-holiday-set': ({ code }: { code: string }) => `Tidak ada daftar hari libur “${code}”.`,
  'other-method': ({ method, path, allow }: { method: string; path: string; allow: string }) =>
    `${path} tidak melayani ${method}; yang dilayani: ${allow}.`,
  'nothing-at': ({ path }: { path: string }) => `Tidak ada apa pun di ${path}.`,

  // Calendars.
  'submission-moved': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: keadaannya berubah sejak Anda membukanya. Muat ulang, lalu periksa lagi.`,
  'submission-month-open': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: bulan ini belum berakhir. Ajukan setelah berakhir.`,
  'submission-nothing': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: belum ada data yang dikirim. Kirim dahulu.`,
  'submission-unchanged': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: sudah diajukan, dan angkanya tidak berubah sejak itu.`,
  'submission-not-submitted': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: tidak ada pengajuan yang menunggu keputusan.`,
  'submission-changed': ({ agency, month }: { agency: string; month: string }) =>
    `${agency}, ${month}: angkanya berubah sejak diajukan. Instansi perlu mengajukannya lagi.`,
  'month-published': ({ month, code }: { month: string; code: string }) =>
    `${month} sudah dirilis (${code}). Jadwalkan bulan sesudahnya, atau buat revisi.`,
  'month-planned': ({ month }: { month: string }) =>
    `Rilis sampai ${month} sudah dijadwalkan. Ubah jadwal itu.`,
  'release-plan-cancelled': ({ month }: { month: string }) => `Jadwal rilis ${month} sudah dibatalkan.`,
  'release-plan-frozen': ({ month }: { month: string }) =>
    `Rilis ${month} sudah dibekukan. Pindahkan waktu terbitnya, atau tarik kembali dahulu.`,

  'calendar-exists': ({ code }: { code: string }) => `Kalender dengan kode “${code}” sudah ada.`,
  'day-outside-year': ({ day, year }: { day: string; year: number }) =>
    `days: ${day} tidak berada di tahun ${year}.`,
  'day-twice': ({ day }: { day: string }) => `days: ${day} diberikan dua kali.`,
  'year-gap': ({ first, last, next }: { first: number; last: number; next: number }) =>
    `year: daftar mencakup ${first}–${last}; berikan tahun ${next} lebih dahulu.`,

  // Figures.
  'too-many-readings': ({ size, limit }: { size: number; limit: number }) =>
    `Permintaan ini meminta ${size} angka; paling banyak ${limit} diberikan sekaligus. Kurangi instansi, layanan, atau periodenya.`,
  'times-too-long': ({ grain, days }: { grain: 'day' | 'week'; days: number }) =>
    `Angka waktu per ${grain === 'day' ? 'hari' : 'minggu'} diberikan untuk paling banyak ${days} hari sekaligus.`,

  // Accounts.
  'sign-in-wrong': () => 'Alamat surel atau kata sandi salah.',
  'sign-in-again': () => 'Langkah masuk ini sudah kedaluwarsa. Masuk lagi dengan surel dan kata sandi.',
  'password-wrong': () => 'Kata sandi salah.',
  'password-guessable': () =>
    'Kata sandi ini mudah ditebak: jangan memakai nama, surel, kata umum, atau deretan tombol. Beberapa kata acak yang panjang sudah cukup.',
  'code-wrong': () =>
    'Kode salah atau sudah kedaluwarsa. Periksa jam ponsel Anda, lalu masukkan kode yang baru.',
  'too-many-attempts': ({ minutes }: { minutes: number }) =>
    `Terlalu banyak percobaan. Coba lagi dalam ${minutes} menit.`,
  'email-taken': () => 'Alamat surel ini sudah memiliki akun.',
  'email-needed': () => 'Sebutkan alamat surel Anda.',
  'key-unknown': () => 'Kunci ini salah, dicabut, atau kedaluwarsa. Buat kunci baru di halaman kunci.',
  'no-key': ({ id }: { id: string }) => `Tidak ada kunci ${id} yang masih berlaku.`,
  'no-member': ({ id }: { id: string }) => `Tidak ada pengguna ${id}.`,
  'no-invitation': ({ id }: { id: string }) => `Tidak ada undangan ${id} yang masih terbuka.`,
  'no-session': ({ id }: { id: string }) => `Tidak ada sesi ${id}.`,
  'changed-meanwhile': () => 'Keadaannya sudah berubah sejak halaman ini dibuka. Muat ulang, lalu coba lagi.',
  'last-administrator': () =>
    'Ini administrator terakhir untuk semua instansi. Beri orang lain peran itu lebih dahulu.',
  'no-sso-here': () => 'Masuk tunggal (SSO) tidak tersedia di sini. Masuklah dengan surel dan kata sandi.',
  'link-spent': () =>
    'Tautan ini sudah dipakai, dicabut, atau kedaluwarsa. Minta yang baru kepada administrator.',
  'no-accounts-here': () => 'Server ini dijalankan tanpa akun.',
  'foreign-origin': () =>
    'Permintaan ini datang dari situs lain, jadi tidak dijalankan. Buka halamannya di sini.',

  // Requests and uploads.
  'push-full': () =>
    'Terlalu banyak kiriman sedang menunggu; belum ada yang ditulis. Kirim lagi sebentar lagi.',
  'push-waited': () =>
    'Impor besar sedang berjalan; kiriman ini belum ditulis. Kirim lagi sebentar lagi, dengan isi yang sama.',
  'push-stopping': () => 'Server sedang berhenti; kiriman ini belum ditulis. Kirim lagi sebentar lagi.',
  'push-body': ({ reason }: { reason: string }) =>
    `Isi kiriman bukan JSON yang sah (${reason}). Kirim satu objek, sebuah daftar, atau { "items": [...] }.`,
  'push-too-large': ({ megabytes }: { megabytes: number }) =>
    `Isi kiriman lebih besar daripada ${megabytes} MB. Kirim dalam beberapa bagian, atau sebagai application/x-ndjson.`,
  'push-too-deep': ({ depth }: { depth: number }) =>
    `JSON bersarang lebih dari ${depth} tingkat. Kirim objek yang datar.`,
  'push-key-long': ({ max }: { max: number }) => `Idempotency-Key paling panjang ${max} huruf.`,
  'push-coding': ({ coding }: { coding: string }) =>
    `Content-Encoding “${coding}” tidak dibaca. Kirim apa adanya, atau dengan gzip.`,
  'push-not-gzip': () =>
    'Isi kiriman tidak dapat dibuka sebagai gzip. Kirim lagi seutuhnya; yang sudah dijawab tidak perlu diulang.',
  'push-key-stream': () =>
    'Idempotency-Key hanya untuk JSON. Baris NDJSON boleh dikirim ulang: kunci tiap data membuatnya tidak terhitung dua kali.',
  'push-key-reused': () =>
    'Idempotency-Key ini sudah dipakai untuk kiriman lain. Pakai kunci baru untuk isi yang baru.',
  'push-key-running': () => 'Kiriman dengan Idempotency-Key ini masih diproses. Tunggu jawabannya.',
  'no-webhook': ({ id }: { id: string }) => `Tidak ada webhook atau kiriman ${id}.`,
  'webhook-inside': ({ host }: { host: string }) =>
    `${host} menuju mesin ini atau jaringan dalam. Pakai alamat yang terjangkau dari internet; penerima di jaringan sendiri memerlukan TERUKUR_PRIVATE_WEBHOOKS=on di server.`,
  'webhook-disabled': () => 'Webhook ini dihentikan karena terus gagal. Aktifkan kembali dahulu.',
  'no-fact': ({ key }: { key: string }) => `Tidak ada data dengan kunci ${key}.`,
  'sign-in-needed': () => 'Masuk dahulu, atau kirim kunci: “Authorization: Bearer …”.',
  'not-allowed': ({ action }: { action: string }) =>
    `Peran Anda tidak mencakup ini di sini (${action}). Minta peran itu kepada administrator.`,
  'mail-address': () => 'Alamat surel tidak sah. Isi satu alamat seperti nama@instansi.go.id.',
  'request-refused': ({ reason }: { reason: string }) =>
    reason ? `Permintaan ditolak (${reason}).` : 'Permintaan ditolak.',
  'our-fault': () => 'Terjadi kesalahan di pihak kami. Sebutkan nomor permintaan saat melaporkannya.',
  'form-expected': () => 'Kirim multipart/form-data dengan “mapping” dan satu atau beberapa “file”.',
  'field-too-long': ({ name, bytes }: { name: string; bytes: number }) =>
    `“${name}” lebih panjang daripada ${bytes} bita. Kirim sebagai berkas.`,
  'too-many-files': ({ max }: { max: number }) =>
    `Paling banyak ${max} berkas diterima sekaligus. Kirim secara bertahap.`,
  'upload-cut': ({ reason }: { reason: string }) =>
    `Unggahan terputus atau bukan formulir yang sah (${reason}).`,
  'disk-full-upload': () =>
    'Disk server penuh; tidak ada yang diterima. Kosongkan sebagian ruang, lalu coba lagi.',
  'file-expected': () => 'Kirim sedikitnya satu “file”.',
  'mapping-expected': () => 'Kirim “mapping” berisi dokumen pemetaan sebagai JSON.',
  'mapping-not-json': ({ reason }: { reason: string }) => `Pemetaan bukan JSON yang sah: ${reason}`,
  'dataset-differs': ({ dataset, known }: { dataset: string; known: readonly string[] }) =>
    `dataset: pemetaan ini untuk “${dataset}”; salah satu dari ${known.join(', ')} harus sesuai dengannya.`,

  // An import in preparation.
  'draft-too-large': ({ gigabytes }: { gigabytes: number }) =>
    `Paling banyak ${gigabytes} GB diterima sekaligus. Bagi berkasnya.`,
  'too-many-drafts': ({ max }: { max: number }) =>
    `Anda sudah memiliki ${max} rancangan impor. Selesaikan atau buang salah satunya.`,
  'draft-files-differ': ({ file, header }: { file: string; header: string }) =>
    `${file} tidak memiliki kolom “${header}” seperti berkas pertama. Berkas dalam satu impor harus berkolom sama; kirim yang lain secara terpisah.`,
  'draft-not-ready': ({ stage }: { stage: string }) =>
    `Rancangan ini sedang dalam tahap “${stage}”; langkah ini belum atau tidak lagi mungkin.`,
  'mapping-changed': () =>
    'Pemetaan ini sudah diubah oleh orang lain. Muat ulang, lalu ulangi perubahan Anda.',
  'no-choice': ({ field }: { field: string }) => `“${field}” bukan bidang pilihan pada rancangan ini.`,
  'no-memory': ({ id }: { id: string }) => `Tidak ada pemetaan tersimpan ${id}.`,
  'draft-runs': () => 'Rancangan ini sedang diperiksa. Tunggu sampai selesai.',
  'no-check': () => 'Periksa rancangan ini dahulu.',
  'too-many-columns': ({ file, columns, max }: { file: string; columns: number; max: number }) =>
    `${file} memiliki ${columns} kolom; paling banyak ${max} dapat dipetakan di sini. Periksa pemisah kolomnya, atau kirim hanya kolom yang diperlukan.`,
  'part-size': ({ part, bytes }: { part: number; bytes: number }) =>
    `Bagian ${part} harus tepat ${bytes} bita. Kirim lagi bagian itu.`,
  'part-digest': ({ part }: { part: number }) =>
    `Bagian ${part} berubah di perjalanan. Kirim lagi bagian itu.`,

  // Files of an import.
  'file-empty': ({ file }: { file: string }) =>
    `${file} kosong. Kirim dengan baris judul kolom dan baris isinya.`,
  'file-not-text': ({ file }: { file: string }) => `${file} bukan berkas teks. Kirim CSV atau TSV.`,
  'file-bomb': ({ file, megabytes }: { file: string; megabytes: number }) =>
    `${file} mengembang menjadi lebih dari ${megabytes} MB ketika dibuka kompresinya. Kirim berkas tanpa kompresi, atau bagi menjadi beberapa.`,
  'file-damaged': ({ file, reason }: { file: string; reason: string }) =>
    `${file} rusak dan tidak dapat dibuka kompresinya (${reason}). Kompres ulang berkasnya.`,
  'file-format': ({ file }: { file: string }) =>
    `${file}: format ini belum didukung. Kirim .xlsx, .ods, .csv, .tsv, .json, .ndjson (yang teks boleh dengan .gz), atau .parquet.`,
  'xlsx-locked': ({ file }: { file: string }) =>
    `${file} dilindungi kata sandi atau berkas .xls lama. Simpan sebagai .xlsx tanpa kata sandi.`,
  'xlsx-damaged': ({ file, reason }: { file: string; reason: string }) =>
    `${file} rusak atau bukan buku kerja (${reason}). Buka lalu simpan ulang sebagai .xlsx.`,
  'sheet-too-long': ({ rows }: { rows: number }) =>
    `Satu lembar kerja memuat paling banyak ${rows} baris. Persempit pilihan, atau ambil CSV atau Parquet.`,
  'xlsx-too-large': ({ file }: { file: string }) =>
    `${file} terlalu besar setelah dibuka kompresinya. Simpan lembarnya sebagai .csv, lalu kirim berkas itu.`,
  'no-sheet': ({ file, sheet, known }: { file: string; sheet: string; known: readonly string[] }) =>
    `${file} tidak memiliki lembar “${sheet}”. Lembarnya: ${known.join(', ')}.`,
  'no-records': ({ file }: { file: string }) =>
    `${file} tidak memuat daftar catatan di tempat yang dicari. Sebutkan tempatnya lewat format.records, misalnya "data.items".`,
  'json-too-large': ({ file, megabytes }: { file: string; megabytes: number }) =>
    `${file} lebih besar daripada ${megabytes} MB. Kirim sebagai .ndjson, satu catatan per baris.`,
  'no-header': ({ file }: { file: string }) => `${file} tidak memiliki baris judul kolom.`,
  'no-rows': ({ file }: { file: string }) =>
    `${file} hanya berisi judul kolom tanpa baris. Kirim beserta barisnya.`,
  'encoding-unknown': ({ label }: { label: string }) =>
    `format.encoding: “${label}” tidak dikenal. Pakai utf-8, utf-16le, utf-16be, atau windows-1252.`,
  'header-unknown': (about: {
    file: string
    header: string
    near: string | null
    shown: readonly string[]
    total: number
  }) => {
    const hint = about.near ? ` Apakah maksudnya “${about.near}”?` : ''
    const more = about.total > about.shown.length ? `, … (${about.total} kolom)` : ''
    return `${about.file} tidak memiliki kolom “${about.header}”.${hint} Kolomnya: ${about.shown.join(', ')}${more}.`
  },
  'header-doubled': ({ file, header, places }: { file: string; header: string; places: readonly number[] }) =>
    `${file} memiliki lebih dari satu kolom “${header}”. Sebutkan nomornya: ${places.join(' atau ')}.`,
  'dates-unknown': ({ column, example }: { column: string; example: string }) =>
    `Tanggal di kolom “${column}” tidak dikenali (misalnya “${example}”). Isi format.datetime, misalnya dd/MM/yyyy HH:mm.`,
  'dates-ambiguous': ({ column, example, year }: { column: string; example: string; year: string }) =>
    `Tanggal di kolom “${column}” dapat dibaca dengan hari atau bulan di depan (misalnya “${example}”). Tentukan: format.datetime “dd/MM/${year}” atau “MM/dd/${year}”.`,
  'datetime-letter': ({ letter, pattern }: { letter: string; pattern: string }) =>
    `format.datetime: “${letter}” dalam “${pattern}” tidak dipahami; apit teks biasa dengan tanda kutip.`,
  'column-object': () => 'Pemetaan: objek kolom memerlukan column, anyOf, template, atau from.',
  'mapping-for-other': ({ dataset, asked }: { dataset: string; asked: string }) =>
    `Pemetaan ini untuk “${dataset}”, padahal yang diminta “${asked}”.`,
  'lookup-undelivered': ({ name, file }: { name: string; file: string }) =>
    `lookups.${name}: kirim ${file} bersama pemetaan.`,
  'lookup-not-beside': ({ name, file }: { name: string; file: string }) =>
    `lookups.${name}: berkas ${file} tidak ada di samping pemetaan.`,
  'lookup-column': ({ name, column }: { name: string; column: string }) =>
    `lookups.${name}.on: tidak ada kolom “${column}”.`,
  'sender-gone': () =>
    'Pengirim tidak lagi menjadi anggota instans ini, jadi tidak ada yang dilakukan. Minta orang lain yang berhak mengirim ulang.',
  'sender-key-ended': () =>
    'Kunci API pengirim sudah dicabut atau berakhir, jadi tidak ada yang dilakukan. Kirim ulang dengan kunci yang berlaku.',
  'sender-rights-ended': () =>
    'Pengirim tidak lagi memiliki peran yang diperlukan, jadi tidak ada yang dilakukan. Minta peran itu kepada administrator, lalu kirim ulang.',
  'no-undo': (_: { id: string }) => 'Impor ini tidak sedang dan belum pernah diurungkan.',
  'undo-broke': () => 'Pembatalan gagal di pihak kami; tidak ada yang diubah. Coba lagi.',
  'body-too-large': ({ megabytes }: { megabytes: number }) =>
    `Isi permintaan lebih dari ${megabytes} MB. Kirim lebih sedikit sekaligus.`,
  'import-broke': () => 'Impor gagal di pihak kami; tidak ada yang ditulis.',

  // The database and the process.
  'server-runs-already': ({ address }: { address: string }) =>
    `Server sudah berjalan pada basis data ini: ${address}. Pakai server itu, atau hentikan dahulu.`,
  'data-folder-taken': ({ path }: { path: string }) =>
    `Server lain memakai folder data ${path}. Setiap server perlu folder sendiri (TERUKUR_DATA_DIR), atau hentikan dahulu server itu.`,
  'database-url': () =>
    'DATABASE_URL harus berupa duckdb:PATH, duckdb::memory:, atau postgres://user:password@host/name.',
  'database-locked': ({ path }: { path: string }) =>
    `Proses lain sedang membuka basis data ${path}. Hentikan proses itu, atau biarkan perintah ini berbicara dengan server yang berjalan.`,
  'database-newer-engine': ({ path }: { path: string }) =>
    `Basis data ${path} ditulis oleh versi mesin penyimpanan yang lebih baru. Perbarui Terukur, atau pulihkan cadangan.`,
  'database-foreign': ({ path }: { path: string }) =>
    `Berkas ${path} bukan basis data Terukur. Arahkan DATABASE_URL ke tempat lain, atau pulihkan cadangan.`,
  'database-unwritable': ({ path }: { path: string }) =>
    `Basis data ${path} tidak dapat ditulis. Periksa pemilik dan izin berkasnya.`,
  'database-unopened': ({ path, reason }: { path: string; reason: string }) =>
    `Basis data ${path} tidak dapat dibuka: ${reason}`,
  'database-newer': () =>
    'Basis data ini ditulis oleh versi Terukur yang lebih baru. Perbarui programnya, atau pulihkan cadangan.',
  'postgres-unreachable': ({ reason }: { reason: string }) =>
    `PostgreSQL tidak dapat dihubungi (${reason}). Periksa DATABASE_URL.`,
  'postgres-backup': () =>
    'PostgreSQL memiliki alatnya sendiri untuk ini: pg_dump, atau cadangan dari penyedia Anda.',
  'move-unfinished': () =>
    'Basis data ini baru terisi sebagian: pemindahan ke sini terputus. Jalankan lagi “terukur move --to …” dengan DATABASE_URL yang lama; sampai selesai, pakai basis data yang lama.',
  'move-runs': () => 'Pemindahan lain sedang mengisi basis data ini. Tunggu sampai selesai.',
  'move-to': () => '--to harus berupa postgres://user:password@host/name.',
  'move-from': () =>
    'Hanya basis data DuckDB dalam berkas yang dapat dipindahkan. Untuk memindahkan PostgreSQL, pakai pg_dump dan pg_restore.',
  'move-no-source': ({ path }: { path: string }) =>
    `Tidak ada basis data di ${path}. Periksa DATABASE_URL dan TERUKUR_DATA_DIR.`,
  'move-server-runs': ({ address }: { address: string }) =>
    `Server pada ${address} sedang memakai basis data ini. Hentikan dahulu: selama pemindahan tidak boleh ada yang menulis.`,
  'move-source-old': () =>
    'Basis data ini belum sesuai dengan versi program. Jalankan “terukur migrate” dahulu, lalu pindahkan.',
  'move-target-unreachable': ({ reason }: { reason: string }) =>
    `PostgreSQL tujuan tidak dapat dihubungi (${reason}). Periksa alamat pada --to.`,
  'move-target-full': ({ tables }: { tables: readonly string[] }) =>
    `Basis data tujuan tidak kosong (${tables.join(', ')}, …). Buat basis data baru yang kosong; tidak ada yang diubah.`,
  'move-target-unfit': (about: { version: number; encoding: string; oldest: number }) =>
    `Basis data tujuan adalah PostgreSQL ${about.version} dengan pengodean ${about.encoding}. Diperlukan PostgreSQL ${about.oldest} atau lebih baru dengan UTF8.`,
  'move-table': ({ table, reason }: { table: string; reason: string }) =>
    `${table} tidak dapat disalin: ${reason}. Basis data lama tidak berubah. Perbaiki sebabnya (“terukur doctor” memeriksa basis data lama), lalu jalankan lagi.`,
  'move-differs': ({ what }: { what: string }) =>
    `Hasil pemindahan berbeda dari asalnya: ${what}. Basis data lama tidak berubah dan tetap dapat dipakai; yang baru tetap ditandai belum selesai.`,
  'backup-exists': ({ path }: { path: string }) =>
    `${path} sudah ada. Sebutkan berkas lain, atau hapus dahulu.`,
  'backup-unwritable': (about: { target: string; reason: string; name: string; folder: string }) =>
    `Cadangan tidak dapat ditulis ke ${about.target} (${about.reason}). Cadangan itu ada di ${about.folder} dengan nama ${about.name}.`,
  'port-in-use': ({ port }: { port: number | undefined }) =>
    `Porta ${port} sedang dipakai. Hentikan program lain itu, atau atur PORT ke porta yang bebas.`,
  'address-foreign': ({ reason }: { reason: string }) =>
    `Alamat yang akan didengarkan bukan milik mesin ini (${reason}). Periksa HOST.`,
  'port-not-allowed': ({ reason }: { reason: string }) =>
    `Tidak diizinkan (${reason}). Periksa PORT: di bawah 1024 diperlukan hak khusus.`,
  'path-not-allowed': ({ path, code }: { path: string; code: string }) =>
    `${path} tidak dapat ditulis atau dibaca (${code}). Periksa pemilik dan izinnya, atau atur TERUKUR_DATA_DIR ke folder lain.`,
  'path-unusable': ({ path, reason }: { path: string | undefined; reason: string }) =>
    `${path ?? 'Suatu lokasi'} tidak dapat dipakai (${reason}). Periksa lokasinya dan TERUKUR_DATA_DIR.`,
  'disk-full': () =>
    'Disk penuh: kosongkan sebagian ruang, lalu jalankan lagi. Tidak ada yang ditulis, tidak ada yang hilang.',
  'cannot-start': ({ reason }: { reason: string }) => `Terukur tidak dapat dijalankan. ${reason}`,
  'stopped-uncleanly': ({ reason }: { reason: string }) => `Terukur tidak berhenti dengan bersih: ${reason}`,

  // The command line.
  'no-command': ({ name }: { name: string }) => `Tidak ada perintah “${name}”.`,
  'usage-dataset': ({ known }: { known: readonly string[] }) =>
    `DATASET harus salah satu dari ${known.join(', ')}.`,
  'usage-file': () => 'Sebutkan sedikitnya satu berkas.',
  'usage-mapping': () => 'Sebutkan pemetaan dengan --mapping FILE.',
  'usage-undo': () => 'Dengan --undo sebutkan impornya saja, tanpa berkas.',
  'usage-server': ({ server }: { server: string }) =>
    `--server: “${server}” bukan alamat. Tulis seperti https://terukur.example.go.id.`,
  'usage-move': () => 'Sebutkan tujuannya dengan --to postgres://…',
  'usage-key': ({ server }: { server: string }) =>
    `Beri kunci untuk ${server} dengan --key atau TERUKUR_KEY.`,
  'folder-empty': ({ path, leftOut }: { path: string; leftOut: readonly string[] }) =>
    `Folder ${path} tidak berisi berkas dengan format yang dapat dibaca${leftOut.length > 0 ? ` (isinya ${leftOut.join(', ')})` : ''}. Kirim .csv, .tsv, .ndjson, .json, .xlsx, .ods, atau .parquet.`,
  'usage-trust': () =>
    '--trust menerima kunci publik (44 tanda, base64) atau namanya (16 angka heksadesimal).',
  'usage-at-least': () => '--at-least menerima kode rilis, misalnya 2026-10, atau KODE@SHA256.',
  'usage-verify': () => 'Sebutkan satu yang diperiksa: DIR_OR_URL, --releases, atau --audit.',
  'usage-export': () => 'Sebutkan satu folder tempat rilis ditulis.',
  'folder-not-empty': ({ path }: { path: string }) => `Folder ${path} tidak kosong. Pilih folder baru.`,
  'no-package': ({ path }: { path: string }) =>
    `${path} bukan folder maupun alamat. Sebutkan folder dari terukur export, atau alamat https.`,
  'no-releases': () => 'Belum ada rilis yang diterbitkan.',
  'audit-whole': ({ rows }: { rows: number }) => `Jejak audit utuh: ${rows} baris.`,
  'audit-broken': (about: { sequence: number; kind: 'removed' | 'altered' | 'added'; auditId: string }) =>
    `Jejak audit rusak pada baris ${about.sequence} (${about.auditId}): ${{ removed: 'baris dihapus', altered: 'baris diubah', added: 'baris disisipkan' }[about.kind]}.`,
  'usage-options': ({ reason }: { reason: string }) => `Perintah tidak dipahami: ${reason}`,
  'file-unreadable': ({ path }: { path: string }) => `Berkas ${path} tidak dapat dibaca. Periksa namanya.`,
  'mapping-unreadable': ({ path }: { path: string }) =>
    `Pemetaan ${path} tidak dapat dibaca. Periksa namanya.`,
  'mapping-file-not-json': ({ path, reason }: { path: string; reason: string }) =>
    `Pemetaan ${path} bukan JSON yang sah: ${reason}`,
  stopped: () => 'Dihentikan: tidak ada yang ditulis. Jalankan lagi perintahnya.',
  'server-silent': ({ address }: { address: string }) =>
    `Server di ${address} tidak menjawab. Coba lagi, atau jalankan ulang server itu.`,
  'server-silent-here': ({ pid, address, file }: { pid: number; address: string; file: string }) =>
    `Server basis data ini (proses ${pid}, ${address}) tidak menjawab. Tunggu sampai berjalan lagi; jika proses itu bukan milik Terukur, hapus ${file}.`,
  'server-silent-there': ({ address }: { address: string }) =>
    `Server di ${address} tidak menjawab. Periksa alamat dan sambungannya; tidak ada yang terkirim.`,
  'upload-broke-off': ({ address }: { address: string }) =>
    `Sambungan ke ${address} terputus sebelum kiriman dikonfirmasi: seluruhnya masuk, atau tidak sama sekali. Tidak ada yang dilanjutkan; jalankan perintah yang sama lagi, dan yang sudah ada tidak berubah.`,
  'server-stopped': ({ id }: { id: string }) =>
    `Server berhenti sebelum impor selesai. Tidak ada yang hilang: jalankan lagi server itu, dan impor ${id} akan dimulai lagi dengan sendirinya.`,
  'server-leads-elsewhere': ({ address, to }: { address: string; to: string }) =>
    `Server di ${address} mengalihkan ke ${to}. Pakai alamat itu jika memang itu yang dimaksud; belum ada yang diperiksa.`,
  'server-no-terukur': () =>
    'Yang menjawab di sana bukan Terukur, atau tidak menyebut rilisnya. Periksa alamatnya.',
  'server-answered': ({ status }: { status: number }) => `Server menjawab ${status}.`,
  /** a sentence that the server has given in the language of whoever asked */
  'server-said': ({ sentence }: { sentence: string }) => sentence,
  'import-failed': () => 'Impor gagal.',
  'import-undone': ({ when }: { when: Said }) => `Impor ini sudah diurungkan pada ${when.id}.`,
  'import-wrote-nothing': () => 'Impor ini tidak menulis apa pun, jadi tidak ada yang diurungkan.',
  'erase-imports-waiting': ({ n }: { n: number }) =>
    `${n} impor sedang berjalan dan dapat membawa data itu kembali. Ulangi penghapusan setelah selesai.`,
  'nothing-held': () =>
    'Tidak ada data dengan nomor itu. Periksa penulisannya, juga huruf besar dan nol di depan.',
  'correction-invalid': () => 'Pembetulan ini tidak dapat disimpan; periksa isian yang ditandai.',
  'fact-expired': ({ ref }: { ref: string }) =>
    `“${ref}” bermula pada bulan yang data mentahnya sudah lewat masa simpan: angkanya tidak dapat ikut berubah.`,
  'facts-expired': ({ through }: { through: string }) =>
    `Data mentah sampai ${through} sudah lewat masa simpannya dan dihapus; pertanyaan ini dijawab dari data mentah. Tanyakan sesudah itu, atau per bulan tanpa kanal.`,
  'import-too-old': () =>
    'Impor ini terlalu lama untuk dibatalkan: keadaan sebelumnya tidak disimpan lagi. Perbaiki dengan kiriman baru.',
  'release-world-gone': ({ code }: { code: string }) =>
    `Tabel rilis “${code}” tidak disimpan di instans ini. Dokumennya tetap ada di /releases/${code}.`,
  'live-not-shown': () =>
    'Angka ini ditampilkan setelah dirilis. Hilangkan source=live untuk melihat rilis terbaru.',
  'not-in-release-facts': ({ code }: { code: string }) =>
    `Rilis “${code}” tidak memuat kasus satu per satu: angka per hari menurut layanan atau kanal, per pekan, waktu menurut kanal, dan mutu data tidak ada di dalamnya. Mintalah per bulan atau lebih panjang, tanpa kanal.`,
  'release-stopped': ({ stops }: { stops: readonly string[] }) =>
    `Tidak dapat dibekukan: ${stops.map((stop) => stopTexts[stop] ?? stop).join('; ')}.`,
  'release-late-agencies': ({ agencies }: { agencies: readonly string[] }) =>
    `Beri alasan untuk setiap instansi yang terlambat, atau tunggu datanya: ${someOf(agencies, `dan ${agencies.length - 10} lainnya`)}.`,
  'release-holds-unknown': ({ agency }: { agency: string }) =>
    `“${agency}” tidak mengirim data untuk rilis ini, atau disebut dua kali: tidak ada yang ditahan.`,
  'no-release': ({ code }: { code: string }) => `Tidak ada rilis “${code}”.`,
  'no-planned-release': ({ id }: { id: string }) => `Tidak ada rencana rilis “${id}”.`,
  'not-in-release': ({ code }: { code: string }) =>
    `Rilis ${code} tidak memuat itu: hanya bulan, triwulan, semester, tahun, semua dan rentang yang diberikan, tanpa kanal dan tanpa include.`,
  'no-release-part': ({ code, name }: { code: string; name: string }) =>
    `Rilis ${code} tidak punya bagian “${name}”.`,
  'freeze-broke': () =>
    'Pembekuan gagal karena kesalahan di server; tidak ada yang berubah. Coba lagi, dan lihat log bila terulang.',
  'freeze-interrupted': () =>
    'Pembekuan terputus karena server berhenti; tidak ada yang berubah. Mulai lagi.',
  'release-published': ({ code }: { code: string }) =>
    `Rilis ${code} sudah terbit dan tidak berubah lagi; buat revisi.`,
  'signing-key-missing': ({ keyId }: { keyId: string }) =>
    `Kunci penanda tangan rilis ${keyId} tidak ada di sini. Pulihkan folder release-keys di folder data (atau TERUKUR_SIGNING_KEY_FILE).`,
  'import-released': () =>
    'Rilis yang sudah terbit memakai impor ini, jadi tidak dapat diurungkan. Perbaiki dengan kiriman baru.',
  'import-changed-since': () =>
    'Data dari impor ini sudah diubah dengan cara lain, jadi tidak dapat diurungkan seluruhnya. Perbaiki dengan kiriman baru.',
  'import-rested-on': ({ imports, total }: { imports: readonly ImportMention[]; total: number }) =>
    `Impor yang lebih baru bergantung padanya: ${imports.map(mention).join('; ')}${total > imports.length ? `; dan ${total - imports.length} lagi` : ''}. Urungkan yang lebih baru dahulu, mulai dari yang terakhir.`,
}

export type RefusalsTexts = typeof refusals

/** What is wrong with one field: the end of a sentence that begins with its name. */
export const faults = {
  'not-one-of': ({ value, choices }: { value: unknown; choices: readonly string[] }) =>
    `“${value}” harus salah satu dari ${choices.join(', ')}`,
  'one-of': ({ choices }: { choices: readonly string[] }) => `harus salah satu dari ${choices.join(', ')}`,
  'some-of': ({ choices }: { choices: readonly string[] }) => `hanya boleh berisi ${choices.join(', ')}`,
  'star-or-some-of': ({ choices }: { choices: readonly string[] }) =>
    `harus * atau hanya berisi ${choices.join(', ')}`,
  'level-or-peers': () => 'berikan salah satu: level atau peers-of',
  'after-start': () => 'tidak boleh sesudah mulai berjalan',
  'kind-needs': () => 'wajib diisi untuk jenis target ini',
  'below-low': () => 'tidak boleh lebih kecil daripada batas bawah',
  'impossible-figure': ({ low, high }: { low: number | null; high: number | null }) =>
    `tidak mungkin untuk indikator ini (${low ?? '−∞'} sampai ${high ?? '∞'}; bagian ditulis 0,9, bukan 90)`,
  'reason-needed': () => 'tuliskan alasannya: target ini sudah ada sebelumnya',
  'floor-is-ceiling': () => 'tidak boleh sama dengan floor',
  'indicator-twice': () => 'menyebut sebuah indikator dua kali',
  'list-empty': () => 'harus menyebut sedikitnya satu',
  'years-outside': () => 'harus berada di antara tahun 1900 dan 2199',
  'before-from': () => 'tidak boleh sebelum from',
  period: () => 'harus seperti 2025-03, 2025-Q1, 2025-S1, atau 2025',
  'publish-at': () => 'harus seperti 2026-11-20T09:00 (zona waktu instans ini)',
  'instant-past': () => 'harus di masa depan',
  'month-open-then': () => 'harus sesudah bulan terakhir rilis itu berakhir',
  'submit-by-between': () => 'harus sesudah bulan terakhir berakhir, dan paling lambat hari rilis',
  month: () => 'harus seperti 2027-03',
  'plan-evidence': () => 'sebutkan bukti bahwa rencana ini selesai',
  'plan-obstacle': () => 'sebutkan kendala yang membuat rencana ini dihentikan',
  cursor: () => 'harus `next` dari halaman sebelumnya',
  slug: () => 'harus terdiri atas a–z, 0–9, dan tanda hubung tunggal',
  'database-url': () => 'harus duckdb:PATH, duckdb::memory:, atau postgres://…',
  'release-code': () => 'harus kode rilis seperti 2026-10 atau 2026-10-r1',
  'public-url': () => 'harus alamat pangkal seperti https://terukur.example.go.id, tanpa jalur',
  'url-password': () => 'tidak boleh memuat nama pengguna atau kata sandi',
  'smtp-url': () => 'harus smtp://USER:SANDI@HOST:PORT atau smtps://…',
  'mail-from': () =>
    'harus satu alamat, misalnya Terukur <no-reply@example.go.id>; wajib bila TERUKUR_SMTP_URL diisi',
  'self-needs-agency': () => 'perlu satu instansi: “self” hanya tentang instansi itu sendiri',
  'month-or-quarter': () => 'harus satu bulan (2026-10) atau triwulan (2026-Q3)',
  'period-ahead': () => 'periode ini belum mulai',
  'time-zone': () => 'harus zona waktu, misalnya Asia/Jakarta',
  currency: () => 'harus kode mata uang, misalnya IDR',
  email: () => 'harus alamat surel, misalnya nama@contoh.go.id',
  'name-length': () => 'harus 1 sampai 120 huruf dalam satu baris',
  code: () => 'harus enam angka, atau sebuah kode cadangan',
  'password-short': ({ min }: { min: number }) => `paling sedikit ${min} karakter`,
  'password-long': ({ max }: { max: number }) => `paling banyak ${max} karakter`,
  'oidc-issuer': () => 'harus https://… milik penyedia (http:// hanya untuk mesin ini sendiri)',
  'oidc-together': () =>
    'berikan TERUKUR_OIDC_ISSUER, TERUKUR_OIDC_CLIENT_ID, dan TERUKUR_OIDC_CLIENT_SECRET bersama-sama',
  'admin-pair': () => 'berikan TERUKUR_ADMIN_EMAIL dan TERUKUR_ADMIN_PASSWORD bersama-sama',
  'time-zone-unknown': ({ zone }: { zone: string }) =>
    `“${zone}” bukan zona waktu; tulis misalnya Asia/Jakarta`,
  'pattern-invalid': ({ pattern, reason }: { pattern: string; reason: string }) =>
    `“${pattern}” bukan pola yang sah (${reason})`,
  'no-header-matches': ({ pattern, file }: { pattern: string; file: string }) =>
    `“${pattern}” tidak cocok dengan satu kolom pun di ${file}`,
  'measure-empty': () => 'harus memberi sebuah bidang dari himpunan ini',
  'pattern-expected': () => 'harus berupa pola judul kolom',
  'field-unknown': ({ near, known }: { near: string | undefined; known: readonly string[] }) =>
    near
      ? `tidak dikenal; apakah maksudnya ${near}?`
      : `tidak dikenal; bidang yang dikenal ialah ${known.join(', ')}`,
  'field-required': () => 'wajib ada: petakan sebuah kolom atau beri konstanta',
  'one-required': ({ choices }: { choices: readonly string[] }) =>
    `salah satu wajib ada: ${choices.join(', ')}`,
  'scale-required': () => 'wajib ada bersama score: [terendah, tertinggi]',
  'scale-order': () => 'harus [terendah, tertinggi]',
  'source-required': () =>
    'wajib ada pada mode snapshot: nama himpunan yang seluruh isinya dimuat berkas ini',
  'mark-twice': ({ mark }: { mark: string }) =>
    `“${mark}” juga menjadi tanda desimal; atur format.decimal ke tanda yang lain`,
  'covers-order': () => 'harus [hari pertama, hari terakhir]',
  'date-order': ({ example }: { example: string }) =>
    `“${example}” dapat dibaca dengan hari atau bulan di depan; tentukan yang mana`,
  'year-open': () => 'berkas menyebut bulan tanpa tahun; sebutkan tahunnya',
  'number-marks': ({ example }: { example: string }) =>
    `“${example}” dapat berarti seribu lebih atau satu lebih; tentukan yang mana`,
  'shares-open': () => 'sebagian angka persen lebih dari 1 dan sebagian tidak; tentukan cara penulisannya',
  'number-only': () => 'hanya untuk bidang yang berisi angka',
  'from-ref-only': () => 'hanya untuk ref',
  'column-needed': () => 'memerlukan column, anyOf, template, atau (untuk ref) from',
  delimiter: () => 'harus satu karakter, misalnya "," atau "\\t"',
}

export type FaultsTexts = typeof faults
