import { describe, expect, it } from 'vitest'
import type { CellScope } from '#server/readings/collect-scopes.ts'
import { ALL_HIDDEN, type HiddenCells } from '#server/readings/hidden-cells.ts'
import { suppress } from '#server/readings/suppress.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { measured, missing } from '#shared/measure/measure.ts'

const SCOPE = {
  agency: null,
  service: null,
  period: { period: '2025', grain: 'year' },
  cell: {},
} as unknown as CellScope
const NONE_HIDDEN: HiddenCells = { isPublished: () => true, isHidden: () => false }
const respondents = findIndicator('respondents')!
const many = measured(500, { n: 500 })

describe('suppress', () => {
  it('shows a live figure about people to nobody beside a release, not even that there is none', () => {
    const given = { ...many, flags: ['from-values' as const] }
    for (const measure of [many, measured(0, { n: 0 }), given, missing('not-applicable')]) {
      expect(suppress(respondents, measure, SCOPE, NONE_HIDDEN)).toEqual(measure)
      expect(suppress(respondents, measure, SCOPE, ALL_HIDDEN)).toEqual(missing('too-few'))
    }
  })

  it('leaves what is missing for another reason, what is not about people, and those who see everything', () => {
    expect(suppress(respondents, missing('not-reported'), SCOPE, ALL_HIDDEN)).toEqual(missing('not-reported'))
    expect(suppress(findIndicator('received')!, many, SCOPE, ALL_HIDDEN)).toEqual(many)
    expect(suppress(respondents, many, SCOPE, null)).toEqual(many)
  })
})
