import { z } from 'zod'
import { FigureChange, LateAgency, Month, ReleaseCode, ReleaseItem } from './release.ts'

// What a steward sees before and while a release is frozen, and what they send. All of it is for stewards alone.
//
// GET    /release-check?through=2026-10 or ?replaces=2026-09   ReleaseCheck        release.check
// POST   /release-freezes          FreezeRelease  → 202 Freeze                     release.freeze
// POST   /release-revisions        ReviseRelease  → 202 Freeze                     release.revise
// GET    /release-freezes          { items: Freeze[] }, newest first               release.check
// GET    /release-desk             { items: DeskRelease[] }, newest first          release.check
// PATCH  /release-desk/{code}      { publishAt } → 200 { code, publishAt }         release.move
// DELETE /release-desk/{code}      200 { code }, before publication only           release.cancel
// POST   /release-keys/rotations   200 { keyId }                                   release.rotate-key

const place = {
  agency: z.string().nullable(),
  service: z.string().nullable(),
  indicator: z.string().nullable(),
  period: z.string().nullable(),
}

/** Why nothing can be frozen; each has its sentence on the page. */
export const FREEZE_STOPS = [
  // Nothing has been delivered, or nothing for the months after the release before.
  'no-figures',
  'month-not-over',
  'not-after-latest',
  // One is frozen and not yet published: publish or cancel it first.
  'one-is-waiting',
  // A revision that would say the same.
  'nothing-changed',
  'freeze-running',
] as const
export type FreezeStop = (typeof FREEZE_STOPS)[number]

/** Agencies of which the check speaks are those that report by themselves; months are `YYYY-MM`. */
export const ReleaseCheck = z
  .object({
    through: z.string(),
    previous: z.string().nullable().describe('Code of the release it is compared with.'),
    replaces: z.string().nullable(),
    code: z.string().describe('What it will be called.'),
    asOf: z.string().nullable(),
    stops: z.array(z.object({ code: z.enum(FREEZE_STOPS), says: z.string().nullable() })),
    coverage: z.object({
      months: z.array(z.string()).describe('Months that the release before does not hold.'),
      agencies: z.number(),
      complete: z.number().describe('Agencies that have delivered every one of them.'),
      late: z
        .array(z.object({ agency: z.string(), months: z.array(z.string()) }))
        .describe('Each needs a reason in `late` of what is sent; it is released as missing.'),
      stays: z
        .array(z.string())
        .describe(
          'Of a revision: codes of those that stay missing. One that was held back is accepted first.',
        ),
      present: z
        .array(z.string())
        .describe(
          'Codes of those that are not late. One in `late` of what is sent is held back: released as missing.',
        ),
    }),
    breaks: z.object({
      count: z.number(),
      items: z.array(z.object({ ...place, note: z.string().nullable() })).describe('Up to 100.'),
    }),
    signals: z.object({
      count: z.number().describe('Runs that reach into the new months.'),
      items: z.array(z.object({ ...place, sentence: z.string() })).describe('Up to 100.'),
    }),
    suppression: z.object({
      hidden: z.number().describe('Figures about few people that are withheld.'),
      newlyHidden: z.number().describe('Of them, those that the release before showed.'),
    }),
    differences: z.object({
      count: z.number().describe('Figures of old months that come out differently.'),
      items: z.array(FigureChange).describe('Up to 100, the largest first.'),
    }),
  })
  .meta({ id: 'ReleaseCheck' })
export type ReleaseCheck = z.infer<typeof ReleaseCheck>

const publishAt = z.iso
  .datetime({ offset: true })
  .nullable()
  .default(null)
  .describe('Seen by everybody from then on; null: at the instant of the plan, or else at once.')

export const FreezeRelease = z.strictObject({
  through: Month,
  planId: z.string().min(1).max(100).nullable().default(null).describe('Of the calendar of releases.'),
  publishAt,
  late: z
    .array(LateAgency)
    .max(5000)
    .default([])
    .describe('Every agency that the check calls late, and those that are held back.'),
})
export type FreezeRelease = z.infer<typeof FreezeRelease>

export const ReviseRelease = z.strictObject({
  replaces: ReleaseCode,
  reason: z.string().trim().min(10).max(1000),
  publishAt,
  late: z
    .array(LateAgency)
    .max(5000)
    .default([])
    .describe(
      'Those that are held back now: what the release said of their new months is released as missing.',
    ),
})
export type ReviseRelease = z.infer<typeof ReviseRelease>

/** Before it is published; null: now. */
export const MoveRelease = z.strictObject({
  code: ReleaseCode,
  publishAt: z.iso.datetime({ offset: true }).nullable(),
})
export type MoveRelease = z.infer<typeof MoveRelease>

export const CancelRelease = z.strictObject({ code: ReleaseCode })

export const RotateReleaseKey = z.strictObject({})

/** A freeze under way or ended; kept over a restart. */
export const Freeze = z
  .object({
    id: z.string(),
    code: z.string(),
    kind: z.enum(['regular', 'revision']),
    state: z.enum(['running', 'done', 'failed']),
    step: z.enum(['waiting', 'copying', 'reading', 'hiding', 'writing', 'signing']).nullable(),
    share: z.number().nullable().describe('Of the step, 0 to 1.'),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    problem: z.string().nullable().describe('A sentence, where it failed.'),
  })
  .meta({ id: 'Freeze' })
export type Freeze = z.infer<typeof Freeze>

/** A release as stewards see it, before publication as well. */
export const DeskRelease = ReleaseItem.extend({
  state: z.enum(['frozen', 'published']),
  frozenAt: z.string(),
}).meta({ id: 'DeskRelease' })
export type DeskRelease = z.infer<typeof DeskRelease>
