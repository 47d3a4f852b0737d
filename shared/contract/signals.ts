import { z } from 'zod'
import { direction, figure, sentence, standing, unit } from './figure.ts'
import { Assurance, isOvertaken, SignalRule, Variation } from './signal.ts'

// Answer of `GET /api/v1/signals`: what changed for real, newest first; one item per run, however long it grows.

export const SignalItem = z
  .object({
    id: z.string().describe('Stable for a run: indicator, agency, rule, side and first period.'),
    indicator: z.string(),
    agency: z.string().nullable(),
    service: z.string().nullable(),
    unit,
    direction,
    grain: z.string(),
    variation: Variation,
    rule: SignalRule,
    from: z.string().describe('First period of the run.'),
    to: z.string().describe('Last period of the run so far.'),
    periods: z.array(z.string()).describe('Every period that the rule marks.'),
    firedOn: z.string().describe('Last day of the period in which the rule was first met.'),
    isStanding: z.boolean().describe('The run reaches the latest period with a figure.'),
    latest: z.object({ period: z.string(), ...figure }).describe('The figure of the run’s last period.'),
    centre: z.number(),
    lower: z.number(),
    upper: z.number(),
    assurance: Assurance.nullable(),
    isOvertaken,
    sentence,
  })
  .meta({ id: 'SignalItem' })
export type SignalItem = z.infer<typeof SignalItem>

export const SignalList = z
  .object({ ...standing, items: z.array(SignalItem), next: z.string().nullable() })
  .meta({ id: 'SignalList' })
export type SignalList = z.infer<typeof SignalList>
