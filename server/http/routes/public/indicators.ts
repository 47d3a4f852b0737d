import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { describeCreated, describeIndicator } from '#server/exports/definitions.ts'
import type { Directory } from '#server/readings/directory.ts'
import { fetchGivenGrains, type GivenGrain } from '#server/readings/fetch-given.ts'
import { IndicatorItem } from '#shared/contract/indicator.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { definitionOf, type StoredIndicator } from '#shared/indicators/given.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import { GRAINS, type Grain } from '#shared/time/period.ts'
import type { HttpEnv } from '../../env.ts'
import { cardOf } from '../../indicator-card.ts'
import { lang, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const anyQuery = z.strictObject({ lang, source })

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
      ...directory.indicators.map((one) => describeMade(one, directory, given.get(one.code) ?? [])),
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
    return c.json(describeMade(created, directory, given), 200)
  })

const describe = (definition: IndicatorDefinition, directory: Directory, given: GivenGrain[]) => ({
  ...describeIndicator(definition),
  ...cardOf(definition, directory),
  given,
})

const describeMade = (created: StoredIndicator, directory: Directory, given: GivenGrain[]) => ({
  ...describeCreated(created),
  ...cardOf(definitionOf(created), directory),
  publication: { periods: grainsOf(created, given) },
  given,
})

/** The grains that a created indicator has figures for: those given, and where they add up the longer ones. */
function grainsOf({ adds }: StoredIndicator, given: readonly GivenGrain[]): Grain[] {
  const isGiven = (grain: Grain) => given.some((one) => one.grain === grain)
  const shortest = adds === 'none' ? -1 : GRAINS.findIndex(isGiven)
  // Weeks lie across months, so that only days make one up.
  const isMade = (grain: Grain, at: number) =>
    shortest >= 0 && at > shortest && grain !== 'given' && (grain !== 'week' || isGiven('day'))
  return GRAINS.filter((grain, at) => isGiven(grain) || isMade(grain, at))
}
