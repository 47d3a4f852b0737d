import { z } from 'zod'
import { MAX_MONTHS, MIN_MONTHS, RETAINED, type RetainedDataset } from './retention-words.ts'

// How long raw facts are kept. What they add up to, and every release, stays.

export const SetRetention = z
  .strictObject({
    dataset: z.enum(RETAINED),
    months: z
      .number()
      .int()
      .min(MIN_MONTHS)
      .max(MAX_MONTHS)
      .nullable()
      .describe('Whole months that facts are kept besides the running one; null: for good.'),
    reason: z.string().trim().min(3).max(500),
  })
  .meta({ id: 'SetRetention' })
export type SetRetention = z.infer<typeof SetRetention>

/** What a rule does at the next run: `through` null where nothing expires. */
export const RetentionPreview = z
  .object({
    dataset: z.enum(RETAINED),
    months: z.number().nullable(),
    through: z.string().nullable().describe('Last day of the last month whose facts go.'),
    expiring: z.number().describe('Facts that go.'),
    open: z.number().describe('Facts of those months that stay for now, since they are not settled yet.'),
    kept: z.number().describe('Facts that stay.'),
    agencies: z.number().describe('Agencies with facts that go.'),
    imports: z.number().describe('Imports that can be undone now, and no longer then.'),
  })
  .meta({ id: 'RetentionPreview' })
export type RetentionPreview = z.infer<typeof RetentionPreview>

export const RetentionRules = z
  .object({
    rules: z.array(
      z.object({
        dataset: z.enum(RETAINED),
        months: z.number().nullable(),
        reason: z.string().nullable(),
        setAt: z.string().nullable(),
        setBy: z.string().nullable(),
        expired: z.number().describe('Facts that are gone already.'),
        through: z.string().nullable().describe('Last day up to which facts of any agency are gone.'),
      }),
    ),
  })
  .meta({ id: 'RetentionRules' })
export type RetentionRules = z.infer<typeof RetentionRules>

/** A fact that stays though it was met in a month whose facts are gone. */
export interface KeptFact {
  agency: string
  /** '': all services together */
  service: string
  ref: string
  firstOn: string
}

/** What a delivery must not bring again. */
export interface ExpiredFacts {
  dataset: RetainedDataset
  /** by code of the agency: last day up to which facts are gone */
  through: ReadonlyMap<string, string>
  kept: readonly KeptFact[]
}
