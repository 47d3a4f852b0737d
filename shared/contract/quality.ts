import { z } from 'zod'
import { sentence, standing } from './figure.ts'

// Answer of `GET /api/v1/quality`: how good the data of an agency are (measurement.md 9). Null: nothing to judge.

const share = z.object({ count: z.number(), of: z.number(), share: z.number().nullable() })

export const AgencyQuality = z
  .object({
    agency: z.string(),
    completeness: share.describe('Months reported, of those expected since it first delivered.'),
    timeliness: z
      .object({ medianDays: z.number(), latestDays: z.number(), deliveries: z.number() })
      .nullable()
      .describe('Days from the end of what a delivery covers to its arrival.'),
    validity: share.describe(
      'Rows rejected or flagged, of all rows delivered; of imports of several agencies its facts and those flagged; of pushes its facts and those flagged, with items refused that named it.',
    ),
    pushRefusals: z
      .array(z.object({ day: z.string(), dataset: z.string(), code: z.string(), items: z.number() }))
      .describe(
        'Items of pushes that were refused, by day (in UTC) and what was wrong first; the latest, at most 100.',
      ),
    duplicates: share.describe(
      'Rows that repeat a reference with other content, of all rows of imports of its own.',
    ),
    staleOpen: z
      .object({ count: z.number(), of: z.number(), share: z.number().nullable(), olderThanDays: z.number() })
      .nullable()
      .describe('Open cases older than any plausible case.'),
    heaping: z
      .object({
        atStandard: share.nullable().describe('Times exactly equal to the standard.'),
        atMonthEnd: share.nullable().describe('Completions on the last day of their month.'),
      })
      .nullable(),
    volumeBreaks: z
      .array(z.object({ period: z.string(), value: z.number(), usual: z.number() }))
      .describe('Months whose volume is far from what is usual for the agency.'),
    sample: z
      .object({
        period: z.string(),
        respondents: z.number(),
        required: z.number(),
        population: z.number(),
        isSufficient: z.boolean(),
      })
      .nullable()
      .describe('Respondents against the sample that Krejcie & Morgan ask for.'),
    publishedIndex: z
      .array(
        z.object({
          period: z.string(),
          published: z.number(),
          exact: z.number(),
          explainedBy: z
            .string()
            .nullable()
            .describe('Mode of computing that gives the published value; null: none does.'),
        }),
      )
      .describe('Indices that the agency published which differ from the exact one.'),
    sentence,
  })
  .meta({ id: 'AgencyQuality' })
export type AgencyQuality = z.infer<typeof AgencyQuality>

export const QualityReport = z
  .object({ ...standing, agencies: z.array(AgencyQuality) })
  .meta({ id: 'QualityReport' })
export type QualityReport = z.infer<typeof QualityReport>
