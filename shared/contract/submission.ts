import { z } from 'zod'
import { fault } from './faults.ts'
import { Month } from './release.ts'

// How the figures of an agency's month are on their way to a release: the agency delivers, its approver submits, a
// steward accepts or asks for a change.

export const SUBMISSION_STATES = [
  'nothing',
  'delivered',
  'submitted',
  'accepted',
  'change-requested',
  'released',
] as const
export type SubmissionState = (typeof SUBMISSION_STATES)[number]

const code = z.string().trim().min(1).max(200)
const reason = z.string().trim().min(10).max(1000)

const SubmissionKey = z.strictObject({
  agency: code,
  month: Month,
  seenAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .describe(
      '`at` of the state that was looked at; refused where it has changed since. Absent: not checked.',
    ),
})
const items = z.array(SubmissionKey).min(1).max(2000)

export const Submit = z.strictObject({ items })
export type Submit = z.infer<typeof Submit>
export const AcceptSubmissions = z.strictObject({ items })
export const AskForChange = z.strictObject({ items, reason: reason.describe('Read by the agency.') })

const at = z.string().nullable().describe('When it came into this state; null where nobody put it there.')

export const SubmissionItem = z
  .object({
    agency: z.string(),
    month: z.string(),
    state: z.enum(SUBMISSION_STATES),
    hasChanged: z
      .boolean()
      .describe('Figures have changed since they were submitted or released: it is to be submitted again.'),
    deliveredAt: z.string().nullable().describe('When the latest delivery for the month came.'),
    at,
    by: z.string().nullable().describe('Name of who did it.'),
    reason: z.string().nullable().describe('Where a change was asked for.'),
    release: z.string().nullable().describe('Code of the newest published release that holds it.'),
    missing: z
      .array(z.object({ dataset: z.string(), state: z.enum(['missing', 'partial']) }))
      .describe('Datasets that are expected, or were delivered for the month before, and are not there.'),
  })
  .meta({ id: 'Submission' })
export type SubmissionItem = z.infer<typeof SubmissionItem>

export const SubmissionBoard = z
  .object({
    months: z.array(z.string()).describe('That have ended, newest first.'),
    agencies: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        nameEn: z.string().nullable(),
        level: z.string(),
        showsProvisional: z.boolean().describe('Its figures are shown before they are released.'),
      }),
    ),
    items: z.array(SubmissionItem),
  })
  .meta({ id: 'SubmissionBoard' })
export type SubmissionBoard = z.infer<typeof SubmissionBoard>

export const SubmissionEvent = z
  .object({
    state: z.enum(['submitted', 'accepted', 'change-requested']),
    at: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'SubmissionEvent' })
export type SubmissionEvent = z.infer<typeof SubmissionEvent>

export const SubmissionHistory = z
  .object({ items: z.array(SubmissionEvent).describe('Latest first.') })
  .meta({ id: 'SubmissionHistory' })
export type SubmissionHistory = z.infer<typeof SubmissionHistory>

export const SetProvisional = z.strictObject({ agency: code, showsProvisional: z.boolean() })

/** A day and a time of the instance's own zone, or an instant. */
const publishAt = z.union([
  z.string().regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/, fault('publish-at', {})),
  z.iso.datetime({ offset: true }),
])

export const PlanRelease = z.strictObject({
  planId: z.string().min(1).max(100).optional().describe('Of the plan to change; absent: a new one.'),
  through: Month,
  publishAt: publishAt.describe('`2026-11-20T09:00` in the zone of the instance, or an instant.'),
  submitBy: z.iso.date().nullable().default(null),
  note: z.string().trim().min(1).max(500).nullable().default(null),
})
export type PlanRelease = z.infer<typeof PlanRelease>

export const CancelPlan = z.strictObject({ planId: z.string().min(1).max(100) })
