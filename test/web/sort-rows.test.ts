import { describe, expect, it } from 'vitest'
import { makeReading } from '#test/support/reading.ts'
import { figureKey, findRows, type LeagueRow, nextSort, sortOrder, sortRows } from '#web/parts/sort-rows.ts'

const row = (code: string, name: string, note?: string): LeagueRow => ({ code, name, level: 'unit', note })
const rows = [
  row('c', 'Bandung', 'Kota'),
  row('a', 'Depok'),
  row('b', 'Bandung', 'Kabupaten'),
  row('d', 'Ambon'),
]
const figures = new Map(
  Object.entries({ a: 3, b: null, c: 7, d: 0 }).map(([code, value]) => [
    figureKey(code, 'received'),
    makeReading({ indicator: 'received', agency: code, value }),
  ]),
)
const order = (sort: string) =>
  sortRows(rows, sort, figures)
    .map(({ code }) => code)
    .join('')

describe('sortRows', () => {
  it('is by name, the same names always in one order', () => {
    expect([order('name'), order('-name')]).toEqual(['dbca', 'acbd'])
  })

  it('is by a figure, zero included, those without one last either way', () => {
    expect([order('received'), order('-received')]).toEqual(['dacb', 'cadb'])
  })

  it('is by name under a column that nobody has', () => {
    expect(order('-nothing')).toBe('dbca')
  })
})

describe('the head of a column', () => {
  it('says how it is sorted and turns it', () => {
    expect([
      sortOrder('name', 'name'),
      sortOrder('-received', 'received'),
      sortOrder('name', 'received'),
    ]).toEqual(['ascending', 'descending', 'none'])
    expect([
      nextSort('name', 'received'),
      nextSort('-received', 'received'),
      nextSort('received', 'received'),
    ]).toEqual(['-received', 'received', '-received'])
    expect([nextSort('received', 'name'), nextSort('name', 'name')]).toEqual(['name', '-name'])
  })
})

describe('findRows', () => {
  it('looks into name, note and code, whatever the case', () => {
    const codes = (word: string) => findRows(rows, word).map(({ code }) => code)
    expect(codes('')).toHaveLength(4)
    expect(codes(' bandung ')).toEqual(['c', 'b'])
    expect(codes('KABU')).toEqual(['b'])
    expect(codes('xyz')).toEqual([])
  })
})
