import { z } from 'zod'
import { fault } from './faults.ts'

// A release: the readings up to a month, frozen, hashed, chained to the release before, and signed. A revision is a new
// release that names the one it corrects. What a release is made of is text in canonical JSON (shared/proof/canonical.ts),
// whose SHA-256 the manifest names; the manifest is what is signed.

/** `2026-10`, its revisions `2026-10-r1`, `2026-10-r2`. */
export const ReleaseCode = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])(-r[1-9]\d*)?$/, fault('release-code', {}))

export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, fault('month', {}))

/** Grains that a release holds. */
export const RELEASED_GRAINS = ['month', 'quarter', 'semester', 'year', 'all', 'given'] as const
export type ReleasedGrain = (typeof RELEASED_GRAINS)[number]

/** An agency whose newest figures are released as missing, and why. */
export const LateAgency = z.object({
  agency: z.string(),
  reason: z.string().trim().min(3).max(500),
})
export type LateAgency = z.infer<typeof LateAgency>

/** One document of a release. */
export const ReleasePart = z.object({
  name: z
    .string()
    .describe(
      '`rules.json`, `directory.json`, `changes.ndjson`, `readings/together.ndjson`, `readings/AGENCY.ndjson`, `cells/AGENCY.ndjson`.',
    ),
  sha256: z.string().describe('Of its bytes, in hexadecimal.'),
  bytes: z.number(),
})
export type ReleasePart = z.infer<typeof ReleasePart>

/** What is signed: canonical JSON of this. */
export const ReleaseManifest = z.object({
  format: z.literal('terukur-release/1'),
  code: z.string(),
  sequence: z.number().describe('1 for the first release of the instance; rises by 1.'),
  kind: z.enum(['regular', 'revision']),
  from: z.string().describe('First month.'),
  through: z.string().describe('Last month.'),
  asOf: z.string().nullable().describe('Latest instant up to which any delivery in it is true.'),
  frozenAt: z.string(),
  publishAt: z.string(),
  by: z.string().describe('Who froze it, as people read it.'),
  replaces: z.string().nullable().describe('Of a revision: code of the release that it corrects.'),
  reason: z.string().nullable().describe('Of a revision: why.'),
  isDemo: z.boolean(),
  late: z.array(LateAgency),
  counts: z.object({ agencies: z.number(), readings: z.number(), changed: z.number() }),
  previous: z.object({ code: z.string(), sha256: z.string() }).nullable(),
  keyId: z.string().describe('First 16 hexadecimal digits of the SHA-256 of the raw public key.'),
  parts: z.array(ReleasePart),
})
export type ReleaseManifest = z.infer<typeof ReleaseManifest>

/** `GET /releases/{code}`: the manifest with what proves it. `manifest` is its text, byte by byte as signed. */
export const SignedRelease = z
  .object({
    manifest: z.string(),
    sha256: z.string().describe('Of the text of the manifest.'),
    signature: z.string().describe('Ed25519 of the text of the manifest, base64.'),
    publicKey: z.string().describe('Raw 32 bytes, base64.'),
  })
  .meta({ id: 'SignedRelease' })
export type SignedRelease = z.infer<typeof SignedRelease>

/** `GET /releases`: newest first; nothing of what is under embargo but what the calendar says. */
export const ReleaseItem = z
  .object({
    code: z.string(),
    kind: z.enum(['regular', 'revision']),
    from: z.string(),
    through: z.string(),
    asOf: z.string().nullable(),
    publishedAt: z.string(),
    by: z.string(),
    replaces: z.string().nullable(),
    reason: z.string().nullable(),
    isLatest: z.boolean(),
    isDemo: z.boolean(),
    late: z.array(LateAgency),
    counts: z.object({ agencies: z.number(), readings: z.number(), changed: z.number() }),
    sha256: z.string(),
    keyId: z.string(),
  })
  .meta({ id: 'Release' })
export type ReleaseItem = z.infer<typeof ReleaseItem>

export const ReleaseList = z.object({ items: z.array(ReleaseItem) }).meta({ id: 'ReleaseList' })
export type ReleaseList = z.infer<typeof ReleaseList>

/** `GET /release-keys` */
export const ReleaseKeyList = z
  .object({
    items: z.array(
      z.object({
        keyId: z.string(),
        publicKey: z.string().describe('Raw 32 bytes, base64.'),
        createdAt: z.string(),
        retiredAt: z.string().nullable(),
        endorsement: z
          .string()
          .nullable()
          .describe('By the key before: Ed25519 over the text of `publicKey`, base64.'),
        previousKeyId: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ReleaseKeyList' })
export type ReleaseKeyList = z.infer<typeof ReleaseKeyList>

/** `GET /release-calendar`: what is announced. */
export const PlannedRelease = z
  .object({
    id: z.string(),
    through: z.string(),
    publishAt: z.string(),
    submitBy: z.string().nullable().describe('Last day for agencies to submit.'),
    note: z.string().nullable(),
    state: z.enum(['announced', 'frozen', 'published', 'overdue', 'cancelled']),
    code: z.string().nullable().describe('Once published.'),
  })
  .meta({ id: 'PlannedRelease' })
export type PlannedRelease = z.infer<typeof PlannedRelease>

export const ReleaseCalendar = z
  .object({
    timezone: z.string().describe('Of the instance: its days and hours are meant.'),
    latest: z
      .object({ code: z.string(), through: z.string(), publishedAt: z.string() })
      .nullable()
      .describe('The newest published release.'),
    isPreparing: z.boolean().describe('The releases of the invented data of a new instance are being made.'),
    items: z.array(PlannedRelease).describe('By their instant.'),
  })
  .meta({ id: 'ReleaseCalendar' })
export type ReleaseCalendar = z.infer<typeof ReleaseCalendar>

/** A figure that a release says differently from the one before; `old` null: it was not there. */
const Figure = z.object({
  value: z.number().nullable(),
  n: z.number().nullable(),
  missing: z.string().nullable(),
})

/** `GET /revisions`, and the lines of `changes.ndjson`. A figure that is hidden before or after is in no line. */
export const FigureChange = z
  .object({
    release: z.string(),
    previous: z.string(),
    publishedAt: z.string(),
    indicator: z.string(),
    agency: z.string().nullable(),
    service: z.string().nullable(),
    grain: z.enum(RELEASED_GRAINS),
    period: z.string(),
    old: Figure,
    new: Figure,
    reason: z.string().nullable(),
  })
  .meta({ id: 'FigureChange' })
export type FigureChange = z.infer<typeof FigureChange>

/** `GET /releases/{code}/changed`: what its log can be asked for. */
export const ChangedScopes = z
  .object({
    agencies: z.array(z.string()).describe('Codes; `_T`: everything together.'),
    indicators: z.array(z.string()),
    periods: z.array(z.string()),
  })
  .meta({ id: 'ChangedScopes' })
export type ChangedScopes = z.infer<typeof ChangedScopes>

/** A point of a line of `readings/*.ndjson`. */
export type ReleasedPoint = [
  period: string,
  value: number | null,
  n: number | null,
  numerator: number | null,
  denominator: number | null,
  low: number | null,
  high: number | null,
  missing: string | null,
  reporting: number,
  expected: number,
  flags: string[],
]

/** One line of `readings/*.ndjson`: the points of a figure in one calendar year (`all` and `given`: year ''). In the
 *  file they are in the order of indicator, service (null first), grain as in RELEASED_GRAINS, year. A line whose points
 *  are all those of a figure that nobody delivers and nobody was expected to (`absentPoint` in shared/proof) is left out;
 *  of spans that others gave themselves (`given`) each such point is. */
export interface ReleasedLine {
  indicator: string
  agency: string | null
  service: string | null
  grain: ReleasedGrain
  year: string
  points: ReleasedPoint[]
}
