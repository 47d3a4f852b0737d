import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Directory } from '#server/readings/directory.ts'
import { fetchGivenGrains, type GivenGrain } from '#server/readings/fetch-given.ts'
import { IndicatorItem } from '#shared/contract/indicator.ts'
import { text } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf, type StoredIndicator } from '#shared/indicators/given.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import { GRAINS, type Grain } from '#shared/time/period.ts'
import type { HttpEnv } from '../../env.ts'
import { cardOf } from '../../indicator-card.ts'
import { validationHook } from '../../problem.ts'

const anyQuery = z.strictObject({ lang: z.enum(['id', 'en']).optional() })

const listRoute = createRoute({
  method: 'get',
  path: '/indicators',
  summary: 'Every figure with its definition',
  request: { query: anyQuery },
  responses: {
    200: {
      description: 'Definitions in both languages.',
      content: {
        'application/json': { schema: z.object({ items: z.array(IndicatorItem), next: z.null() }) },
      },
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
      content: { 'application/json': { schema: IndicatorItem } },
    },
    404: { description: 'There is none, as RFC 9457 problem details.' },
  },
})

export const indicators = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const world = c.get('world')
    const directory = await world.directory()
    const given = await fetchGivenGrains(world.db.read)
    const items = [
      ...INDICATORS.map((one) => describe(one, directory, given.get(one.id) ?? [])),
      ...directory.indicators.map((one) => describeCreated(one, directory, given.get(one.code) ?? [])),
    ]
    return c.json({ items, next: null }, 200)
  })
  .openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param')
    const world = c.get('world')
    const directory = await world.directory()
    const given = (await fetchGivenGrains(world.db.read, id)).get(id) ?? []
    const definition = findIndicator(id)
    if (definition) return c.json(describe(definition, directory, given), 200)
    const created = directory.indicators.find(({ code }) => code === id)
    if (!created) throw new Refusal('not_found', 'no-indicator', { id })
    return c.json(describeCreated(created, directory, given), 200)
  })

function describe(definition: IndicatorDefinition, directory: Directory, given: GivenGrain[]) {
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
    given,
  }
}

/** An indicator that an import created: named as its file names it, in whatever language. */
function describeCreated(created: StoredIndicator, directory: Directory, given: GivenGrain[]) {
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
    publication: { periods: grainsOf(created, given) },
    given,
  }
}

/** The grains that a created indicator has figures for: those given, and where they add up the longer ones. */
function grainsOf({ adds }: StoredIndicator, given: readonly GivenGrain[]): Grain[] {
  const isGiven = (grain: Grain) => given.some((one) => one.grain === grain)
  const shortest = adds === 'none' ? -1 : GRAINS.findIndex(isGiven)
  // Weeks lie across months, so that only days make one up.
  const isMade = (grain: Grain, at: number) =>
    shortest >= 0 && at > shortest && grain !== 'given' && (grain !== 'week' || isGiven('day'))
  return GRAINS.filter((grain, at) => isGiven(grain) || isMade(grain, at))
}
