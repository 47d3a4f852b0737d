import { z } from 'zod'
import type { Direction, Flag, MissingReason, Unit } from '#shared/measure/measure.ts'

// What every answer that shows figures is made of: the number with its interval, why it is missing, who reported, and
// up to when all of it is true.

/** A list that is closed for the compiler and open in the document: a new word must not break those who read it. */
const word = <Word extends string>() => z.string() as unknown as z.ZodType<Word>

export const unit = word<Unit>().describe(
  '`ratio` is 0–1, `percent` 0–100; times are seconds, or working days.',
)
export const direction = word<Direction>().describe('Which way is better: `up`, `down`, `range` or `none`.')
export const missing = word<MissingReason>()
  .nullable()
  .describe('Why there is no value; null when there is one.')

export const Coverage = z
  .object({ reporting: z.number(), expected: z.number() })
  .meta({ id: 'Coverage', description: 'Leaf agencies of the scope that delivered, of those expected to.' })

/** The number itself, as a Reading has it. */
export const figure = {
  value: z.number().nullable(),
  n: z.number().nullable().describe('Cases, answers or events behind the value.'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  low: z.number().nullable().describe('95 % interval; null where none exists.'),
  high: z.number().nullable(),
  missing,
  coverage: Coverage,
  covered: z
    .object({ from: z.string().nullable(), to: z.string().nullable() })
    .optional()
    .describe('With the flag `partial-period`: first and last day delivered, null where that of the period.'),
  flags: z.array(word<Flag>()).describe('What must be known beside the number, such as `approximate`.'),
}

/** Heads every answer. */
export const standing = {
  asOf: z
    .string()
    .nullable()
    .describe('Latest instant up to which any delivery in the scope is true; null without deliveries.'),
  source: z.enum(['live', 'released']),
  release: z.string().optional().describe('Code of the release that the answer is of.'),
  demo: z.boolean().describe('True when any fact behind the answer is invented demo data.'),
}

/** A number with its 95 % interval, where no cases stand behind it. */
export const Estimate = z
  .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .meta({ id: 'Estimate' })

export const sentence = z
  .string()
  .describe('The finding in one sentence, in the language asked for (`lang=`, else Accept-Language).')
