import type { RawCase } from './raw-figures.ts'
import { localMoment } from './raw-time.ts'
import type { RawRecord } from './real-data.ts'

// An invented export in the manner of a city's service desk: hundreds of agencies, skewed sizes, long tails, open
// cases, remarks with commas, quotes and line breaks. The same seed gives the same records.

export const INVENTED_ZONE = 'Asia/Makassar'

export interface InventedSize {
  rows: number
  agencies: number
  services: number
}

/** mulberry32 */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const START = Date.UTC(2021, 0, 1)
const SPAN_SECONDS = 3 * 365 * 86_400
const REMARKS = [
  '',
  'sudah lengkap',
  'kurang, lihat lampiran; segera',
  'kata "segera"',
  'dua\nbaris',
  'Ñandú é ü',
]
const CHANNELS = ['Loket', 'ONLINE', 'Aplikasi', 'Telepon', '']

/** Times are local, `yyyy-MM-dd HH:mm:ss`. */
export function inventRecords(seed: number, size: InventedSize): RawRecord[] {
  const next = numbers(seed)
  const below = (n: number) => Math.floor(next() * n)
  return Array.from({ length: size.rows }, (_, i) => {
    const start = START + below(SPAN_SECONDS) * 1000
    const took = Math.round(-Math.log(1 - next()) * 500_000) * 1000
    const agency = Math.floor(next() ** 2 * size.agencies)
    return {
      'Nomor Tiket': String(10_000_000 + i),
      'Waktu Masuk': wall(start),
      'Waktu Selesai': next() < 0.93 ? wall(start + took) : '',
      'Batas Waktu': next() < 0.8 ? wall(start + (3 + below(10)) * 86_400_000) : '',
      'Kode OPD': `OPD ${String(agency).padStart(4, '0')}`,
      'Nama OPD': `Dinas Urusan "${agency}", Kabupaten é`,
      Layanan: `Layanan ${Math.floor(next() ** 3 * size.services)}`,
      Kanal: CHANNELS[below(CHANNELS.length)]!,
      Keterangan: REMARKS[below(REMARKS.length)]!,
    }
  })
}

const wall = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

export const INVENTED_MAPPING = {
  dataset: 'cases',
  source: 'invented',
  format: { timezone: INVENTED_ZONE, datetime: 'yyyy-MM-dd HH:mm:ss' } as Record<string, unknown>,
  columns: {
    ref: 'Nomor Tiket',
    agency: 'Kode OPD',
    agencyName: 'Nama OPD',
    service: 'Layanan',
    submittedAt: 'Waktu Masuk',
    completedAt: 'Waktu Selesai',
    dueAt: 'Batas Waktu',
    channel: 'Kanal',
  } as Record<string, unknown>,
  constants: { agencyParent: 'kota', calendar: 'monday-friday' },
  values: { channel: { Loket: 'counter', ONLINE: 'web', Aplikasi: 'mobile', '*': 'other' } },
  create: ['agency', 'service'],
}

const CHANNEL: Record<string, string | null> = {
  Loket: 'counter',
  ONLINE: 'web',
  Aplikasi: 'mobile',
  '': null,
}

export const inventedCases = (records: readonly RawRecord[]): RawCase[] =>
  records.map((record) => ({
    agency: record['Kode OPD']!,
    service: record.Layanan!,
    channel: CHANNEL[record.Kanal!] === undefined ? 'other' : CHANNEL[record.Kanal!]!,
    submitted: localMoment(record['Waktu Masuk']!, INVENTED_ZONE)!,
    completed: localMoment(record['Waktu Selesai']!, INVENTED_ZONE),
    due: localMoment(record['Batas Waktu']!, INVENTED_ZONE),
  }))

/** `OPD 0012` as the code of its agency. */
export const inventedCode = (agency: string): string => agency.toLowerCase().replace(' ', '-')
