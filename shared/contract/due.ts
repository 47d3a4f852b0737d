import { z } from 'zod'
import { DUE_STATES, EVERY, EXPECTED_DATASETS, WHOM } from './due-words.ts'

// Who is expected to deliver what by when, and how each delivery stands.

const code = z.string().trim().min(1).max(200)
const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/)
const dataset = z.enum(EXPECTED_DATASETS)

export const ExpectationKey = z.strictObject({
  agency: code.nullable().describe('With `whom`: itself, or agencies below it; null: below everything.'),
  whom: z
    .enum(WHOM)
    .describe('`self`: this agency; `leaves`: those below that have none below; else a level below it.'),
  dataset,
})

export const SetExpectation = ExpectationKey.extend({
  every: z.enum(EVERY),
  dueDays: z.number().int().min(1).max(180).describe('Calendar days after the last day of the period.'),
  validFrom: z.iso.date().describe('Periods that end on or after this day are expected.'),
  validTo: z.iso.date().nullable().default(null),
})
export type SetExpectation = z.infer<typeof SetExpectation>

const Expectation = SetExpectation.extend({ agencies: z.number().describe('How many it is about.') }).meta({
  id: 'Expectation',
})

const Suggestion = z
  .object({ dataset, every: z.enum(EVERY), dueDays: z.number(), agencies: z.number() })
  .meta({ id: 'ExpectationSuggestion', description: 'As agencies have delivered by themselves.' })

export const Expectations = z
  .object({
    items: z.array(Expectation),
    suggestions: z.array(Suggestion).describe('For datasets that nobody is expected to deliver.'),
  })
  .meta({ id: 'Expectations' })
export type Expectations = z.infer<typeof Expectations>

export const DueKey = z.strictObject({ agency: code, dataset, period })
export type DueKey = z.infer<typeof DueKey>

export const Excuse = DueKey.extend({ reason: z.string().trim().min(5).max(500) })

export const DueItem = z
  .object({
    agency: z.string(),
    dataset,
    period: z.string(),
    every: z.enum(EVERY),
    dueOn: z.string(),
    state: z.enum(DUE_STATES),
    isLate: z.boolean().describe('It is complete, but became so only after its day.'),
    deliveredAt: z.string().nullable().describe('When the latest delivery for the period came.'),
    deliveredBy: z.string().nullable(),
    rows: z
      .number()
      .nullable()
      .describe('Rows of that delivery, of other periods too; null where it was of several agencies.'),
    importId: z.string().nullable(),
    reason: z.string().nullable().describe('Why it is excused.'),
  })
  .meta({ id: 'DueItem' })
export type DueItem = z.infer<typeof DueItem>

export const DueReport = z
  .object({
    today: z.string(),
    agencies: z.array(
      z.object({ code: z.string(), name: z.string(), nameEn: z.string().nullable(), level: z.string() }),
    ),
    items: z.array(DueItem),
  })
  .meta({ id: 'DueReport' })
export type DueReport = z.infer<typeof DueReport>

export const ReminderRule = z
  .strictObject({
    isOn: z.boolean(),
    daysBefore: z.number().int().min(0).max(30).describe('0: none before.'),
    daysAfter: z.number().int().min(0).max(60).describe('0: none after.'),
    againAfter: z.number().int().min(0).max(90).describe('Days after the date; 0: no second one.'),
  })
  .meta({ id: 'ReminderRule' })
export type ReminderRule = z.infer<typeof ReminderRule>

export const RequestReminders = z.strictObject({ items: z.array(DueKey).min(1).max(2000) })

/** The token that a reminder carries. */
export const StopReminders = z.strictObject({ token: z.string().min(20).max(100) })

/** Whether one wants to be reminded oneself. */
export const WantReminders = z.strictObject({ wanted: z.boolean() })
