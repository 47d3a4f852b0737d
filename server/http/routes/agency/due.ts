import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow, allowSomewhere } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { excuse, removeExcuse } from '#server/actions/expectations/excuse.ts'
import { removeExpectation } from '#server/actions/expectations/remove.ts'
import { setExpectation } from '#server/actions/expectations/set.ts'
import { requestReminders } from '#server/actions/reminders/request.ts'
import { setReminderRule } from '#server/actions/reminders/rule.ts'
import { stopReminders, wantReminders } from '#server/actions/reminders/stop.ts'
import { getReminderRule } from '#server/db/queries/expectations.ts'
import { listOptouts } from '#server/db/queries/reminders.ts'
import type { Directory, DirectoryAgency } from '#server/readings/directory.ts'
import { readDue } from '#server/readings/read-due.ts'
import { readExpectations } from '#server/readings/suggest-expectations.ts'
import { can } from '#shared/access.ts'
import {
  DueKey,
  DueReport,
  Excuse,
  ExpectationKey,
  Expectations,
  ReminderRule,
  RequestReminders,
  SetExpectation,
  StopReminders,
  WantReminders,
} from '#shared/contract/due.ts'
import { EXPECTED_DATASETS } from '#shared/contract/due-words.ts'
import type { HttpEnv } from '../../env.ts'
import { date, lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sayActors } from '../../say-actors.ts'

// Who is expected to deliver what by when, how it stands, and who is reminded of it.

const PRIVATE = { 'cache-control': 'private, no-store' }
const errors = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer, 404: problemAnswer }
const security = [{ token: [] }]

const get = <Answer extends z.ZodType, Query extends z.ZodType>(
  path: string,
  summary: string,
  answer: Answer,
  query: Query,
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    security,
    request: { query: query as never },
    responses: {
      200: { description: 'As asked.', content: { 'application/json': { schema: answer } } },
      ...errors,
    },
  })

const change = <Input extends z.ZodType>(
  method: 'post' | 'put' | 'delete',
  path: string,
  summary: string,
  input: Input,
) =>
  createRoute({
    method,
    path,
    summary,
    security,
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: { description: 'It is done.', content: { 'application/json': { schema: z.looseObject({}) } } },
      ...errors,
    },
  })

const dueQuery = z.strictObject({
  agency: z.string().min(1).optional().openapi({ description: 'A code, with every agency below it.' }),
  dataset: z.enum(EXPECTED_DATASETS).optional(),
  from: date.optional(),
  to: date.optional(),
  lang,
})

/** Not chained: the types of so many routes together are more than the compiler takes. */
export const due = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
due.openapi(
  get('/due', 'What is due, late and delivered, of the agencies one may see', DueReport, dueQuery),
  async (c) => {
    const { agency, dataset, from, to } = c.req.valid('query' as never) as z.infer<typeof dueQuery>
    const { actor, clock } = c.get('context')
    allowSomewhere(actor, 'due.read')
    const directory = await c.get('world').directory()
    const maySee = (one: DirectoryAgency) => {
      const line = lineOf(directory, one)
      return can(actor, 'due.read', [line]) && (agency === undefined || line.includes(agency))
    }
    const report = await readDue(c.get('world'), { maySee, now: clock(), dataset, from, to })
    const who = await sayActors(c)
    const items = report.items.map((item) => ({
      ...item,
      deliveredBy: item.deliveredBy && who(item.deliveredBy),
    }))
    return c.json({ ...report, items }, 200, PRIVATE)
  },
)
due.openapi(
  get(
    '/expectations',
    'What is expected of whom, and what agencies do by themselves',
    Expectations,
    z.object({}),
  ),
  async (c) => {
    const { actor, clock } = c.get('context')
    allowSomewhere(actor, 'due.read')
    return c.json(await readExpectations(c.get('world'), clock()), 200, PRIVATE)
  },
)
due.openapi(change('put', '/expectations', 'Expect a dataset of agencies', SetExpectation), async (c) =>
  c.json(await act(c.get('context'), setExpectation, c.req.valid('json')), 200),
)
due.openapi(change('delete', '/expectations', 'Expect it no more', ExpectationKey), async (c) =>
  c.json(await act(c.get('context'), removeExpectation, c.req.valid('json')), 200),
)
due.openapi(
  change('put', '/expectations/excuses', 'Do not wait for a delivery, with the reason', Excuse),
  async (c) => c.json(await act(c.get('context'), excuse, c.req.valid('json')), 200),
)
due.openapi(change('delete', '/expectations/excuses', 'Wait for it again', DueKey), async (c) =>
  c.json(await act(c.get('context'), removeExcuse, c.req.valid('json')), 200),
)
due.openapi(get('/reminders/rule', 'When people are reminded', ReminderRule, z.object({})), async (c) => {
  allowSomewhere(c.get('context').actor, 'due.read')
  const { ruleId: _, ...rule } = await getReminderRule(c.get('world').db.read)
  return c.json(rule, 200, PRIVATE)
})
due.openapi(change('put', '/reminders/rule', 'Set when people are reminded', ReminderRule), async (c) =>
  c.json(await act(c.get('context'), setReminderRule, c.req.valid('json')), 200),
)
due.openapi(change('post', '/reminders', 'Remind the people of agencies now', RequestReminders), async (c) =>
  c.json(await act(c.get('context'), requestReminders, c.req.valid('json')), 200),
)
due.openapi(
  change('post', '/reminders/stop', 'End the reminders of who holds the link of one', StopReminders),
  async (c) => c.json(await act(c.get('context'), stopReminders, c.req.valid('json')), 200),
)
due.openapi(
  get('/reminders/me', 'Whether one is reminded oneself', WantReminders, z.object({})),
  async (c) => {
    await allow(c.get('context'), 'reminder.want', 'self')
    const optouts = await listOptouts(c.get('world').db.read)
    return c.json({ wanted: !optouts.has(c.get('context').actor.id) }, 200, PRIVATE)
  },
)
due.openapi(change('put', '/reminders/me', 'Be reminded oneself, or not', WantReminders), async (c) =>
  c.json(await act(c.get('context'), wantReminders, c.req.valid('json')), 200),
)

/** Codes from an agency up to the top. */
function lineOf(directory: Directory, agency: DirectoryAgency): string[] {
  const line: string[] = []
  for (let at: DirectoryAgency | undefined = agency; at; at = directory.agencyById.get(at.parentId ?? 0))
    line.push(at.code)
  return line
}
