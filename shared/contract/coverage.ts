import { z } from 'zod'
import { Coverage, sentence, standing } from './figure.ts'

// Answer of `GET /api/v1/coverage`: who reports what, how fresh it is, and who is late.

const DeliveredDataset = z
  .object({
    dataset: z.string(),
    asOf: z.string().nullable().describe('Latest instant that its deliveries are true up to.'),
    coveredTo: z.string().nullable().describe('Last day covered.'),
    daysSinceEnd: z
      .number()
      .nullable()
      .describe('Days from the last day covered to the present of the data (`asOf` of the answer).'),
    expectedNext: z
      .string()
      .nullable()
      .describe(
        'Last day of the first month not covered (costs and given figures: a year later); of several agencies the earliest; null where nothing is expected.',
      ),
    isLate: z.boolean().describe('That month has ended, and is not covered, for any agency in it.'),
    factsGoneTo: z
      .string()
      .nullable()
      .describe(
        'Raw facts up to this day have expired for any agency in it; their figures stay. Null: none.',
      ),
    months: z.array(
      z.object({
        period: z.string(),
        coverage: Coverage,
      }),
    ),
  })
  .meta({ id: 'DeliveredDataset' })

export const AgencyCoverage = z
  .object({
    agency: z.string(),
    level: z.string(),
    parent: z.string().nullable(),
    datasets: z.array(DeliveredDataset).describe('Those ever delivered by it or by an agency below it.'),
  })
  .meta({ id: 'AgencyCoverage' })

export const CoverageReport = z
  .object({
    ...standing,
    from: z.string(),
    to: z.string(),
    late: z.array(z.string()).describe('Leaf agencies of the answer that are late with any dataset.'),
    agencies: z.array(AgencyCoverage),
    sentence,
  })
  .meta({ id: 'CoverageReport' })
export type CoverageReport = z.infer<typeof CoverageReport>
