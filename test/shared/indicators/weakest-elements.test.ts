import { describe, expect, it } from 'vitest'
import { indexWithoutCost, weakestElements } from '#shared/indicators/weakest-elements.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'

const means = (values: readonly number[], half = 0.05) =>
  values.map((value, i) => ({ element: ELEMENTS[i]!, value, low: value - half, high: value + half }))

describe('the weakest elements', () => {
  it('are the three lowest', () => {
    // Kelurahan Pelabuhan, Samarinda, 2022 (n = 175): sums 590 594 586 700 577 604 600 615 610.
    const sums = [590, 594, 586, 700, 577, 604, 600, 615, 610]
    expect(
      weakestElements(
        means(
          sums.map((sum) => sum / 175),
          0.012,
        ),
      ),
    ).toEqual({
      weakest: ['product', 'time', 'requirements'],
      notClearlyApart: ['procedure'],
    })
  })

  it('are more where others tie with the third as shown, whatever the order', () => {
    const values = [3.5, 3.001, 2.9, 3.004, 3.0, 3.6, 2.8, 3.6, 3.6]
    const { weakest, notClearlyApart } = weakestElements(means(values, 0.2))
    expect(weakest).toEqual(['behaviour', 'time', 'product', 'procedure', 'cost'])
    expect(notClearlyApart).toEqual([])
    expect(weakestElements(means(values, 0.2).reverse()).weakest).toEqual(weakest)
  })

  it('name what the sample does not tell apart from them', () => {
    const { notClearlyApart } = weakestElements(means([3.0, 3.0, 3.0, 3.05, 3.2, 4, 4, 4, 4], 0.1))
    expect(notClearlyApart).toEqual(['cost', 'product'])
  })

  it('are fewer where fewer are known', () => {
    expect(weakestElements([]).weakest).toEqual([])
    expect(weakestElements(means([3])).weakest).toEqual(['requirements'])
  })
})

it('an index has a second reading where the service is free to everybody', () => {
  expect(indexWithoutCost(means([3, 3, 3, 4, 3, 3, 3, 3, 2]))).toBeCloseTo((23 / 8) * 25, 9)
  expect(indexWithoutCost(means([3, 3, 3, 3.99, 3, 3, 3, 3, 3]))).toBeNull()
  expect(indexWithoutCost([])).toBeNull()
})
