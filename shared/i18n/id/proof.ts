import type { SealFault } from '#shared/proof/check-seal.ts'
import type { Finding } from '#shared/proof/findings.ts'

type Code = Exclude<Finding['code'], SealFault>

/** What is said when a release is checked: on the command line and on its page. */
export const proof = {
  seal: {
    unreadable: 'Bukan rilis yang dapat dibaca.',
    'manifest-hash': 'Teks manifes tidak sesuai dengan SHA-256 yang disebut.',
    'manifest-not-canonical': 'Teks manifes bukan JSON kanonik.',
    signature: 'Tanda tangan tidak cocok dengan manifes dan kunci.',
    'key-id': 'Kunci bukan yang disebut dalam manifes.',
    'unknown-key': 'Ditandatangani dengan kunci lain dari yang dipercaya, dan tidak diteruskan darinya.',
    'key-unlisted': 'Kunci penandatangannya tidak ada dalam daftar kunci.',
    'key-endorsement': 'Sebuah kunci tidak diteruskan oleh kunci sebelumnya.',
    'previous-missing': 'Rilis sebelumnya tidak ada.',
    'previous-hash': 'Rilis sebelumnya bukan yang disebut dalam rantai.',
    'other-release': 'Ini rilis lain dari yang diminta.',
    'off-list': 'Ada dalam rantai, tetapi tidak lagi tercantum sebagai rilis.',
    'noted-missing':
      'Rilis yang terakhir dilihat ini bukan yang diperiksa dan tidak ada dalam rantai sebelumnya yang tersedia: yang ditunjukkan keadaan lama, atau rantai yang dimulai ulang.',
    'noted-other': 'Rilis yang terakhir dilihat ini sekarang lain: SHA-256-nya bukan yang dicatat.',
    'dated-back': 'Tanggalnya lebih awal dari rilis sebelumnya, atau bulannya tidak lebih baru.',
    'revision-form': 'Kode, jenis, yang dikoreksi, dan alasannya tidak saling cocok.',
    'off-chain': 'Tercantum sebagai rilis, tetapi rantai rilis terbaru tidak melaluinya.',
  } satisfies Record<SealFault, string>,
  findings: {
    'part-missing': 'Bagian ini tidak ada.',
    'part-hash': 'Isinya bukan yang ditandatangani: SHA-256 berbeda.',
    'part-twice': 'Manifes menyebut bagian ini beberapa kali.',
    'part-unreadable': 'Isinya tidak dapat dibaca.',
    'cell-unsound':
      'Sel ini memuat hal yang tidak mungkin: jumlah di bawah nol, atau bagian yang melebihi keseluruhannya.',
    'named-twice': 'Ada satu hal yang disebut dua kali di sini.',
    'manifest-differs': 'Manifes menyebut hal tentang bagian-bagiannya yang tidak ada di dalamnya.',
    'line-unreadable': 'Baris ini tidak dapat dibaca.',
    'line-not-canonical': 'Baris ini bukan JSON kanonik: pembaca lain dapat membaca hal lain darinya.',
    'line-twice': 'Angka ini disebut dua kali.',
    'unknown-indicator': 'Indikator baris ini tidak ada dalam definisi.',
    'unknown-agency': 'Instansi ini tidak ada dalam direktori rilis.',
    'unplaced-agency':
      'Instansi ini tidak di puncak dan tidak di bawah yang di puncak: angkanya tidak terhitung di mana pun.',
    'figure-missing': 'Angka ini dapat dihitung dari sel, tetapi tidak diterbitkan.',
    'change-differs': 'Catatan perubahan menyebut hal tentang angka ini yang tidak ada dalam rilis.',
    'change-missing': 'Angka ini berbeda dari rilis sebelumnya, tetapi tidak ada dalam catatan perubahan.',
    'figure-differs': 'Angka terbitan lain dari hasil hitung ulang.',
  } satisfies Record<Code, string>,
  files: {
    'file-missing': 'Berkas yang tercantum tidak ada.',
    'file-hash': 'Isi berkas lain dari saat diekspor: SHA-256 berbeda.',
    'file-bytes': 'Daftar menyebut jumlah bita yang lain dari isi berkas.',
    'file-extra': 'Berkas ini bukan bagian dari paket.',
    'zip-entry': 'Keterangan zip tentang berkas ini di satu tempat lain dari di tempat lainnya.',
    'zip-unreadable': 'Berkas zip tidak dapat dibuka di sini.',
    'manifest-copy': 'Salinan manifes ini bukan manifes yang ditandatangani.',
    'table-differs':
      'Tabel ini memuat hal lain dari bagian yang ditandatangani, atau ditulis oleh versi program lain dengan kolom lain.',
    'files-unmade': 'Berkas yang tidak ditandatangani tidak dapat dibuat ulang di sini untuk dicocokkan.',
    'list-missing':
      'Daftar berkas tidak ada: berkas di luar bagian yang ditandatangani tidak diketahui berubah atau tidak.',
    forked: 'Di sampingnya ada rilis lain dengan nomor yang sama: rantainya bercabang di sini.',
    'list-unreadable': 'Daftar berkas berubah atau tidak dapat dibaca.',
  },
  shownFaults: {
    'shown-differs': 'Angka ini ditampilkan lain dari yang ditandatangani.',
    'shown-missing': 'Angka ini ditandatangani, tetapi tidak ditampilkan.',
    'shown-unsigned': 'Angka ini ditampilkan, tetapi tidak ditandatangani.',
    'shown-twice': 'Satu angka ditampilkan beberapa kali.',
    'shown-unreadable': 'Jawabannya bukan yang diminta, dan tidak dicocokkan dengan apa pun.',
    'shown-listed': 'Daftar rilis menyebut hal yang tidak ada dalam manifesnya.',
    'shown-changes': 'Catatan perubahan yang ditampilkan bukan yang ditandatangani.',
  },
  shows: (field: string, shown: string, signed: string) =>
    `${field}: ditampilkan ${shown}, ditandatangani ${signed}`,
  more: (count: number) => `${count} lagi yang serupa.`,
  shown: (places: string) =>
    `Ditampilkan seperti yang ditandatangani atau disebut di atas, dicocokkan angka demi angka: ${places}. Halaman, gambar, dan berkas lain tidak dilihat.`,
  silent: (places: string) => `Tidak dijawab peladen, sehingga tidak dicocokkan dengan apa pun: ${places}`,
  fields: {
    agencies: 'instansi',
    readings: 'angka',
    changed: 'perubahan',
    asOf: 'data per',
    value: 'nilai',
    n: 'n',
    numerator: 'pembilang',
    denominator: 'penyebut',
    low: 'batas bawah',
    high: 'batas atas',
    missing: 'alasan kosong',
    reporting: 'unit melapor',
    expected: 'unit yang diharapkan',
    flags: 'catatan',
  },
  inLine: (line: number) => `baris ${line}`,
  differs: (field: string, published: string, recomputed: string) =>
    `${field}: terbit ${published}, dihitung ${recomputed}`,
  whole: (code: string, figures: string, parts: string) =>
    `Rilis ${code} utuh: ${figures} angka dihitung ulang dan sama, ${parts} bagian sesuai tanda tangan.`,
  broken: (code: string, findings: string) => `Rilis ${code}: ${findings} temuan.`,
  rest: (hidden: string, onHidden: string) =>
    `Disembunyikan karena terlalu sedikit orang: ${hidden}. Tidak dapat dihitung dari luar karena bertumpu pada yang disembunyikan: ${onHidden}.`,
  log: {
    first: (_: string) => 'Rilis pertama: belum ada catatan perubahan untuk diperiksa.',
    both: (previous: string) =>
      `Catatan perubahan memuat setiap perbedaan dari rilis ${previous}, dan tidak ada yang lain.`,
    this: (previous: string) =>
      `Rilis ${previous} tidak tersedia di sini: catatan perubahan hanya dicocokkan dengan angka rilis ini, sehingga perubahan yang tidak dicatat tidak ketahuan.`,
  },
  key: {
    trusted: (keyId: string) =>
      `Ditandatangani dengan kunci ${keyId}, yang dipercaya atau diteruskan darinya.`,
    unknown: (keyId: string) =>
      `Ditandatangani dengan kunci ${keyId}. Kunci itu baru berarti bila diketahui dari tempat lain: --trust ${keyId}`,
  },
  note: (code: string, sha256: string) => `Catat untuk pemeriksaan berikutnya: --at-least ${code}@${sha256}`,
  made: (files: string) =>
    `Selain bagian yang ditandatangani: ${files} berkas tanpa tanda tangan memuat persis yang keluar darinya.`,
  unproved: (names: string) =>
    `Tidak ditandatangani, dan tidak seperti yang ditulis program ini, sehingga isinya tidak terbukti: ${names}`,
  redefined: (ids: string) =>
    `Dihitung menurut definisi rilis itu sendiri, yang lain dari definisi program ini dengan versi yang sama: ${ids}`,
  unlisted: 'Tanpa files.json: hanya bagian yang ditandatangani yang diperiksa.',
  exported: (code: string, files: string, folder: string) => `Rilis ${code}: ${files} berkas di ${folder}.`,
  checking: (part: string) => `memeriksa ${part}`,
  writing: (file: string) => `menulis ${file}`,
}

export type ProofTexts = typeof proof
