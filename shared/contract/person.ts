import { z } from 'zod'
import { RETAINED } from './retention-words.ts'

// Requests of a person about what is held of them (UU 27/2022, articles 5 to 13): found by the reference that their case,
// answer or complaint has, since no name is kept.

const ref = z.string().trim().min(1).max(500).describe('Reference, as the agency gives it.')
const within = {
  agency: z.string().trim().min(1).max(200).optional().describe('Code; absent: of every agency.'),
  service: z.string().trim().min(1).max(200).optional().describe('Code; absent: of every service.'),
}

export const ShowPerson = z.strictObject({ ref, ...within }).meta({ id: 'ShowPerson' })
export type ShowPerson = z.infer<typeof ShowPerson>

export const CorrectPerson = z
  .strictObject({
    dataset: z.enum(RETAINED),
    agency: z.string().trim().min(1).max(200),
    service: z.string().trim().min(1).max(200),
    ref,
    fields: z
      .record(z.string(), z.union([z.string(), z.number(), z.null()]))
      .describe('By name as they are pushed; null takes a value away. What is not named stays.'),
  })
  .meta({ id: 'CorrectPerson' })
export type CorrectPerson = z.infer<typeof CorrectPerson>

export const ErasePerson = z
  .strictObject({
    ref,
    ...within,
    reason: z.string().trim().min(3).max(500).describe('Without anything about the person: it stays.'),
  })
  .meta({ id: 'ErasePerson' })
export type ErasePerson = z.infer<typeof ErasePerson>

export const HeldFact = z
  .object({
    dataset: z.enum(RETAINED),
    state: z
      .enum(['current', 'replaced'])
      .describe('`replaced`: kept as it was before an import, for its undo.'),
    agency: z.string(),
    agencyName: z.string(),
    service: z.string(),
    serviceName: z.string(),
    ref: z.string(),
    importId: z.string(),
    fields: z.record(z.string(), z.unknown()),
    correctable: z
      .record(z.string(), z.union([z.string(), z.number(), z.null()]))
      .nullable()
      .describe('What can be corrected, by name; null of what is replaced.'),
  })
  .meta({ id: 'HeldFact' })
export type HeldFact = z.infer<typeof HeldFact>

export const HeldOfPerson = z
  .object({
    refHash: z.string().describe('SHA-256 of the reference: all that the audit log keeps of it.'),
    facts: z.array(HeldFact),
    issues: z.array(
      z.object({
        importId: z.string(),
        row: z.number().nullable(),
        column: z.string().nullable(),
        code: z.string(),
      }),
    ),
    answers: z
      .number()
      .describe(
        'Kept answers to pushes that quote it; they are forgotten after two days. Of the whole instance only.',
      ),
    holding: z
      .array(
        z.object({
          draftId: z.string(),
          owner: z.string(),
          agency: z.string().nullable(),
          files: z.array(z.string()),
          expiresAt: z.string(),
        }),
      )
      .describe('Files that were dropped in and have it in a cell. An erasure throws them away.'),
    drafts: z
      .number()
      .describe('Other files on their way in that cannot be looked through; they are kept for 14 days.'),
    waiting: z.number().describe('Imports on their way; while there are any nothing is erased.'),
  })
  .meta({ id: 'HeldOfPerson' })
export type HeldOfPerson = z.infer<typeof HeldOfPerson>

export const PersonReceipt = z
  .object({
    at: z.string(),
    refHash: z.string(),
    facts: z.number(),
    replaced: z.number(),
    issues: z.number(),
    answers: z.number(),
    drafts: z.number(),
    agencies: z.array(z.string()),
    months: z.array(z.string()).describe('Months of which figures were computed anew.'),
    frozen: z.boolean().describe('Some of it lies in months whose facts have expired: their figures stay.'),
  })
  .meta({ id: 'PersonReceipt' })
export type PersonReceipt = z.infer<typeof PersonReceipt>
