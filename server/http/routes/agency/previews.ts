import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { assignCalendar } from '#server/actions/calendars/assign.ts'
import { removeException } from '#server/actions/calendars/remove-exception.ts'
import { setException } from '#server/actions/calendars/set-exception.ts'
import { setHolidays } from '#server/actions/calendars/set-holidays.ts'
import { setPattern } from '#server/actions/calendars/set-pattern.ts'
import { setComplaintClass } from '#server/actions/complaint-classes/set.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { previewOf } from '#server/actions/preview.ts'
import { removeStandard } from '#server/actions/standards/remove.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import { Preview, PreviewedChange } from '#shared/contract/preview.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const route = createRoute({
  method: 'post',
  path: '/previews',
  summary: 'What a change of calendars, standards or classes would bring about',
  description:
    'The change is made, its figures are read, and all of it is taken back. Imports wait meanwhile, as for the change itself.',
  security: [{ token: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: PreviewedChange } } } },
  responses: {
    200: { description: 'What would move.', content: { 'application/json': { schema: Preview } } },
    400: problemAnswer,
    401: problemAnswer,
    403: problemAnswer,
    404: problemAnswer,
  },
})

/** Before a rule is changed: what that would do. */
export const previews = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, async (c) =>
  c.json(await look(c.get('context'), c.req.valid('json')), 200),
)

function look(context: ActionContext, change: PreviewedChange): Promise<Preview> {
  const { input } = change
  switch (change.action) {
    case 'standard.set':
      return previewOf(context, setStandard, input, change.input.service)
    case 'standard.remove':
      return previewOf(context, removeStandard, input, change.input.service)
    case 'calendar.set-holidays':
      return previewOf(context, setHolidays, input, null)
    case 'calendar.set-pattern':
      return previewOf(context, setPattern, input, null)
    case 'calendar.set-exception':
      return previewOf(context, setException, input, null)
    case 'calendar.remove-exception':
      return previewOf(context, removeException, input, null)
    case 'calendar.assign':
      return previewOf(context, assignCalendar, input, null)
    case 'complaint-class.set':
      return previewOf(context, setComplaintClass, input, null)
    default:
      return change satisfies never
  }
}
