import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { text } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf, type StoredIndicator } from '#shared/indicators/given.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'

const bilingual = z.object({ id: z.string(), en: z.string() })
const indicator = z
  .object({
    id: z.string(),
    group: z.string(),
    unit: z.string(),
    direction: z.enum(['up', 'down', 'range', 'none']),
    countedIn: z.string(),
    name: bilingual,
    definition: bilingual,
    formula: bilingual,
    source: bilingual,
    limits: bilingual,
  })
  .openapi('Indicator')

const anyQuery = z.strictObject({ lang: z.enum(['id', 'en']).optional() })

const listRoute = createRoute({
  method: 'get',
  path: '/indicators',
  summary: 'Every figure with its definition',
  request: { query: anyQuery },
  responses: {
    200: {
      description: 'Definitions in both languages.',
      content: { 'application/json': { schema: z.object({ items: z.array(indicator), next: z.null() }) } },
    },
  },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/indicators/{id}',
  summary: 'One figure with its definition',
  request: { params: z.object({ id: z.string() }), query: anyQuery },
  responses: {
    200: {
      description: 'The definition in both languages.',
      content: { 'application/json': { schema: indicator } },
    },
    404: { description: 'There is none, as RFC 9457 problem details.' },
  },
})

export const indicators = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const created = (await c.get('world').directory()).indicators
    return c.json({ items: [...INDICATORS.map(describe), ...created.map(describeCreated)], next: null }, 200)
  })
  .openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param')
    const definition = findIndicator(id)
    if (definition) return c.json(describe(definition), 200)
    const created = (await c.get('world').directory()).indicators.find(({ code }) => code === id)
    if (!created) throw new Refusal('not_found', 'no-indicator', { id })
    return c.json(describeCreated(created), 200)
  })

function describe({ id, group, unit, direction, countedIn }: IndicatorDefinition) {
  const inId = text('id').indicators.list[id]!
  const inEn = text('en').indicators.list[id]!
  const both = (field: keyof typeof inId) => ({ id: inId[field], en: inEn[field] })
  return {
    id,
    group,
    unit,
    direction,
    countedIn,
    name: both('name'),
    definition: both('definition'),
    formula: both('formula'),
    source: both('source'),
    limits: both('limits'),
  }
}

/** An indicator that an import created: named as its file names it, in whatever language. */
function describeCreated(created: StoredIndicator) {
  const { id, group, unit, direction, countedIn } = definitionOf(created)
  const [inId, inEn] = [text('id').indicators.given, text('en').indicators.given]
  return {
    id,
    group,
    unit,
    direction,
    countedIn,
    name: { id: created.name, en: created.name },
    definition: { id: inId.definition, en: inEn.definition },
    formula: { id: inId.formula[created.adds], en: inEn.formula[created.adds] },
    source: { id: created.source, en: created.source },
    limits: { id: inId.limits, en: inEn.limits },
  }
}
