import { plainHeader } from './field-words.ts'

// What the values of a choice are called. A value is matched when it is one of the words, or holds one as a whole word;
// null: known, and means that there is none yet.

type Words = readonly (readonly [meaning: string | null, words: readonly string[]])[]

const CHANNEL: Words = [
  ['email', ['email', 'e mail', 'surel', 'surat elektronik', 'gmail']],
  [
    'mobile',
    ['mobile', 'aplikasi mobile', 'aplikasi', 'app', 'apps', 'android', 'ios', 'ponsel', 'hp', 'smartphone'],
  ],
  [
    'phone',
    ['phone', 'telepon', 'telpon', 'telefon', 'telp', 'tlp', 'call', 'call center', 'hotline', 'telephone'],
  ],
  [
    'web',
    [
      'web',
      'website',
      'situs',
      'situs web',
      'online',
      'daring',
      'portal',
      'internet',
      'self service',
      'oss',
      'laman',
      'elektronik',
    ],
  ],
  ['mail', ['mail', 'pos', 'surat', 'letter', 'post', 'kurir', 'fax', 'faks']],
  [
    'counter',
    [
      'counter',
      'loket',
      'tatap muka',
      'langsung',
      'datang langsung',
      'datang',
      'offline',
      'luring',
      'walk in',
      'in person',
      'kantor',
      'mpp',
      'mal pelayanan publik',
      'mall pelayanan publik',
      'front office',
      'manual',
      'kunjungan',
      'desk',
    ],
  ],
  [
    'other',
    [
      'other',
      'others',
      'lain',
      'lainnya',
      'lain lain',
      'whatsapp',
      'wa',
      'twitter',
      'facebook',
      'instagram',
      'media sosial',
      'sms',
      'employee generated',
      'maximo integration',
    ],
  ],
]

const OUTCOME: Words = [
  [
    'withdrawn',
    [
      'withdrawn',
      'dibatalkan',
      'batal',
      'dicabut',
      'ditarik',
      'ditarik pemohon',
      'mengundurkan diri',
      'cancelled',
      'canceled',
      'abandoned',
    ],
  ],
  [
    'rejected',
    [
      'rejected',
      'ditolak',
      'tolak',
      'penolakan',
      'denied',
      'refused',
      'declined',
      'tidak disetujui',
      'gagal',
      'disapproved',
      'tidak memenuhi syarat',
    ],
  ],
  [
    null,
    [
      'open',
      'opened',
      'new',
      'baru',
      'proses',
      'diproses',
      'dalam proses',
      'sedang diproses',
      'in progress',
      'pending',
      'menunggu',
      'verifikasi',
      'belum',
      'belum selesai',
      'assigned',
      'ditunda',
      'draft',
      'active',
      'aktif',
      'under review',
    ],
  ],
  [
    'completed',
    [
      'completed',
      'complete',
      'selesai',
      'closed',
      'close',
      'done',
      'finished',
      'resolved',
      'approved',
      'disetujui',
      'setuju',
      'diterima',
      'terbit',
      'diterbitkan',
      'issued',
      'granted',
      'dikabulkan',
      'tuntas',
    ],
  ],
]

const KIND: Words = [
  ['min', ['min', 'minimal', 'minimum', 'sekurangnya', 'at least', 'naik', 'makin besar makin baik']],
  [
    'max',
    ['max', 'maks', 'maksimal', 'maximum', 'paling lama', 'at most', 'turun', 'makin kecil makin baik'],
  ],
  ['range', ['range', 'rentang']],
  ['exact', ['exact', 'tepat']],
  ['text', ['text', 'teks', 'uraian']],
]

const WORDS: Readonly<Record<string, Words>> = { channel: CHANNEL, outcome: OUTCOME, kind: KIND }

/** What a value most likely means for a field, among its choices; undefined: nobody knows. */
export function meaningOf(
  field: string,
  value: string,
  choices: readonly string[],
): string | null | undefined {
  const written = value.trim().toLowerCase()
  const choice = choices.find((name) => name.toLowerCase() === written)
  if (choice !== undefined) return choice
  const words = WORDS[field]
  if (!words) return undefined
  const plain = plainHeader(value)
  const known = ([meaning]: readonly [string | null, readonly string[]]) =>
    meaning === null || choices.includes(meaning)
  const exact = words.find((entry) => known(entry) && entry[1].includes(plain))
  if (exact) return exact[0]
  // “Permohonan ditolak” holds a word; the longest words speak first, so that “belum selesai” is not “selesai”.
  const held = words
    .filter(known)
    .flatMap(([meaning, list]) => list.map((word) => ({ meaning, word })))
    .filter(({ word }) => word.length > 2 && ` ${plain} `.includes(` ${word} `))
    .sort((a, b) => b.word.length - a.word.length)[0]
  return held?.meaning
}
