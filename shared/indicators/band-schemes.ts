import type { BandRule } from './bands.ts'

// Bands of the national indices, as dated data: each rule with its day, how its bounds are meant, and whether scores go
// on across it. The newest first. Where only the year of a rule is known it begins on the first of January.
// `from`: the bound belongs to its band. `above`: it belongs to the band below.
// Sources beside each. Limit: bands of achievement are house style of two agencies, not law.

export const SATISFACTION_BANDS: readonly BandRule[] = [
  {
    rule: 'PermenPANRB 14/2017',
    validFrom: '2017-05-12',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'A', bound: 88.31, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'B', bound: 76.61, name: { id: 'Baik', en: 'Good' } },
      { grade: 'C', bound: 65, name: { id: 'Kurang baik', en: 'Poor' } },
      { grade: 'D', bound: 25, name: { id: 'Tidak baik', en: 'Bad' } },
    ],
  },
  {
    rule: 'KEP/25/M.PAN/2/2004',
    validFrom: '2004-02-24',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'A', bound: 81.26, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'B', bound: 62.51, name: { id: 'Baik', en: 'Good' } },
      { grade: 'C', bound: 43.76, name: { id: 'Kurang baik', en: 'Poor' } },
      { grade: 'D', bound: 25, name: { id: 'Tidak baik', en: 'Bad' } },
    ],
  },
]

/** AKIP evaluation, 0–100: exactly 90 is A, 90.01 is AA. */
const ACCOUNTABILITY: readonly BandRule[] = [
  {
    rule: 'PermenPANRB 88/2021',
    validFrom: '2021-01-01',
    bound: 'above',
    decimals: 2,
    floor: 0,
    bands: [
      { grade: 'AA', bound: 90, name: { id: 'Sangat memuaskan', en: 'Outstanding' } },
      { grade: 'A', bound: 80, name: { id: 'Memuaskan', en: 'Satisfactory, very high' } },
      { grade: 'BB', bound: 70, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'B', bound: 60, name: { id: 'Baik', en: 'Good' } },
      { grade: 'CC', bound: 50, name: { id: 'Cukup (memadai)', en: 'Adequate' } },
      { grade: 'C', bound: 30, name: { id: 'Kurang', en: 'Poor' } },
      { grade: 'D', bound: 0, name: { id: 'Sangat kurang', en: 'Very poor' } },
    ],
  },
]

/** IPP, public service index, 0–5. */
const PUBLIC_SERVICE: readonly BandRule[] = [
  {
    rule: 'PermenPANRB 29/2022',
    validFrom: '2022-01-01',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'A', bound: 4.51, name: { id: 'Pelayanan prima', en: 'Excellent' } },
      { grade: 'A-', bound: 4.01, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'B', bound: 3.51, name: { id: 'Baik', en: 'Good' } },
      { grade: 'B-', bound: 3.01, name: { id: 'Baik dengan catatan', en: 'Good with notes' } },
      { grade: 'C', bound: 2.51, name: { id: 'Cukup', en: 'Fair' } },
      { grade: 'C-', bound: 2.01, name: { id: 'Cukup dengan catatan', en: 'Fair with notes' } },
      { grade: 'D', bound: 1.51, name: { id: 'Buruk', en: 'Bad' } },
      { grade: 'E', bound: 1.01, name: { id: 'Sangat buruk', en: 'Very bad' } },
      { grade: 'F', bound: 0, name: { id: 'Gagal', en: 'Fail' } },
    ],
  },
]

/** Digital government, 1–5: SPBE until 2025, Pemdi from 2026, which measures something else under the same scale. */
const DIGITAL_GOVERNMENT: readonly BandRule[] = [
  {
    rule: 'PermenPANRB 8/2026 (Pemdi)',
    validFrom: '2026-01-01',
    breaksSeries: true,
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'memuaskan', bound: 4, name: { id: 'Memuaskan', en: 'Outstanding' } },
      { grade: 'sangat-baik', bound: 3.5, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'baik', bound: 2.5, name: { id: 'Baik', en: 'Good' } },
      { grade: 'cukup', bound: 1.5, name: { id: 'Cukup', en: 'Fair' } },
      { grade: 'kurang', bound: 1, name: { id: 'Kurang', en: 'Poor' } },
    ],
  },
  {
    rule: 'PermenPANRB 59/2020 (SPBE)',
    validFrom: '2020-01-01',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'memuaskan', bound: 4.2, name: { id: 'Memuaskan', en: 'Outstanding' } },
      { grade: 'sangat-baik', bound: 3.5, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'baik', bound: 2.6, name: { id: 'Baik', en: 'Good' } },
      { grade: 'cukup', bound: 1.8, name: { id: 'Cukup', en: 'Fair' } },
      { grade: 'kurang', bound: 0, name: { id: 'Kurang', en: 'Poor' } },
    ],
  },
]

/** Ombudsman compliance, 0–100; an opinion without a score from 2025. */
const COMPLIANCE: readonly BandRule[] = [
  {
    rule: 'Ombudsman 2025',
    validFrom: '2025-01-01',
    breaksSeries: true,
    bound: 'from',
    decimals: 2,
    bands: [],
  },
  {
    rule: 'Ombudsman 2022',
    validFrom: '2022-01-01',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'A', bound: 88, name: { id: 'Kualitas tertinggi (hijau)', en: 'Highest quality (green)' } },
      { grade: 'B', bound: 78, name: { id: 'Kualitas tinggi (hijau)', en: 'High quality (green)' } },
      { grade: 'C', bound: 54, name: { id: 'Kualitas sedang (kuning)', en: 'Medium quality (yellow)' } },
      { grade: 'D', bound: 32, name: { id: 'Kualitas rendah (merah)', en: 'Low quality (red)' } },
      { grade: 'E', bound: 0, name: { id: 'Kualitas terendah (merah)', en: 'Lowest quality (red)' } },
    ],
  },
  {
    rule: 'Ombudsman 2021',
    validFrom: '2021-01-01',
    bound: 'from',
    decimals: 2,
    bands: [
      { grade: 'green', bound: 81, name: { id: 'Zona hijau', en: 'Green zone' } },
      { grade: 'yellow', bound: 51, name: { id: 'Zona kuning', en: 'Yellow zone' } },
      { grade: 'red', bound: 0, name: { id: 'Zona merah', en: 'Red zone' } },
    ],
  },
]

/** Achievement of targets in percent, five classes; as one agency has them. */
const ACHIEVEMENT_FIVE: readonly BandRule[] = [
  {
    rule: 'house style, five classes',
    validFrom: '2014-01-01',
    bound: 'from',
    decimals: 0,
    bands: [
      { grade: 'very-high', bound: 91, name: { id: 'Sangat tinggi', en: 'Very high' } },
      { grade: 'high', bound: 76, name: { id: 'Tinggi', en: 'High' } },
      { grade: 'medium', bound: 66, name: { id: 'Sedang', en: 'Medium' } },
      { grade: 'low', bound: 51, name: { id: 'Rendah', en: 'Low' } },
      { grade: 'very-low', bound: -Infinity, name: { id: 'Sangat rendah', en: 'Very low' } },
    ],
  },
]

/** Achievement of targets in percent, six classes; as another has them. */
const ACHIEVEMENT_SIX: readonly BandRule[] = [
  {
    rule: 'house style, six classes',
    validFrom: '2014-01-01',
    bound: 'above',
    decimals: 2,
    bands: [
      { grade: 'satisfactory', bound: 85, name: { id: 'Memuaskan', en: 'Satisfactory' } },
      { grade: 'very-good', bound: 75, name: { id: 'Sangat baik', en: 'Very good' } },
      { grade: 'good', bound: 65, name: { id: 'Baik', en: 'Good' } },
      { grade: 'fair', bound: 50, name: { id: 'Cukup baik', en: 'Fair' } },
      { grade: 'rather-poor', bound: 30, name: { id: 'Agak kurang', en: 'Rather poor' } },
      { grade: 'poor', bound: -Infinity, name: { id: 'Kurang', en: 'Poor' } },
    ],
  },
]

export const BAND_SCHEMES = {
  satisfaction: SATISFACTION_BANDS,
  accountability: ACCOUNTABILITY,
  'public-service': PUBLIC_SERVICE,
  'digital-government': DIGITAL_GOVERNMENT,
  compliance: COMPLIANCE,
  'achievement-five': ACHIEVEMENT_FIVE,
  'achievement-six': ACHIEVEMENT_SIX,
} as const satisfies Record<string, readonly BandRule[]>
