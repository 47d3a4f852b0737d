import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { setSurveyForm } from '#server/actions/surveys/set-form.ts'
import { readSurveyResults } from '#server/readings/read-survey-results.ts'
import { describeForms } from '#server/readings/survey-forms.ts'
import { fault } from '#shared/contract/faults.ts'
import { SurveyForm } from '#shared/contract/survey-answer.ts'
import { SurveyFormList, SurveyResults } from '#shared/contract/survey-results.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const PERIODS = new Set(['month', 'quarter', 'semester', 'year'])

const answers = (schema: z.ZodType) => ({
  200: { description: 'As asked.', content: { 'application/json': { schema } } },
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
})
const agency = z.string().min(1).openapi({ description: 'A code, with everything below it.' })

const resultsRoute = createRoute({
  method: 'get',
  path: '/survey/results',
  summary: 'What an agency sees of its own survey: figures of few people and remarks as well',
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      agency,
      service: z.string().min(1).optional(),
      period: z
        .string()
        .refine((text) => PERIODS.has(parsePeriod(text)?.grain ?? ''), fault('period', {}))
        .openapi({ example: '2026-S1' }),
      lang,
    }),
  },
  responses: answers(SurveyResults),
})

const formsRoute = createRoute({
  method: 'get',
  path: '/survey/forms',
  summary: 'The survey forms of an agency, open and closed',
  security: [{ token: [] }],
  request: { query: z.strictObject({ agency, lang }) },
  responses: answers(SurveyFormList),
})

const setRoute = createRoute({
  method: 'put',
  path: '/survey/forms',
  summary: 'Open or close the survey form of a service',
  security: [{ token: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: SurveyForm } } } },
  responses: answers(z.object({ isOpen: z.boolean(), dailyCap: z.number().nullable() }).openapi('FormSet')),
})

/** What is the agency's own of its survey. */
export const survey = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(resultsRoute, async (c) => {
    const { agency, service = null, period } = c.req.valid('query')
    await allow(c.get('context'), 'survey.read', [agency])
    c.header('cache-control', 'private, no-store')
    const scope = { agency, service, span: parsePeriod(period)! }
    return c.json(await readSurveyResults(c.get('world'), scope), 200)
  })
  .openapi(formsRoute, async (c) => {
    const { agency } = c.req.valid('query')
    await allow(c.get('context'), 'survey.read', [agency])
    c.header('cache-control', 'private, no-store')
    const today = c.get('context').clock().slice(0, 10)
    return c.json({ items: await describeForms(c.get('world'), agency, today) }, 200)
  })
  .openapi(setRoute, async (c) =>
    c.json(await act(c.get('context'), setSurveyForm, c.req.valid('json')), 200),
  )
