import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Directory } from '#server/readings/directory.ts'
import { text } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf, type StoredIndicator } from '#shared/indicators/given.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { cardOf } from '../../indicator-card.ts'
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
    concept: bilingual,
    interpretation: bilingual,
    measure: bilingual.openapi({ description: 'Ukuran of Satu Data: what kind of number it is.' }),
    classification: z
      .array(z.object({ code: z.string(), name: bilingual }))
      .openapi({ description: 'What it can be cut by.' }),
    composite: z
      .object({ isComposite: z.boolean(), components: z.array(z.string()) })
      .openapi({ description: 'Whether it is made of other indicators, and of which.' }),
    publication: z
      .object({ periods: z.array(z.string()) })
      .openapi({ description: 'Grains of the periods that it is published for.' }),
    estimateLevels: z.array(z.string()).openapi({ description: 'From the whole nation to the unit.' }),
    public: z.boolean(),
    producer: bilingual,
    lastUpdate: z
      .string()
      .nullable()
      .openapi({ description: 'The latest instant that its data is true up to; null: none delivered.' }),
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
    const directory = await c.get('world').directory()
    const items = [
      ...INDICATORS.map((definition) => describe(definition, directory)),
      ...directory.indicators.map((created) => describeCreated(created, directory)),
    ]
    return c.json({ items, next: null }, 200)
  })
  .openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param')
    const directory = await c.get('world').directory()
    const definition = findIndicator(id)
    if (definition) return c.json(describe(definition, directory), 200)
    const created = directory.indicators.find(({ code }) => code === id)
    if (!created) throw new Refusal('not_found', 'no-indicator', { id })
    return c.json(describeCreated(created, directory), 200)
  })

function describe(definition: IndicatorDefinition, directory: Directory) {
  const { id, group, unit, direction, countedIn } = definition
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
    ...cardOf(definition, directory),
  }
}

/** An indicator that an import created: named as its file names it, in whatever language. */
function describeCreated(created: StoredIndicator, directory: Directory) {
  const definition = definitionOf(created)
  const { id, group, unit, direction, countedIn } = definition
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
    ...cardOf(definition, directory),
  }
}
