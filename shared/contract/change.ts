import { z } from 'zod'
import { missing } from './figure.ts'

/** A figure against an earlier one of the same scope. */
export const Difference = z
  .object({
    period: z.string().describe('The earlier period.'),
    value: z.number().nullable().describe('The earlier figure.'),
    difference: z.number().nullable().describe('Current minus earlier, in the figure’s unit.'),
    low: z.number().nullable().describe('95 % interval of the difference (square-and-add).'),
    high: z.number().nullable(),
    relative: z.number().nullable().describe('Current / earlier − 1; null when the earlier one is 0.'),
    beyondChance: z
      .boolean()
      .nullable()
      .describe(
        'The interval excludes 0. Null where an interval is missing, other units reported, or a part of a period is all there is.',
      ),
    otherUnits: z
      .boolean()
      .describe(
        'Another number of units reported: for a count any, for anything else more than one in ten more or fewer.',
      ),
    isPartial: z
      .boolean()
      .describe('One of the two is of a part of its period (`partial-period`), so nothing is judged.'),
    missing: missing.describe('Why there is no difference: the reason of whichever figure is missing.'),
  })
  .meta({ id: 'Difference' })
export type Difference = z.infer<typeof Difference>

/** A reading against the period before and the same period a year earlier; null where there is no such period. */
export const Change = z
  .object({ previous: Difference.nullable(), lastYear: Difference.nullable() })
  .meta({ id: 'Change' })
export type Change = z.infer<typeof Change>
