import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { namedIn, namesOf } from '#server/exports/names.ts'
import { readingsCsv } from '#server/exports/views/readings.ts'
import type { ReadingsQuery } from '#server/readings/query.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { Change } from '#shared/contract/change.ts'
import { fault } from '#shared/contract/faults.ts'
import { figure } from '#shared/contract/figure.ts'
import { Grade, PublishedIndex } from '#shared/contract/grade.ts'
import { AGENCY_LEVELS, INCLUDES, type Include, type Readings } from '#shared/contract/reading.ts'
import { Signal } from '#shared/contract/signal.ts'
import { Achievement, Target, TargetStatus } from '#shared/contract/target.ts'
import { LOCALES, text } from '#shared/i18n/text.ts'
import { FLAGS } from '#shared/measure/measure.ts'
import { CHANNELS } from '#shared/rollups/cell.ts'
import { GRAINS } from '#shared/time/period.ts'
import type { HttpEnv } from '../../env.ts'
import { date, lang, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const anyOf = () =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .refine((items) => items.length > 0, fault('list-empty', {}))
const list = (values: readonly string[]) =>
  anyOf().refine(
    (items) => items.every((item) => values.includes(item)),
    fault('some-of', { choices: values }),
  )
const codes = z
  .string()
  .min(1)
  .transform((text) =>
    text === '*'
      ? ('*' as const)
      : text
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean),
  )
  .refine((items) => items.length > 0, fault('list-empty', {}))

const channel = z
  .string()
  .min(1)
  .refine(
    (text) => text === '*' || text.split(',').every((item) => [...CHANNELS, 'unknown'].includes(item.trim())),
    fault('star-or-some-of', { choices: [...CHANNELS, 'unknown'] }),
  )
  .transform((text) => (text === '*' ? ('*' as const) : text.split(',').map((item) => item.trim())))

export const readingsQuery = z.strictObject({
  indicators: anyOf().openapi({
    type: 'string',
    example: 'median-time,on-time-rate',
    description: 'Which figures, by id.',
  }),
  agency: codes.optional().openapi({
    type: 'string',
    example: '*',
    description:
      'Codes; `*`: one reading for each agency, parents included, of a named service only for those that offer it; absent: everything together.',
  }),
  service: codes.optional().openapi({
    type: 'string',
    description: 'Codes; `*`: each that the agency offers; absent: all together.',
  }),
  channel: channel
    .optional()
    .openapi({ type: 'string', description: 'Channels; `*`: each; absent: all together.' }),
  levels: list(AGENCY_LEVELS).optional().openapi({
    type: 'string',
    description: 'Only agencies of these levels; without `agency`, each of them.',
  }),
  grain: z.enum(GRAINS).default('month').openapi({ description: 'Length of the periods.' }),
  from: date.openapi({ example: '2025-01-01', description: 'A day in the first period.' }),
  to: date.openapi({ example: '2025-12-31', description: 'A day in the last period.' }),
  include: list(INCLUDES).optional().openapi({
    type: 'string',
    example: 'signal,change',
    description:
      'What each reading brings along: `target` in force, `achievement` of it, `status` (is it met), `signal` (is it more than chance, by which rule), `change` (against the period before and the same period a year earlier).',
  }),
  lang,
  source,
})

const reading = z
  .object({
    indicator: z.string(),
    agency: z.string().nullable(),
    service: z.string().nullable(),
    channel: z.string().nullable(),
    period: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    n: z.number().nullable(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    missing: z.string().nullable(),
    coverage: z.object({ reporting: z.number(), expected: z.number() }),
    flags: z.array(z.enum(FLAGS)).openapi({
      description: FLAGS.map(
        (flag) => `\`${flag}\`: ${LOCALES.map((locale) => text(locale).indicators.flags[flag]).join(' / ')}`,
      ).join('\n'),
    }),
    exchanged: z
      .array(z.object({ period: z.string(), gone: z.number(), came: z.number() }))
      .optional()
      .openapi({
        description:
          'Earlier periods of this answer for which other units reported, where their numbers hide it: how many left, how many came.',
      }),
    casesAlone: z.number().optional().openapi({
      description:
        'Of complaints or answers held against completed cases: units that told their cases only, which are in the denominator.',
    }),
    covered: figure.covered,
    grade: Grade.nullable()
      .optional()
      .openapi({ description: 'Of the satisfaction index and its elements.' }),
    published: PublishedIndex.optional().openapi({
      description: 'Of a satisfaction index that the agency also gave itself (`values`).',
    }),
    target: Target.nullable().optional(),
    achievement: Achievement.nullable().optional(),
    status: TargetStatus.nullable().optional(),
    signal: Signal.optional(),
    change: Change.optional(),
    given: z
      .number()
      .optional()
      .openapi({ description: 'What the agency gave itself, where facts come first.' }),
  })
  .openapi('Reading', {
    example: {
      indicator: 'on-time-rate',
      agency: 'pwdx',
      service: null,
      channel: null,
      period: '2011-07',
      value: 0.8123,
      unit: 'ratio',
      n: 1234,
      numerator: 1002,
      denominator: 1234,
      low: 0.79,
      high: 0.83,
      missing: null,
      coverage: { reporting: 12, expected: 12 },
      flags: [],
    },
  })

const answer = z
  .object({
    asOf: z.string().nullable(),
    source: z.enum(['live', 'released']),
    release: z.string().optional().openapi({ description: 'Code of the release that the answer is of.' }),
    demo: z.boolean(),
    readings: z.array(reading),
  })
  .openapi('Readings')

const readingsRoute = createRoute({
  method: 'get',
  path: '/readings',
  summary: 'Figures of agencies, services and channels by period',
  request: { query: readingsQuery },
  responses: {
    200: {
      description:
        'Readings in the order of indicator, agency, service, channel, period. CSV with Accept: text/csv.',
      content: { 'application/json': { schema: answer }, 'text/csv': { schema: z.string() } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const csvRoute = createRoute({
  method: 'get',
  path: '/readings.csv',
  summary: 'The same as CSV',
  request: {
    query: readingsQuery.extend({
      labels: z
        .enum(['both'])
        .optional()
        .openapi({ description: '`both`: the names of codes as well, in both languages, behind the rest.' }),
    }),
  },
  responses: {
    200: { description: 'Readings as CSV.', content: { 'text/csv': { schema: z.string() } } },
    400: problemAnswer,
    404: problemAnswer,
  },
})

type Asked = Pick<z.output<typeof readingsQuery>, 'indicators' | 'grain' | 'from' | 'to'>

/** `/releases/{code}/readings` takes neither channels nor what comes along. */
export const toQuery = (query: Partial<z.output<typeof readingsQuery>> & Asked): ReadingsQuery => ({
  indicators: query.indicators,
  agencies: query.agency ?? null,
  services: query.service ?? null,
  channels: query.channel ?? null,
  levels: (query.levels as ReadingsQuery['levels']) ?? null,
  grain: query.grain,
  from: query.from,
  to: query.to,
  ...(query.include && { include: query.include as Include[] }),
})

const JSON_TYPE = { 'content-type': 'application/json' }
const CSV = { 'content-type': 'text/csv; charset=utf-8' }

export const readings = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(readingsRoute, async (c) => {
    const query = toQuery(c.req.valid('query'))
    const found = await readReadings(c.get('world'), query, c.get('viewer'))
    if (/text\/csv/.test(c.req.header('accept') ?? ''))
      return c.body(readingsCsv(found, query.include), 200, CSV)
    const text = JSON.stringify(found satisfies Readings)
    c.set('text', text)
    return c.body(text, 200, JSON_TYPE)
  })
  .openapi(csvRoute, async (c) => {
    const { labels, ...asked } = c.req.valid('query')
    const query = toQuery(asked)
    const found = await readReadings(c.get('world'), query, c.get('viewer'))
    const names = labels ? namesOf(namedIn(await c.get('world').directory())) : null
    return c.body(readingsCsv(found, query.include, names), 200, CSV)
  })
