import { z } from 'zod'
import { ENTRY_COLUMNS, type EntryColumn, type EntryValues } from '#shared/entry/columns.ts'

// Figures that an agency enters by hand: the form as it is opened, and what is sent.

const code = z.string().trim().min(1).max(200)
const period = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/)
  .describe('A month or a quarter.')

const number = z.number().nullable().optional()
const values = z.strictObject(
  Object.fromEntries(ENTRY_COLUMNS.map((column) => [column, number])) as Record<EntryColumn, typeof number>,
)

const told = z.record(z.string(), z.number()) as unknown as z.ZodType<EntryValues>

const EntryService = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string().nullable(),
    values: told.describe('As reported for this period; what is not reported is absent.'),
    previous: told.describe('The period before.'),
    lastYear: told.describe('The same period a year earlier.'),
    history: z.array(told).describe('Up to 24 periods before this one, the earliest first.'),
    fixed: z
      .array(z.string())
      .describe('Columns that came with a file: they can be corrected here, not taken back.'),
  })
  .meta({ id: 'EntryService' })

export const EntryForm = z
  .object({
    agency: z.string(),
    agencyName: z.string(),
    agencyNameEn: z.string().nullable(),
    period: z.string(),
    previousPeriod: z.string(),
    lastYearPeriod: z.string(),
    hasEnded: z.boolean(),
    hasFacts: z
      .boolean()
      .describe('Cases of this period were delivered too: figures are made from them, these stand beside.'),
    isDemo: z.boolean(),
    version: z
      .string()
      .describe('Sent back with the figures, so that nobody overwrites what came meanwhile.'),
    note: z.string().nullable(),
    enteredAt: z.string().nullable(),
    enteredBy: z.string().nullable(),
    services: z.array(EntryService),
  })
  .meta({ id: 'EntryForm' })
export type EntryForm = z.infer<typeof EntryForm>
export type EntryService = z.infer<typeof EntryService>

const rows = z
  .array(z.strictObject({ service: code, values }))
  .min(1)
  .max(500)

export const EnterValues = z.strictObject({
  agency: code,
  period,
  version: z.string().max(64),
  rows,
  note: z.string().trim().max(2000).nullable().default(null),
})
export type EnterValues = z.infer<typeof EnterValues>

/** The same by a link, which knows its agency and period. */
export const EnterByLink = EnterValues.omit({ agency: true, period: true })

export const EntryResult = z
  .object({
    importId: z.string(),
    inserted: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    removed: z.number(),
    usesLeft: z.number().nullable().describe('Of the link; null without one.'),
  })
  .meta({ id: 'EntryResult' })
export type EntryResult = z.infer<typeof EntryResult>

export const CreateLink = z.strictObject({
  agency: code,
  period,
  days: z.number().int().min(1).max(60).default(14).describe('How long it works.'),
  maxUses: z.number().int().min(1).max(100).default(10),
  sendTo: z.email().max(254).nullable().default(null).describe('Who is sent the link by mail.'),
})

export const RevokeLink = z.strictObject({ agency: code, id: z.string().min(1).max(64) })

export const EntryLink = z
  .object({
    id: z.string(),
    agency: z.string(),
    period: z.string(),
    madeBy: z.string(),
    madeAt: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().nullable(),
    uses: z.number(),
    maxUses: z.number(),
    lastUsedAt: z.string().nullable(),
    sentTo: z.string().nullable(),
  })
  .meta({ id: 'EntryLink' })
export type EntryLink = z.infer<typeof EntryLink>

export const EntryLinks = z.object({ items: z.array(EntryLink) }).meta({ id: 'EntryLinks' })

export const CreatedLink = z
  .object({ id: z.string(), url: z.string().describe('Shown once.'), expiresAt: z.string() })
  .meta({ id: 'CreatedLink' })
export type CreatedLink = z.infer<typeof CreatedLink>
