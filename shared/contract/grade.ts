import { z } from 'zod'

/** Mutu pelayanan. Grades of different rules are never compared; scores are. */
export const Grade = z
  .object({
    grade: z.string().describe('A to D.'),
    name: z.object({ id: z.string(), en: z.string() }),
    rule: z.string().describe('The rule in force on the last day of the period.'),
  })
  .meta({ id: 'Grade' })
export type Grade = z.infer<typeof Grade>

/** An index as the agency published it, and how it came about. */
export const PublishedIndex = z
  .object({
    value: z.number().describe('As the agency gave it.'),
    exact: z.number().describe('From the mean scores, nothing rounded.'),
    isDifferent: z.boolean().describe('They differ by 0.01 or more.'),
    explainedBy: z
      .enum(['exact', 'weight-0.111', 'weight-0.11', 'cascade'])
      .nullable()
      .describe(
        'Way of computing that gives what was published: `exact`, the printed weight, or rounding at each step (`cascade`); null: none does.',
      ),
  })
  .meta({ id: 'PublishedIndex' })
export type PublishedIndex = z.infer<typeof PublishedIndex>
