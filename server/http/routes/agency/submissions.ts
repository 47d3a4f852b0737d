import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { agenciesAllowed, allow, allowSomewhere } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { markRead } from '#server/actions/notes/mark-read.ts'
import { setProvisional } from '#server/actions/publication/set-provisional.ts'
import { accept } from '#server/actions/submissions/accept.ts'
import { askForChange } from '#server/actions/submissions/ask-change.ts'
import { submit } from '#server/actions/submissions/submit.ts'
import { getAgencyId } from '#server/db/queries/calendars.ts'
import { countUnread, listNotes } from '#server/db/queries/notes.ts'
import { listSubmissionEvents } from '#server/db/queries/submissions.ts'
import { readSubmissions } from '#server/readings/read-submissions.ts'
import { type Note, NoteList, ReadNotes } from '#shared/contract/note.ts'
import { Month } from '#shared/contract/release.ts'
import {
  AcceptSubmissions,
  AskForChange,
  SetProvisional,
  SubmissionBoard,
  SubmissionHistory,
  Submit,
} from '#shared/contract/submission.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sayActors } from '../../say-actors.ts'

// How figures of agencies are on their way to a release, and what people are told about it.

const PRIVATE = { 'cache-control': 'private, no-store' }
const NOTES_SHOWN = 100
const errors = {
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
  409: problemAnswer,
}
const security = [{ token: [] }]
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })

const boardRoute = createRoute({
  method: 'get',
  path: '/submissions',
  summary: 'How months of the agencies one may see are on their way to a release',
  security,
  request: {
    query: z.strictObject({
      agency: z.string().min(1).optional().openapi({ description: 'A code, that agency alone.' }),
      months: z.coerce
        .number()
        .int()
        .min(1)
        .max(12)
        .default(3)
        .openapi({ type: 'integer', description: 'The newest that have ended.' }),
      lang,
    }),
  },
  responses: { 200: { description: 'As it stands now.', ...json(SubmissionBoard) }, ...errors },
})

const historyRoute = createRoute({
  method: 'get',
  path: '/submissions/history',
  summary: 'How an agency’s month came to its state',
  security,
  request: { query: z.strictObject({ agency: z.string().min(1), month: Month, lang }) },
  responses: { 200: { description: 'Latest first.', ...json(SubmissionHistory) }, ...errors },
})

const notesRoute = createRoute({
  method: 'get',
  path: '/notes',
  summary: 'What one was told',
  security,
  responses: { 200: { description: 'Latest first.', ...json(NoteList) }, ...errors },
})

const change = <Input extends z.ZodType>(
  method: 'post' | 'put',
  path: string,
  summary: string,
  input: Input,
) =>
  createRoute({
    method,
    path,
    summary,
    security,
    request: { body: { required: true, ...json(input) } },
    responses: { 200: { description: 'It is done.', ...json(z.looseObject({})) }, ...errors },
  })

export const submissions = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(boardRoute, async (c) => {
    const { agency, months } = c.req.valid('query')
    const context = c.get('context')
    if (agency === undefined) allowSomewhere(context.actor, 'submission.read')
    else await allow(context, 'submission.read', [agency])
    const allowed = await agenciesAllowed(context, 'submission.read')
    const board = await readSubmissions(c.get('world'), {
      maySee: ({ code }) =>
        (allowed === null || allowed.has(code)) && (agency === undefined || code === agency),
      now: context.clock(),
      zone: context.defaultTimezone,
      months,
      who: await sayActors(c),
    })
    return c.json(board, 200, PRIVATE)
  })
  .openapi(historyRoute, async (c) => {
    const { agency, month } = c.req.valid('query')
    await allow(c.get('context'), 'submission.read', [agency])
    const { read } = c.get('world').db
    const events = await listSubmissionEvents(read, await getAgencyId(read, agency), `${month}-01`)
    const who = await sayActors(c)
    const items = events.map(({ state, changedAt, changedBy, reason }) => ({
      state,
      at: changedAt,
      by: who(changedBy),
      reason,
    }))
    return c.json({ items }, 200, PRIVATE)
  })
  .openapi(change('post', '/submissions', 'Submit months for release', Submit), async (c) =>
    c.json(await act(c.get('context'), submit, c.req.valid('json')), 200),
  )
  .openapi(
    change('post', '/submissions/acceptances', 'Accept what was submitted', AcceptSubmissions),
    async (c) => c.json(await act(c.get('context'), accept, c.req.valid('json')), 200),
  )
  .openapi(
    change('post', '/submissions/change-requests', 'Send it back with a reason', AskForChange),
    async (c) => c.json(await act(c.get('context'), askForChange, c.req.valid('json')), 200),
  )
  .openapi(
    change('put', '/publication', 'Show figures of an agency before a release, or not', SetProvisional),
    async (c) => c.json(await act(c.get('context'), setProvisional, c.req.valid('json')), 200),
  )
  .openapi(notesRoute, async (c) => {
    const { actor } = c.get('context')
    await allow(c.get('context'), 'note.read', 'self')
    const { read } = c.get('world').db
    const [unread, rows] = await Promise.all([
      countUnread(read, actor.id),
      listNotes(read, actor.id, NOTES_SHOWN),
    ])
    const items = rows.map(({ noteId, kind, about, madeAt, readAt }) => ({
      id: noteId,
      kind: kind as Note['kind'],
      about: JSON.parse(about) as Note['about'],
      madeAt,
      readAt,
    }))
    return c.json({ unread, items }, 200, PRIVATE)
  })
  .openapi(change('post', '/notes/read', 'Mark what one was told as read', ReadNotes), async (c) =>
    c.json(await act(c.get('context'), markRead, c.req.valid('json')), 200),
  )
