import { z } from 'zod'
import { parsePeriod } from '#shared/time/period.ts'
import { fault } from './faults.ts'
import { direction, missing, standing, unit } from './figure.ts'
import { TARGET_KINDS } from './words.ts'

export const PROVENANCES = ['agreed', 'placeholder'] as const
export const TARGET_STATUSES = ['met', 'not-met', 'not-available', 'future'] as const
export const PACES = ['on-track', 'behind', 'far-behind', 'away'] as const

/** What was promised for a figure, in the figure's own unit. */
export const Target = z
  .object({
    kind: z.enum(TARGET_KINDS).describe('`min`: at least; `max`: at most; `range`: from low to high.'),
    value: z.number().nullable().describe('Of `min`, `max` and `exact`.'),
    low: z.number().nullable().describe('Of `range`.'),
    high: z.number().nullable().describe('Of `range`.'),
    text: z.string().nullable().describe('Of `text`: a promise that no number says.'),
    cumulative: z.boolean().describe('Counts from the start of its year to the end of the period.'),
    provenance: z.enum(PROVENANCES).nullable(),
    period: z.string().describe('The period it was set for.'),
    source: z.string().nullable().describe('The delivery or document it comes from.'),
  })
  .meta({ id: 'Target' })
export type Target = z.infer<typeof Target>

/** Actual against target in percent: 87.5, not 0.875. */
export const Achievement = z
  .object({
    actual: z
      .number()
      .nullable()
      .optional()
      .describe('What the target speaks of: the figure, or all since the start of the year when cumulative.'),
    value: z.number().nullable().describe('Raw percent, not capped; may be below 0 or far above 100.'),
    capped: z.number().nullable().describe('As it enters averages: between 0 and the cap (120).'),
    missing,
  })
  .meta({ id: 'Achievement' })
export type Achievement = z.infer<typeof Achievement>

export const TargetStatus = z
  .enum(TARGET_STATUSES)
  .describe('`not-available`: a target, but no figure or none that a number can meet; `future`: not yet due.')
export type TargetStatus = z.infer<typeof TargetStatus>

/** How a figure moves towards a dated target, on a straight line from its base. */
export const Progress = z
  .object({
    pace: z.enum(PACES).describe('`on-track`: at least 95 % of the way required so far; `behind`: 60 %.'),
    basePeriod: z.string(),
    base: z.number(),
    required: z.number().describe('Where the straight line stands at the period’s end.'),
    target: z.number(),
    targetPeriod: z.string(),
  })
  .meta({ id: 'Progress' })

const code = z.string().trim().min(1).max(200)

/** Periods that something is promised for: a day or a week is too short to be agreed on. */
const PLANNED = new Set(['month', 'quarter', 'semester', 'year', 'given'])

/** Whose figure, and of which period. */
export const figureOf = {
  agency: code,
  service: code.nullable().default(null).describe('Null: all services of the agency together.'),
  indicator: code,
  period: z
    .string()
    .trim()
    .refine((text) => PLANNED.has(parsePeriod(text)?.grain ?? ''), fault('period', {}))
    .describe('`2026-03`, `2026-Q1`, `2026-S1` or `2026`.'),
}

const reason = z.string().trim().max(1000).default('')
const bound = z.number().nullable().default(null)

/** What is promised for a figure of a period; given again for the same it replaces, and then says why. */
export const SetTarget = z
  .strictObject({
    ...figureOf,
    kind: Target.shape.kind,
    value: bound.describe('Of `min`, `max` and `exact`, in the figure’s own unit: a share is 0.9, not 90.'),
    low: bound.describe('Of `range`.'),
    high: bound.describe('Of `range`.'),
    text: z.string().trim().min(1).max(2000).nullable().default(null).describe('Of `text`.'),
    cumulative: z.boolean().default(false),
    provenance: z.enum(PROVENANCES).nullable().default('agreed'),
    reason: reason.describe('Why it is changed; required where there was another.'),
  })
  .refine(({ kind, value }) => !['min', 'max', 'exact'].includes(kind) || value !== null, {
    ...fault('kind-needs', {}),
    path: ['value'],
  })
  .refine(({ kind, low }) => kind !== 'range' || low !== null, { ...fault('kind-needs', {}), path: ['low'] })
  .refine(({ kind, high }) => kind !== 'range' || high !== null, {
    ...fault('kind-needs', {}),
    path: ['high'],
  })
  .refine(({ kind, low, high }) => kind !== 'range' || low === null || high === null || low <= high, {
    ...fault('below-low', {}),
    path: ['high'],
  })
  .refine(({ kind, text }) => kind !== 'text' || text !== null, {
    ...fault('kind-needs', {}),
    path: ['text'],
  })
  .meta({ id: 'SetTarget' })
export type SetTarget = z.infer<typeof SetTarget>

export const RemoveTarget = z
  .strictObject({ ...figureOf, reason: z.string().trim().min(3).max(1000) })
  .meta({ id: 'RemoveTarget' })

/** Targets of one year as those of another, where there are none yet: placeholders until they are agreed. */
export const CopyTargets = z
  .strictObject({
    agency: code,
    from: z.int().min(1990).max(2100).describe('The year that they are taken from.'),
    to: z.int().min(1990).max(2100),
  })
  .meta({ id: 'CopyTargets' })

/** Why a target was missed, as its agency says it. */
export const Explanation = z
  .object({
    agency: z.string(),
    service: z.string().nullable(),
    indicator: z.string(),
    period: z.string(),
    text: z.string().describe('Why the target was missed.'),
    action: z.string().nullable().describe('What is done about it.'),
    dueOn: z.string().nullable().describe('Day by which it is done.'),
    explainedAt: z.string(),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof Explanation>

export const ExplanationList = z
  .object({ items: z.array(Explanation), next: z.string().nullable() })
  .meta({ id: 'ExplanationList' })

export const SetExplanation = z
  .strictObject({
    ...figureOf,
    text: z.string().trim().min(10).max(2000),
    action: z.string().trim().max(2000).nullable().default(null),
    dueOn: z.iso.date().nullable().default(null),
  })
  .meta({ id: 'SetExplanation' })
export const RemoveExplanation = z.strictObject(figureOf).meta({ id: 'RemoveExplanation' })

/** A target with how its own period stands, and what its agency says of it. */
export const TargetItem = z
  .object({
    agency: z.string(),
    service: z.string().nullable(),
    indicator: z.string(),
    unit,
    direction,
    target: Target,
    status: TargetStatus.nullable(),
    actual: z.number().nullable().describe('The figure of the period that the target was set for.'),
    missing,
    achievement: Achievement.nullable(),
    explanation: Explanation.nullable(),
  })
  .meta({ id: 'TargetItem' })
export type TargetItem = z.infer<typeof TargetItem>

export const TargetList = z
  .object({ ...standing, items: z.array(TargetItem), next: z.string().nullable() })
  .meta({ id: 'TargetList' })
export type TargetList = z.infer<typeof TargetList>

/** How a target came to be what it is, latest first. */
export const TargetHistory = z
  .object({
    items: z.array(
      z.object({
        at: z.string(),
        actor: z.string(),
        before: Target.nullable(),
        after: Target.nullable(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'TargetHistory' })
export type TargetHistory = z.infer<typeof TargetHistory>
