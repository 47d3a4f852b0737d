import { z } from 'zod'
import { FigureChange } from './figure-change.ts'
import { ISSUE_CODES } from './import.ts'

// What a dry run of an import says: which rows can be saved, and what they would change.

const sentence = z.string().describe('In the language of the request.')

export const IssueGroup = z
  .object({
    code: z.enum(ISSUE_CODES),
    severity: z.enum(['error', 'warning']),
    column: z.string().nullable(),
    count: z.number().describe('Rows.'),
    alone: z.number().describe('Of an error: rows that nothing else keeps out.'),
    message: sentence.describe('Of the first example.'),
    examples: z
      .array(
        z.object({
          file: z.string().nullable(),
          row: z.number().nullable(),
          value: z.string().nullable(),
          count: z.number().describe('Rows with this value.'),
        }),
      )
      .describe('Up to five, the most frequent values first.'),
  })
  .meta({ id: 'IssueGroup' })
export type IssueGroup = z.infer<typeof IssueGroup>

export const MonthGap = z
  .object({ from: z.string().describe('Month, `2026-04`.'), to: z.string() })
  .meta({ id: 'MonthGap' })
export type MonthGap = z.infer<typeof MonthGap>

export const DraftCheck = z
  .object({
    status: z.enum(['running', 'done', 'failed']),
    mappingVersion: z.number().describe('Stale when it is not the draft’s.'),
    error: sentence.nullable().describe('Why it could not be done at all.'),
    counts: z
      .object({
        rows: z.number(),
        accepted: z.number(),
        skipped: z.number(),
        rejected: z.number(),
        warnings: z.number(),
        merged: z.number(),
        inserted: z.number(),
        updated: z.number(),
        unchanged: z.number(),
        removed: z.number(),
        agencies: z.number(),
        services: z.number(),
      })
      .nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    gaps: z
      .array(MonthGap)
      .describe('Months between the first and the last of which no row speaks, as runs: the first twelve.'),
    groups: z.array(IssueGroup).describe('Errors first, then the most rows first.'),
    figures: z
      .array(FigureChange)
      .describe(
        'Main figures that would come out differently, the agency that changes most first, of each the latest period first.',
      ),
    agenciesLeftOut: z
      .number()
      .describe('Agencies that it touches beside the fifty with the most rows, which are compared.'),
    demoRemoved: z.boolean().describe('The first real import takes the demo data away.'),
    seconds: z.number(),
  })
  .meta({ id: 'DraftCheck' })
export type DraftCheck = z.infer<typeof DraftCheck>
