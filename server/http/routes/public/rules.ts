import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import * as rules from '#server/db/queries/rules.ts'
import * as contract from '#shared/contract/calendar.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const list = <Query extends z.ZodRawShape, Answer extends z.ZodType>(
  path: string,
  summary: string,
  query: Query,
  answer: Answer,
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    request: { query: z.strictObject({ ...query, lang, source }) },
    responses: {
      200: { description: 'All of it.', content: { 'application/json': { schema: answer } } },
      400: problemAnswer,
    },
  })

const code = z.string().min(1)

/** The rules that figures are worked out by: who keeps which calendar, and what is promised. */
export const rulesInForce = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(
    list('/calendars', 'Calendars with their patterns and exceptions', {}, contract.CalendarList),
    async (c) => c.json(await rules.listCalendars(c.get('world').db.read), 200),
  )
  .openapi(
    list(
      '/calendars/holidays',
      'Holidays and joint leave of a year',
      {
        set: code.default('id'),
        year: z.coerce.number().int().min(1990).max(2060).openapi({ type: 'integer' }),
      },
      contract.HolidayList,
    ),
    async (c) => {
      const { set, year } = c.req.valid('query')
      return c.json(await rules.listHolidays(c.get('world').db.read, set, year), 200)
    },
  )
  .openapi(
    list('/calendars/agencies', 'Which agency keeps which calendar', {}, contract.AgencyCalendarList),
    async (c) => c.json(await rules.listAgencyCalendars(c.get('world').db.read), 200),
  )
  .openapi(
    list(
      '/standards',
      'What is promised of services, from when to when',
      { service: code.optional() },
      contract.StandardList,
    ),
    async (c) => {
      const { service = null } = c.req.valid('query')
      return c.json(await rules.listStandards(c.get('world').db.read, service), 200)
    },
  )
  .openapi(
    list('/complaint-classes', 'Classes of complaints with their limits', {}, contract.ComplaintClassList),
    async (c) => c.json(await rules.listClasses(c.get('world').db.read), 200),
  )
