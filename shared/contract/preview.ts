import { z } from 'zod'
import * as calendar from './calendar.ts'
import { unit } from './figure.ts'

// What a change of calendars, standards or complaint classes would bring about, before it is made.

const named = <Name extends string, Input extends z.ZodType>(action: Name, input: Input) =>
  z.strictObject({ action: z.literal(action), input })

/** A change to look at: the same input as to make it. */
export const PreviewedChange = z
  .discriminatedUnion('action', [
    named('standard.set', calendar.SetStandard),
    named('standard.remove', calendar.RemoveStandard),
    named('calendar.set-holidays', calendar.SetHolidays),
    named('calendar.set-pattern', calendar.SetPattern),
    named('calendar.set-exception', calendar.SetException),
    named('calendar.remove-exception', calendar.RemoveException),
    named('calendar.assign', calendar.AssignCalendar),
    named('complaint-class.set', calendar.SetComplaintClass),
  ])
  .meta({ id: 'PreviewedChange' })
export type PreviewedChange = z.infer<typeof PreviewedChange>

export const Preview = z
  .object({
    cases: z.number().describe('Cases or complaints that would come out differently.'),
    figures: z.number().describe('Figures that would move, of those looked at.'),
    lookedAt: z.number().describe('Figures looked at: of each unit and of all, by year.'),
    years: z.object({ from: z.string(), to: z.string() }).nullable(),
    most: z
      .array(
        z.object({
          indicator: z.string(),
          agency: z.string().nullable(),
          service: z.string().nullable(),
          period: z.string(),
          unit,
          before: z.number().nullable(),
          after: z.number().nullable(),
        }),
      )
      .describe('Those that would move most.'),
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof Preview>
