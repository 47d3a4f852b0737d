import { describe, expect, it } from 'vitest'
import type { AgencyQuality } from '#shared/contract/quality.ts'
import { qualitySentence } from '#shared/i18n/quality-sentence.ts'
import { shareOf } from '#shared/stats/data-quality.ts'

const NOTHING: Omit<AgencyQuality, 'sentence'> = {
  agency: 'a',
  completeness: shareOf(0, 0),
  timeliness: null,
  validity: shareOf(0, 0),
  pushRefusals: [],
  duplicates: shareOf(0, 0),
  staleOpen: null,
  heaping: null,
  volumeBreaks: [],
  sample: null,
  publishedIndex: [],
}
const sample = { period: '2025', respondents: 40, population: 100, required: 80, isSufficient: false }

describe('qualitySentence', () => {
  it.each<[Partial<AgencyQuality>, string, string]>([
    [{}, 'Belum ada bulan yang diharapkan dilaporkan.', 'No month is expected to be reported yet.'],
    // What is right is not said.
    [
      { completeness: shareOf(12, 12), validity: shareOf(0, 900), sample: { ...sample, isSufficient: true } },
      '12 dari 12 bulan dilaporkan.',
      '12 of 12 months reported.',
    ],
    [
      {
        completeness: shareOf(11, 12),
        timeliness: { medianDays: 4.5, latestDays: 30, deliveries: 12 },
        validity: shareOf(18, 1200),
        volumeBreaks: [{ period: '2025-04', value: 100, usual: 30 }],
        sample,
      },
      '11 dari 12 bulan dilaporkan; biasanya datang 4,5 hari setelah masanya berakhir; 1,5% baris ditolak atau ' +
        'ditandai; 1 bulan dengan volume di luar kebiasaan; 40 responden pada 2025, kurang dari 80 yang diperlukan.',
      '11 of 12 months reported; median days from their end to arrival: 4.5; 1.5% of rows rejected or flagged; ' +
        'months of unusual volume: 1; 40 respondents in 2025, fewer than the 80 needed.',
    ],
  ])('of %j', (quality, indonesian, english) => {
    expect(qualitySentence('id', { ...NOTHING, ...quality })).toBe(indonesian)
    expect(qualitySentence('en', { ...NOTHING, ...quality })).toBe(english)
  })
})
