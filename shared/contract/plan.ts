import { z } from 'zod'
import { ELEMENTS } from '../rollups/cell.ts'
import { parsePeriod } from '../time/period.ts'
import { fault } from './faults.ts'

// Follow-up plans (rencana tindak lanjut, RTL): what an office does about the weakest elements of its survey.
// PermenPANRB 14/2017 asks for them; they are published.

export const PLAN_STATUSES = ['planned', 'ongoing', 'done', 'dropped'] as const

const code = z.string().trim().min(1).max(200)
const GRAINS = new Set(['month', 'quarter', 'semester', 'year'])

const planOf = {
  agency: code,
  service: code.nullable().default(null).describe('Null: all services of the agency together.'),
  period: z
    .string()
    .trim()
    .refine((text) => GRAINS.has(parsePeriod(text)?.grain ?? ''), fault('period', {}))
    .describe('Of the survey: `2026-03`, `2026-Q1`, `2026-S1` or `2026`.'),
  element: z.enum(ELEMENTS),
}
const month = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, fault('month', {}))
const words = z.string().trim().min(10).max(1000)

/** Given again for the same element it replaces; a closed plan is open again then. */
export const SetPlan = z
  .strictObject({
    ...planOf,
    problem: words.describe('What the survey shows to be wrong.'),
    action: words.describe('What will be done.'),
    owner: z.string().trim().min(2).max(200).describe('Who answers for it: a position, not a person.'),
    dueMonth: month.describe('By when: `2027-03`.'),
    status: z.enum(['planned', 'ongoing']).default('planned'),
  })
  .meta({ id: 'SetPlan' })
export type SetPlan = z.infer<typeof SetPlan>

export const ClosePlan = z
  .strictObject({
    ...planOf,
    status: z.enum(['done', 'dropped']),
    evidence: words.nullable().default(null).describe('What shows that it is done; required for `done`.'),
    obstacle: words.nullable().default(null).describe('What was in the way; required for `dropped`.'),
  })
  .refine(({ status, evidence }) => status !== 'done' || evidence !== null, {
    ...fault('plan-evidence', {}),
    path: ['evidence'],
  })
  .refine(({ status, obstacle }) => status !== 'dropped' || obstacle !== null, {
    ...fault('plan-obstacle', {}),
    path: ['obstacle'],
  })
  .meta({ id: 'ClosePlan' })
export type ClosePlan = z.infer<typeof ClosePlan>

export const Plan = z
  .object({
    agency: z.string(),
    service: z.string().nullable(),
    period: z.string(),
    element: z.enum(ELEMENTS),
    problem: z.string(),
    action: z.string(),
    owner: z.string(),
    dueMonth: z.string(),
    status: z.enum(PLAN_STATUSES),
    evidence: z.string().nullable(),
    obstacle: z.string().nullable(),
    closedOn: z.string().nullable(),
    setAt: z.string(),
  })
  .meta({ id: 'FollowUpPlan' })
export type Plan = z.infer<typeof Plan>

export const PlanList = z
  .object({ items: z.array(Plan), next: z.string().nullable() })
  .meta({ id: 'FollowUpPlanList' })
export type PlanList = z.infer<typeof PlanList>

const version = Plan.omit({ agency: true, service: true, period: true, element: true })

export const PlanHistory = z
  .object({
    items: z.array(
      z.object({
        at: z.string(),
        actor: z.string(),
        action: z.enum(['plan.set', 'plan.close']),
        before: version.nullable(),
        after: version,
      }),
    ),
  })
  .meta({ id: 'FollowUpPlanHistory' })
export type PlanHistory = z.infer<typeof PlanHistory>
