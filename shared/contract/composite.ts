import { z } from 'zod'
import { fault } from './faults.ts'
import { missing, sentence, standing } from './figure.ts'

// One score out of several figures, where a decree asks for it (measurement.md 6): off until weights are in force.

const part = {
  indicator: z.string().trim().min(1).max(200),
  weight: z.number().positive().max(1e6).describe('Only the ratios of weights count.'),
  floor: z.number().describe('Figure that scores 0, in the figure’s own unit.'),
  ceiling: z.number().describe('Figure that scores 100; below the floor where less is better.'),
}

export const SetComposite = z
  .strictObject({
    validFrom: z.iso
      .date()
      .describe('Periods that end on or after this day; given again for the same day it replaces.'),
    decree: z.string().trim().min(3).max(1000),
    decidedBy: z.string().trim().min(1).max(200),
    minCoverage: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Share of the weights below which a score is withheld; absent: 0.75.'),
    parts: z
      .array(
        z.strictObject(part).refine(({ floor, ceiling }) => floor !== ceiling, {
          ...fault('floor-is-ceiling', {}),
          path: ['ceiling'],
        }),
      )
      .max(50)
      .refine(
        (parts) => new Set(parts.map(({ indicator }) => indicator)).size === parts.length,
        fault('indicator-twice', {}),
      )
      .describe('None: no score from this day on.'),
  })
  .meta({ id: 'SetComposite' })

const Rule = z
  .object({
    validFrom: z.string(),
    decree: z.string(),
    decidedBy: z.string(),
    minCoverage: z.number().describe('Share of the weights below which a score is withheld.'),
    parts: z.array(z.object(part)),
  })
  .meta({ id: 'CompositeRule' })
export type CompositeRule = z.infer<typeof Rule>

export const CompositeReport = z
  .object({
    ...standing,
    period: z.string(),
    rule: Rule.nullable().describe('In force on the last day of the period; null: the score is off.'),
    agencies: z.array(
      z.object({
        agency: z.string(),
        score: z.number().nullable().describe('0–100; null where it is withheld.'),
        coverage: z
          .number()
          .describe('Share of the weights that have a figure, 0–1. A missing figure is not 0.'),
        sensitivity: z
          .object({ low: z.number(), high: z.number() })
          .nullable()
          .describe('Lowest and highest score while every weight moves by a quarter.'),
        parts: z.array(
          z.object({
            indicator: z.string(),
            value: z.number().nullable(),
            missing,
            mapped: z.number().nullable().describe('0 at the floor, 100 at the ceiling.'),
            gain: z
              .number()
              .nullable()
              .describe('What the score would gain if this part alone reached its ceiling.'),
          }),
        ),
        liftsMost: z.string().nullable().describe('The part with the largest gain.'),
      }),
    ),
    sentence,
  })
  .meta({ id: 'CompositeReport' })
export type CompositeReport = z.infer<typeof CompositeReport>
