import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { ReleaseDocuments, WantedLines } from '#server/exports/package/release-documents.ts'
import type { FigureChange, ReleasedLine, ReleaseManifest } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import { publishedDefinitions } from '#shared/proof/definitions.ts'

// A small release with everything that makes writing one hard: names that look like formulas, quotes, line ends, other
// alphabets; missing figures of every kind, spans of one's own, very small and very large numbers.

const AGENCIES = [
  { code: 'kota', name: 'Kota "Maju"', nameEn: 'Onward City', level: 'city', parent: null, region: '35.78' },
  {
    code: 'dinas-a',
    name: '=HYPERLINK("http://x","y")',
    nameEn: null,
    level: 'unit',
    parent: 'kota',
    region: null,
  },
  {
    code: 'dinas-b',
    name: '+62, Dinas\r\nB',
    nameEn: '@Dinas é 官',
    level: 'unit',
    parent: 'kota',
    region: null,
  },
]
const SERVICES = [{ code: 'izin', name: '-Izin', nameEn: 'Permit' }]

const point = (period: string, value: number | null, missing: string | null = null, flags: string[] = []) =>
  [
    period,
    value,
    value === null ? null : 40,
    value,
    value === null ? null : 48,
    null,
    null,
    missing,
    missing ? 0 : 1,
    1,
    flags,
  ] as ReleasedLine['points'][number]

const LINES: ReleasedLine[] = [null, 'kota', 'dinas-a', 'dinas-b'].flatMap((agency, i) => [
  {
    indicator: 'on-time-rate',
    agency,
    service: null,
    grain: 'month' as const,
    year: '2026',
    points: [
      point('2026-01', 0.8125 + i / 1e7),
      point('2026-02', null, 'not-reported'),
      point('2026-03', 1e-7, null, ['approximate', 'last-known']),
    ],
  },
  {
    indicator: 'on-time-rate',
    agency,
    service: 'izin',
    grain: 'quarter' as const,
    year: '2026',
    points: [point('2026-Q1', 1 / 3)],
  },
  {
    indicator: 'received',
    agency,
    service: null,
    grain: 'all' as const,
    year: '',
    points: [point('all', 123_456_789_012)],
  },
  {
    indicator: 'satisfaction-index',
    agency,
    service: null,
    grain: 'semester' as const,
    year: '2026',
    points: [point('2026-S1', null, 'too-few'), point('2026-S2', null, 'not-yet-due')],
  },
  {
    indicator: 'completed',
    agency,
    service: null,
    grain: 'given' as const,
    year: '',
    points: [point('2026-01/2026-02', -3)],
  },
  {
    indicator: 'received',
    agency,
    service: null,
    grain: 'year' as const,
    year: '2026',
    points: [point('2026', null, 'not-applicable')],
  },
])

const CHANGE: FigureChange = {
  release: '2026-03',
  previous: '2026-02',
  publishedAt: '2026-04-05T02:00:00.000Z',
  indicator: 'received',
  agency: 'dinas-a',
  service: null,
  grain: 'month',
  period: '2026-01',
  old: { value: 3, n: 3, missing: null },
  new: { value: 4, n: 4, missing: null },
  reason: '=late, delivery',
}

const ndjson = (values: readonly unknown[]) => values.map((one) => `${canonicalJson(one as Json)}\n`).join('')

export function handMadeRelease(): ReleaseDocuments {
  const ofAgency = (agency: string | null) => ndjson(LINES.filter((line) => line.agency === agency))
  const parts = new Map<string, string>([
    ['changes.ndjson', ndjson([CHANGE])],
    ['directory.json', canonicalJson({ agencies: AGENCIES, services: SERVICES })],
    ['readings/dinas-a.ndjson', ofAgency('dinas-a')],
    ['readings/dinas-b.ndjson', ofAgency('dinas-b')],
    ['readings/kota.ndjson', ofAgency('kota')],
    ['readings/together.ndjson', ofAgency(null)],
    [
      'rules.json',
      canonicalJson({
        definitions: publishedDefinitions([]),
        thresholds: { minPeople: 10 },
      } as unknown as Json),
    ],
  ])
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const manifest: ReleaseManifest = {
    format: 'terukur-release/1',
    code: '2026-03',
    sequence: 3,
    kind: 'regular',
    from: '2026-01',
    through: '2026-03',
    asOf: '2026-04-01T00:00:00.000Z',
    frozenAt: '2026-04-04T00:00:00.000Z',
    publishAt: '2026-04-05T02:00:00.000Z',
    by: 'Sri *Wahyuni*',
    replaces: null,
    reason: null,
    isDemo: false,
    late: [{ agency: 'dinas-b', reason: 'Server <b>mati</b>\n# sejak Februari' }],
    counts: { agencies: 3, readings: LINES.flatMap(({ points }) => points).length, changed: 1 },
    previous: { code: '2026-02', sha256: hash('before') },
    keyId: '0123456789abcdef',
    parts: [...parts].map(([name, text]) => ({ name, sha256: hash(text), bytes: Buffer.byteLength(text) })),
  }
  const text = canonicalJson(manifest)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const wants = <T>(wanted: readonly T[] | undefined, one: T) => wanted === undefined || wanted.includes(one)
  return {
    manifest,
    signed: {
      manifest: text,
      sha256: hash(text),
      signature: sign(null, Buffer.from(text), privateKey).toString('base64'),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64'),
    },
    keys: { items: [] },
    part: async (name) => parts.get(name)!,
    async *lines({ agencies, services, indicators, grain }: WantedLines = {}) {
      for (const line of LINES) {
        if (!wants(agencies, line.agency) || !wants(services, line.service)) continue
        if (wants(indicators, line.indicator) && (grain === undefined || grain === line.grain)) yield line
      }
    },
  }
}

export const HAND_MADE_POINTS = LINES.flatMap((line) => line.points.map((one) => ({ line, point: one })))
