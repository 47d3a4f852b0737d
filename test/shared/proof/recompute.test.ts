import { describe, expect, it } from 'vitest'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import { definitionOf } from '#shared/indicators/given.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { canonicalJson } from '#shared/proof/canonical.ts'
import type { PublishedDefinition } from '#shared/proof/definition.ts'
import { publishedDefinitions } from '#shared/proof/definitions.ts'
import { recompute } from '#shared/proof/recompute.ts'
import { CASE_COUNTS, type CaseCounts, type Cell, SURVEY_MEASURES } from '#shared/rollups/cell.ts'
import { digestOf } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import { fc } from '#test/support/properties.ts'

// Small counts come often: nothing, one and "all of them" are where definitions differ.
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 90_000 }))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const durations = maybe(
  fc
    .tuple(fc.array(fc.integer({ min: 0, max: 4_000_000 }), { maxLength: 40 }), fc.boolean())
    .map(([values, isExact]) => summariseDigest({ ...digestOf(values), isExact })),
)
const sums = fc
  .record({
    n: count,
    weight: fc.integer({ min: 0, max: 40 }),
    mean: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  .map(({ n, weight, mean }) => {
    const all = (n * weight) / 10
    return { n, weight: all, sum: all * mean, squareSum: all * mean * mean * 1.1 }
  })
const costSum = maybe(fc.record({ total: count, completed: count, isPartial: fc.boolean() }))

const cell: fc.Arbitrary<Cell> = fc.record({
  cases: fc
    .tuple(...CASE_COUNTS.map(() => count))
    .map(
      (counts) =>
        Object.fromEntries(CASE_COUNTS.map((name, i) => [name, counts[i]])) as unknown as CaseCounts,
    )
    // Parts are no larger than what they are part of.
    .map((cases) => ({
      ...cases,
      rejected: Math.min(cases.rejected, cases.completed),
      digital: Math.min(cases.digital, cases.channelKnown),
      dueOnTime: Math.min(cases.dueOnTime, cases.due),
      closedOnTime: Math.min(cases.closedOnTime, cases.closedDue),
    })),
  elapsed: durations,
  workingDays: durations,
  backlog: maybe(fc.integer({ min: -20, max: 4000 })),
  isBacklogLastKnown: fc.boolean(),
  survey: maybe(
    fc.record({
      responses: count,
      measures: fc.dictionary(fc.constantFrom(...SURVEY_MEASURES), sums, { maxKeys: 11 }),
    }),
  ),
  complaints: maybe(
    fc
      .record({ received: count, resolved: count, due: count, dueOnTime: count, flagged: count })
      .map((counts) => ({ ...counts, dueOnTime: Math.min(counts.dueOnTime, counts.due) })),
  ),
  costs: maybe(
    fc.record({
      cost: costSum,
      staff: costSum,
      isCostIncomplete: fc.boolean(),
      isStaffIncomplete: fc.boolean(),
    }),
  ),
})
const known = fc.record({ isCovered: fc.boolean(), isCurrentOrLater: fc.boolean() })

const created = {
  code: 'kunjungan',
  name: 'Kunjungan',
  unit: 'count',
  direction: 'up',
  adds: 'sum',
  source: 'import',
} as const
const definitions: IndicatorDefinition[] = [...INDICATORS, definitionOf(created)]
/** As they are after they were published and read again. */
const published = JSON.parse(
  canonicalJson(JSON.parse(JSON.stringify(publishedDefinitions([created])))),
) as PublishedDefinition[]

describe('definitions as data', () => {
  it('are there for every indicator, in order, with texts in both languages', () => {
    expect(published.map(({ id }) => id)).toEqual(definitions.map(({ id }) => id))
    for (const { id, texts } of published) {
      for (const locale of ['id', 'en'] as const) {
        expect(
          Object.values(texts[locale]).every((value) => value.length > 0),
          `${id} in ${locale}`,
        ).toBe(true)
      }
    }
  })

  it.each(definitions.map((definition, i) => [definition.id, definition, published[i]!] as const))(
    '%s: the same figure from any cell as by its code',
    (_, definition, data) => {
      fc.assert(
        fc.property(cell, known, (of, situation) => {
          expect(recompute(data, of, situation)).toEqual(evaluateIndicator(definition, of, situation))
        }),
        { numRuns: 400 },
      )
    },
  )

  it('of the first version say nothing of how sure a count of 0 is, so that its releases still verify', () => {
    const received = published.find(({ id }) => id === 'received')!
    const nothing = fc.sample(cell, 1)[0]!
    const of = { ...nothing, cases: { ...nothing.cases, received: 0 } }
    const situation = { isCovered: true, isCurrentOrLater: false }
    expect(recompute(received, of, situation)).toMatchObject({ value: 0, low: 0 })
    expect(recompute({ ...received, version: 1 }, of, situation)).toMatchObject({ value: 0, low: null })
  })
})
