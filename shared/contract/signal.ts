import { z } from 'zod'

// What a control chart says of a point (measurement.md 2): whether it is more than chance, by which rule, and whether
// the target can be met as things work now.

export const VARIATIONS = ['improvement', 'concern', 'high', 'low', 'common-cause'] as const
export const SIGNAL_RULES = ['outside-limit', 'trend', 'two-of-three', 'shift'] as const
export const ASSURANCES = ['consistently-meets', 'hit-or-miss', 'consistently-misses'] as const

export const Variation = z
  .enum(VARIATIONS)
  .describe('`high` and `low`: a signal of a figure of which neither way is better; `common-cause`: none.')
export type Variation = z.infer<typeof Variation>

export const SignalRule = z
  .enum(SIGNAL_RULES)
  .describe('The first of the four rules, in this order, that the point takes part in.')
export type SignalRule = z.infer<typeof SignalRule>

export const Assurance = z
  .enum(ASSURANCES)
  .describe('Where the limits of the latest segment lie against the target.')
export type Assurance = z.infer<typeof Assurance>

export const isOvertaken = z
  .boolean()
  .describe(
    'The latest figure is a signal against `assurance`, which then tells nothing of how things work now.',
  )

/** What the chart of a scope says of one reading. */
export const Signal = z
  .object({
    variation: Variation.nullable().describe('Null where nothing is claimed; `reason` says why.'),
    rule: SignalRule.nullable(),
    assurance: Assurance.nullable().describe('Null without a target, a direction or limits.'),
    isOvertaken,
    run: z
      .object({ from: z.string(), to: z.string() })
      .nullable()
      .describe('First and last period of the run that the rule marks.'),
    points: z.number().describe('Points of the segment that the limits rest on.'),
    reason: z
      .enum(['too-few-points', 'no-value', 'incomplete', 'no-limits'])
      .nullable()
      .describe(
        '`too-few-points`: fewer than 13; `no-value`: this reading is missing; `incomplete`: its period is not over or was delivered in part, or not every unit of a count reported.',
      ),
  })
  .meta({ id: 'Signal' })
export type Signal = z.infer<typeof Signal>
