import { z } from 'zod'
import { direction, figure, sentence, standing, unit } from './figure.ts'

// Answer of `GET /api/v1/comparison`: agencies side by side, with what is chance left standing as chance.

export const FUNNEL_CLASSES = ['much-higher', 'higher', 'as-expected', 'lower', 'much-lower'] as const
export const FunnelClass = z
  .enum(FUNNEL_CLASSES)
  .describe('Outside 99.8 % (`much-`), outside 95 %, or as expected around the centre.')

/** Limits around the centre for an agency with so many cases. */
const limits = z.object({
  lower95: z.number(),
  upper95: z.number(),
  lower998: z.number(),
  upper998: z.number(),
})

export const Funnel = z
  .object({
    kind: z.enum(['proportion', 'rate']),
    centre: z.number().describe('Σ numerators / Σ denominators.'),
    numerator: z.number(),
    denominator: z.number(),
    isAdjusted: z.boolean().describe('Agencies differ by more than chance, so limits are widened too.'),
    dispersion: z.number().describe('φ: mean square of the winsorised z-scores; about 1 under chance alone.'),
    betweenVariance: z.number().describe('τ² of the adjustment; 0 without one.'),
    limits: z
      .array(z.object({ n: z.number(), plain: limits, adjusted: limits.nullable() }))
      .describe('By rising n, at the n of the agencies.'),
  })
  .meta({ id: 'Funnel' })

export const ComparedAgency = z
  .object({
    agency: z.string(),
    ...figure,
    funnel: z
      .object({ plain: FunnelClass, adjusted: FunnelClass })
      .nullable()
      .describe('Null without a funnel, a value, or others to compare with.'),
    rank: z
      .object({ from: z.number(), to: z.number(), of: z.number() })
      .nullable()
      .describe(
        'Range of ranks that the data allow (“3–9 of 34”), 1 being best; never an ordinal. Null for one alone.',
      ),
  })
  .meta({ id: 'ComparedAgency' })

export const Comparison = z
  .object({
    ...standing,
    indicator: z.string(),
    period: z.string(),
    service: z.string().nullable(),
    unit,
    direction,
    level: z.string().nullable().describe('The level compared, when it was asked for by level.'),
    peers: z
      .object({
        of: z.string(),
        agencies: z.array(z.string()).describe('Codes, the nearest in volume first.'),
        level: z.string(),
        kind: z.string().nullable(),
        factor: z.number().describe('Volumes lie within this factor of its own.'),
        isGiven: z.boolean().describe('The list was given in the question (`peers=`), not chosen by rule.'),
      })
      .nullable(),
    funnel: Funnel.nullable().describe('Null where the figure is neither a proportion nor a rate.'),
    agencies: z.array(ComparedAgency).describe('In the order of codes: sorting is for the reader.'),
    sentence,
  })
  .meta({ id: 'Comparison' })
export type Comparison = z.infer<typeof Comparison>
