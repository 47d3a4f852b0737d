import { z } from 'zod'
import { direction, figure, sentence, standing, unit } from './figure.ts'
import { Assurance, isOvertaken, SignalRule, Variation } from './signal.ts'
import { Progress, Target } from './target.ts'

// Answer of `GET /api/v1/series`: one figure of one scope over time, with what its control chart says.

export const CHART_KINDS = ['p-prime', 'u-prime', 'xmr'] as const
export const ANNOTATION_KINDS = [
  'innovation',
  'rebaseline',
  'calendar',
  'standard',
  'method',
  'units',
] as const

/** Why the season cannot be taken out: not by month, fewer than 25 months, or a month of the year of which nothing
 *  comparable is known. */
export const SEASON_OBSTACLES = ['not-monthly', 'too-few', 'not-told'] as const

export const SeriesPoint = z
  .object({
    period: z.string(),
    ...figure,
    segment: z.number().nullable().describe('Number of its segment; null where it takes no part in limits.'),
    centre: z.number().nullable(),
    lower: z.number().nullable().describe('Control limits, clamped to what the figure can be.'),
    upper: z.number().nullable(),
    innerLower: z.number().nullable().describe('Where the outer third begins.'),
    innerUpper: z.number().nullable(),
    variation: Variation.nullable().describe('Null where nothing is claimed.'),
    rule: SignalRule.nullable(),
    run: z.number().nullable().describe('Number of the run (`runs`) that it belongs to.'),
  })
  .meta({ id: 'SeriesPoint' })

/** Points that one rule marks together. */
export const SignalRun = z
  .object({
    number: z.number(),
    rule: SignalRule,
    variation: Variation,
    from: z.string(),
    to: z.string(),
    points: z.number(),
  })
  .meta({ id: 'SignalRun' })

export const Segment = z
  .object({
    number: z.number().describe('From 1.'),
    from: z.string(),
    to: z.string(),
    points: z.number().describe('Points that the limits rest on; fewer than 13 claim no signal.'),
    isProvisional: z.boolean().describe('Too few points: limits are drawn dashed.'),
    reason: z.string().nullable().describe('Why it begins here, as the person who decided it wrote.'),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
  })
  .meta({ id: 'Segment' })

export const Annotation = z
  .object({
    number: z.number().describe('From 1, in the order of time: as marked on the chart.'),
    kind: z.enum(ANNOTATION_KINDS),
    on: z.string().describe('The day.'),
    period: z.string().describe('The period of the series that the day falls in.'),
    text: z.object({ id: z.string(), en: z.string() }),
    innovation: z.string().nullable().describe('Id of the innovation, for `/innovations/{id}`.'),
  })
  .meta({ id: 'Annotation' })

/** A target in force from one period to another: drawn as a step. */
export const TargetStep = z
  .object({ from: z.string(), to: z.string(), target: Target })
  .meta({ id: 'TargetStep' })

export const Series = z
  .object({
    ...standing,
    indicator: z.string(),
    agency: z.string().nullable(),
    service: z.string().nullable(),
    unit,
    direction,
    grain: z.string(),
    chart: z
      .enum(CHART_KINDS)
      .describe('`p-prime`: the numerator is part of the denominator; `u-prime`: rates; `xmr`: the rest.'),
    points: z.array(SeriesPoint),
    segments: z.array(Segment),
    runs: z.array(SignalRun),
    assurance: Assurance.nullable(),
    isOvertaken,
    targets: z.array(TargetStep),
    progress: Progress.nullable().describe('Towards the next dated target; null without one.'),
    annotations: z.array(Annotation),
    suggestion: z
      .object({ from: z.string(), points: z.number() })
      .nullable()
      .describe('A shift of 8 points or more stands since `from`: a person may set a new baseline there.'),
    season: z
      .object({
        isOn: z.boolean().describe('Limits are set on figures with the season taken out, and move with it.'),
        cannot: z
          .enum(SEASON_OBSTACLES)
          .nullable()
          .describe(
            'Why it is not on: not by month, fewer than 25 months, or a month of the year of which nothing comparable is known.',
          ),
        factors: z
          .array(z.number())
          .nullable()
          .describe(
            'January to December: how far each month usually lies above or below the year around it.',
          ),
      })
      .nullable()
      .describe('Null where it was not asked for.'),
    sentence,
  })
  .meta({ id: 'Series' })
export type Series = z.infer<typeof Series>
export type SeriesPoint = z.infer<typeof SeriesPoint>
