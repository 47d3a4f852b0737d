import { plainHeader } from './field-words.ts'

// What offices call the figures of the product. A name is only offered: a person sees it and may say otherwise, and what
// they leave is written into the mapping, so that no mapping of before means something else.

const IN = '(masuk|diterima|diajukan|received|submitted|incoming)'
const OUT = '(selesai|terbit|diselesaikan|diterbitkan|completed|finished|issued)'
const CASES =
  '(permohonan|berkas|pengajuan|pemohon|layanan|pelayanan|izin|dokumen|cases|applications|requests)'

/** By the whole name in plain words. */
const WORDS: readonly (readonly [id: string, pattern: RegExp])[] = [
  [
    'satisfaction-index',
    /^(nilai |indeks |skor )?(ikm|skm|indeks kepuasan( masyarakat)?( ikm| skm)?|survei kepuasan masyarakat|ikm unit pelayanan)$/,
  ],
  [
    'received',
    new RegExp(
      `^(jumlah |total |banyaknya )?(${CASES} )?${IN}$|^(jumlah|total) (permohonan|pemohon|pengajuan)$`,
    ),
  ],
  ['completed', new RegExp(`^(jumlah |total |banyaknya )?(${CASES} (yang )?)?${OUT}$`)],
  ['backlog', new RegExp(`^(jumlah |total )?(tunggakan|backlog|${CASES} belum selesai)$`)],
  [
    'on-time-rate',
    new RegExp(
      `^(persentase |persen |tingkat )?((penyelesaian|${CASES}) )?(yang )?tepat waktu$|^ketepatan waktu( (penyelesaian|${CASES}))?$|^on time( rate)?$`,
    ),
  ],
  ['respondents', /^(jumlah |total )?(responden|respondents)$/],
]

/** The figure of the product that a name of a file most likely is; null: none. */
export function builtInOf(name: string): string | null {
  const plain = plainHeader(name)
  return WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
}

/** What titles speak of, in any other words. */
const TITLES: readonly (readonly [id: string, pattern: RegExp])[] = [
  ['satisfaction-index', /\b(ikm|skm|indeks kepuasan|survei kepuasan)\b/],
  ['received', new RegExp(`\\b${CASES}( \\w+)? (yang )?${IN}\\b`)],
  ['completed', new RegExp(`\\b${CASES}( \\w+)? (yang )?${OUT}\\b`)],
]

/** The one that a title tells: `Rekapitulasi Indeks Kepuasan Masyarakat (IKM)`, `Permohonan Izin Masuk`. null: none, or
 *  several. */
export function builtInTold(texts: readonly string[]): string | null {
  const titles = texts.map(plainHeader)
  const told = TITLES.filter(([, pattern]) => titles.some((title) => pattern.test(title)))
  return told.length === 1 ? told[0]![0] : null
}
