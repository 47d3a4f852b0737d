import { z } from 'zod'

// What a person is told in the product itself, beside the mail about it.

export const NOTE_KINDS = [
  'submit-by',
  'submitted',
  'change-requested',
  'accepted',
  'release-published',
  'release-overdue',
  'survey-full',
] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** What the sentence of a note names; which of them are there depends on its kind. */
export const NoteAbout = z.object({
  agencies: z.array(z.string()).optional().describe('Codes, at most ten.'),
  count: z.number().optional().describe('How many agencies and months it is about.'),
  months: z.array(z.string()).optional(),
  by: z.string().optional(),
  reason: z.string().optional(),
  code: z.string().optional().describe('Of a release.'),
  through: z.string().optional(),
  replaces: z.string().optional(),
  publishAt: z.string().optional(),
  submitBy: z.string().optional(),
  service: z.string().optional().describe('By name.'),
  day: z.string().optional(),
  cap: z.number().optional().describe('Answers that a survey form takes in a day.'),
})
export type NoteAbout = z.infer<typeof NoteAbout>

export const Note = z
  .object({
    id: z.string(),
    kind: z.enum(NOTE_KINDS),
    about: NoteAbout,
    madeAt: z.string(),
    readAt: z.string().nullable(),
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof Note>

export const NoteList = z
  .object({ unread: z.number(), items: z.array(Note).describe('Latest first, at most 100.') })
  .meta({ id: 'NoteList' })
export type NoteList = z.infer<typeof NoteList>

export const ReadNotes = z.strictObject({
  ids: z.array(z.string().min(1).max(100)).min(1).max(100).nullable().describe('null: all of them.'),
})
