import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { assignCalendar } from '#server/actions/calendars/assign.ts'
import { createCalendar } from '#server/actions/calendars/create.ts'
import { removeException } from '#server/actions/calendars/remove-exception.ts'
import { setException } from '#server/actions/calendars/set-exception.ts'
import { setHolidays } from '#server/actions/calendars/set-holidays.ts'
import { setPattern } from '#server/actions/calendars/set-pattern.ts'
import { setComplaintClass } from '#server/actions/complaint-classes/set.ts'
import { act } from '#server/actions/define-action.ts'
import { removeStandard } from '#server/actions/standards/remove.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import * as contract from '#shared/contract/calendar.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'

const recomputed = z
  .object({ recomputedCases: z.number().openapi({ description: 'Cases that came out differently.' }) })
  .openapi('Recomputed')

/** A route that makes a change: its input, its answer, and what can be wrong. */
const change = <Input extends z.ZodType, Answer extends z.ZodType>(
  method: 'post' | 'put' | 'delete',
  path: string,
  summary: string,
  input: Input,
  answer: Answer,
) =>
  createRoute({
    method,
    path,
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: {
        description: 'The change is made, with every figure it touches.',
        content: { 'application/json': { schema: answer } },
      },
      400: { description: 'What is wrong, as RFC 9457 problem details.' },
      401: { description: 'The token is missing or wrong.' },
      404: { description: 'There is no such calendar, agency, service or rule.' },
    },
  })

/** Calendars and service standards. A change works out anew the cases it touches before it answers. */
export const calendars = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(
    change(
      'post',
      '/calendars',
      'Create a calendar',
      contract.CreateCalendar,
      z.object({ code: z.string() }),
    ),
    async (c) => c.json(await act(c.get('context'), createCalendar, c.req.valid('json')), 200),
  )
  .openapi(
    change(
      'put',
      '/calendars/patterns',
      'Set the days of the week worked from a day on',
      contract.SetPattern,
      recomputed,
    ),
    async (c) => c.json(await act(c.get('context'), setPattern, c.req.valid('json')), 200),
  )
  .openapi(
    change('put', '/calendars/exceptions', 'Set one day apart', contract.SetException, recomputed),
    async (c) => c.json(await act(c.get('context'), setException, c.req.valid('json')), 200),
  )
  .openapi(
    change('delete', '/calendars/exceptions', 'Take an exception back', contract.RemoveException, recomputed),
    async (c) => c.json(await act(c.get('context'), removeException, c.req.valid('json')), 200),
  )
  .openapi(
    change(
      'put',
      '/calendars/holidays',
      'Give the holidays of a year anew',
      contract.SetHolidays,
      recomputed,
    ),
    async (c) => c.json(await act(c.get('context'), setHolidays, c.req.valid('json')), 200),
  )
  .openapi(
    change(
      'put',
      '/calendars/agencies',
      'Give an agency its calendar from a day on',
      contract.AssignCalendar,
      recomputed,
    ),
    async (c) => c.json(await act(c.get('context'), assignCalendar, c.req.valid('json')), 200),
  )
  .openapi(
    change(
      'put',
      '/standards',
      'Set what is promised of a service from a day on',
      contract.SetStandard,
      recomputed,
    ),
    async (c) => c.json(await act(c.get('context'), setStandard, c.req.valid('json')), 200),
  )
  .openapi(
    change('delete', '/standards', 'Take a promise back', contract.RemoveStandard, recomputed),
    async (c) => c.json(await act(c.get('context'), removeStandard, c.req.valid('json')), 200),
  )

/** Limits of complaints; a change works out anew the complaints it touches. */
export const complaintClasses = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(
  change(
    'put',
    '/complaint-classes',
    'Set within how many working days complaints of a class are to be settled',
    contract.SetComplaintClass,
    z.object({
      recomputedComplaints: z.number().openapi({ description: 'Complaints that came out differently.' }),
    }),
  ),
  async (c) => c.json(await act(c.get('context'), setComplaintClass, c.req.valid('json')), 200),
)
