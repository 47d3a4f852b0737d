import { z } from 'zod'
import { UNITS } from '#shared/measure/measure.ts'

/** What an import does to one figure that is looked at most. */
export const FigureChange = z
  .object({
    indicator: z.string(),
    agency: z.string().describe('Code.'),
    agencyName: z.string(),
    period: z.string(),
    unit: z.enum(UNITS),
    before: z.number().nullable().describe('null: there is no figure.'),
    after: z.number().nullable(),
  })
  .meta({ id: 'FigureChange' })
export type FigureChange = z.infer<typeof FigureChange>
