import { z } from 'zod'
import { DATASETS, type Dataset, type IssueCode } from './import.ts'

// Facts that come one by one: our own field names, ISO dates.

/** What one of the facts of a dataset is called, where actions are named. */
export const FACT_NAMES = {
  cases: 'case',
  surveys: 'survey',
  complaints: 'complaint',
  targets: 'target',
  costs: 'cost',
  innovations: 'innovation',
  values: 'value',
} as const satisfies Record<Dataset, string>

/** Fields that find a fact, in the names of its dataset. */
export const KEY_FIELDS: Record<Dataset, readonly string[]> = {
  cases: ['agency', 'service', 'ref'],
  surveys: ['agency', 'service', 'ref'],
  complaints: ['agency', 'service', 'ref'],
  targets: ['agency', 'service', 'indicator', 'period'],
  costs: ['agency', 'service', 'period'],
  innovations: ['agency', 'name'],
  values: ['agency', 'service', 'indicator', 'period'],
}

/** What is said of all items together. */
export const pushOptions = z.strictObject({
  covers: z
    .tuple([z.iso.date(), z.iso.date()])
    .refine(([from, to]) => from <= to)
    .optional()
    .meta({ description: 'The days that the items are all of; default: their first to last day.' }),
  asOf: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'The instant up to which they are true; default: now.' }),
  scale: z
    .tuple([z.number(), z.number()])
    .refine(([min, max]) => min < max)
    .optional()
    .meta({ description: 'Of the scores of surveys: lowest and highest.' }),
  create: z
    .array(z.enum(['agency', 'service', 'indicator']))
    .optional()
    .meta({
      description: 'What may be created when it is unknown; for who may write in the whole instance.',
    }),
  timezone: z
    .string()
    .refine((zone) => isTimeZone(zone))
    .optional()
    .meta({ description: 'Of created agencies, by name; default: that of the instance.' }),
})
export type PushOptions = z.infer<typeof pushOptions>

function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const pushIssue = z.object({
  item: z.number().int().meta({ description: 'Place in what was sent, from 1.' }),
  field: z.string().nullable(),
  code: z.string() as z.ZodType<IssueCode>,
  severity: z.enum(['error', 'warning']),
  message: z.string(),
})

export const pushedItem = z
  .object({
    item: z.number().int().meta({ description: 'Place in what was sent, from 1.' }),
    status: z.enum(['inserted', 'updated', 'unchanged', 'rejected', 'deleted', 'absent']),
    issues: z.array(pushIssue),
  })
  .meta({ id: 'PushedItem' })
export type PushedItem = z.infer<typeof pushedItem>

export const pushResult = z
  .object({
    dataset: z.enum(DATASETS),
    received: z.number().int(),
    inserted: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    deleted: z.number().int(),
    absent: z.number().int(),
    rejected: z.number().int(),
    warnings: z.number().int(),
    items: z.array(pushedItem),
  })
  .meta({ id: 'PushResult' })
export type PushResult = z.infer<typeof pushResult>
