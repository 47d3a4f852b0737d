import { z } from 'zod'
import { missing } from './figure.ts'

export const TARGET_KINDS = ['min', 'max', 'range', 'exact', 'text', 'to-be-determined'] as const
export const TARGET_STATUSES = ['met', 'not-met', 'not-available', 'future'] as const
export const PACES = ['on-track', 'behind', 'far-behind', 'away'] as const

/** What was promised for a figure, in the figure's own unit. */
export const Target = z
  .object({
    kind: z.enum(TARGET_KINDS).describe('`min`: at least; `max`: at most; `range`: from low to high.'),
    value: z.number().nullable().describe('Of `min`, `max` and `exact`.'),
    low: z.number().nullable().describe('Of `range`.'),
    high: z.number().nullable().describe('Of `range`.'),
    text: z.string().nullable().describe('Of `text`: a promise that no number says.'),
    cumulative: z.boolean().describe('Counts from the start of its year to the end of the period.'),
    provenance: z.enum(['agreed', 'placeholder']).nullable(),
    period: z.string().describe('The period it was set for.'),
    source: z.string().nullable().describe('The delivery or document it comes from.'),
  })
  .meta({ id: 'Target' })
export type Target = z.infer<typeof Target>

/** Actual against target in percent: 87.5, not 0.875. */
export const Achievement = z
  .object({
    actual: z
      .number()
      .nullable()
      .optional()
      .describe('What the target speaks of: the figure, or all since the start of the year when cumulative.'),
    value: z.number().nullable().describe('Raw percent, not capped; may be below 0 or far above 100.'),
    capped: z.number().nullable().describe('As it enters averages: between 0 and the cap (120).'),
    missing,
  })
  .meta({ id: 'Achievement' })
export type Achievement = z.infer<typeof Achievement>

export const TargetStatus = z
  .enum(TARGET_STATUSES)
  .describe('`not-available`: a target, but no figure or none that a number can meet; `future`: not yet due.')
export type TargetStatus = z.infer<typeof TargetStatus>

/** How a figure moves towards a dated target, on a straight line from its base. */
export const Progress = z
  .object({
    pace: z.enum(PACES).describe('`on-track`: at least 95 % of the way required so far; `behind`: 60 %.'),
    basePeriod: z.string(),
    base: z.number(),
    required: z.number().describe('Where the straight line stands at the period’s end.'),
    target: z.number(),
    targetPeriod: z.string(),
  })
  .meta({ id: 'Progress' })
