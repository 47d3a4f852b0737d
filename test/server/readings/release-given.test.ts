import { describe, expect, it } from 'vitest'
import { findHidden, givenMeasure, type PeopleTables } from '#server/readings/find-hidden.ts'
import { EVERYTHING, placeOf, timeOf } from '#server/readings/people-keys.ts'
import { givenPart, packSecret, type ReleaseSecret } from '#server/readings/release-secret.ts'
import { type Grain, periodOf } from '#shared/time/period.ts'
import { makeDice } from '#test/support/dice.ts'
import { attackRandomGiven } from '#test/support/random-given.ts'

// Releases of what agencies counted themselves, and an attacker who has all of them. Thousands more in test/long.

const dice = makeDice()
const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']

/** What is hidden is worked out of these counts, `agency,service,period` → people, after earlier releases. */
const tablesOf = (
  agencies: PeopleTables['places']['agencies'],
  cells: ReadonlyMap<string, number>,
  earlier: readonly ReleaseSecret[],
): PeopleTables => ({
  places: { agencies, services: [{ serviceId: 1 }] },
  months: [],
  isCoarse: false,
  isReleased: true,
  rules: { threshold: 10 },
  counts: { [givenMeasure('respondents')]: Array.from(cells, (cell) => cell.join()).join(';') },
  earlier: [...earlier],
})

describe(`releases of given counts (TEST_SEED=${dice.seed})`, () => {
  it('no hidden count can be pinned, nor between bounds closer than the threshold', () => {
    const found = attackRandomGiven(dice, 25, { most: 5, releases: 1 })
    expect(found.hidden).toBeGreaterThan(250)
    expect(found).toMatchObject({ pinned: [], narrow: [] })
  })

  it('of two releases none can be pinned, and beside spans of their own no small one', () => {
    const found = attackRandomGiven(dice, 20, { most: 5, releases: 2 })
    expect(found.hidden).toBeGreaterThan(200)
    expect(found.pinned).toEqual([])
    // A span is hidden where anything else is told within it, a secret or not: what is none may be worked out.
    expect(attackRandomGiven(dice, 20, { most: 5, releases: 2, spans: 1 }).exposed).toEqual([])
  })

  it('where a share of the people is given, those whom it counts are equations too', () => {
    const sizes = { most: 4, releases: 2, isAsked: true }
    const found = attackRandomGiven(dice, 15, sizes)
    expect(found.hidden).toBeGreaterThan(100)
    expect(found.pinned).toEqual([])
    // That they are not looked at is noticed.
    expect(attackRandomGiven(makeDice(7), 25, sizes, { isDeaf: true }).pinned.length).toBeGreaterThan(5)
  })

  it('the same attacker pins most where only each figure by itself is looked at', () => {
    const found = attackRandomGiven(makeDice(5), 25, { most: 4, releases: 1 }, { ignores: true })
    expect(found.pinned.length).toBeGreaterThan(found.hidden / 2)
  })
})

describe('a total that is what it was by chance', () => {
  type Cells = Map<string, number>
  /** Adds a count of a month to every period of a place around it. */
  const tell = (cells: Cells, agency: number, service: number, month: string, n: number) => {
    for (const grain of GRAINS) {
      const name = `${agency},${service},${periodOf(`${month}-01`, grain)}`
      cells.set(name, (cells.get(name) ?? 0) + n)
    }
  }
  /** What is hidden in the last of some releases. */
  const hiddenAfter = (offices: number[], releases: readonly Cells[]) => {
    const earlier: ReleaseSecret[] = []
    let hidden: ReturnType<typeof placeOf>[] = []
    for (const cells of releases) {
      const agencies = offices.map((agencyId) => ({ agencyId, parentId: null, isLeaf: true }))
      const tables = tablesOf(agencies, cells, earlier)
      const parts = [...findHidden(tables)]
      earlier.push(packSecret(tables, parts))
      hidden = Array.from(parts.find(([part]) => part === givenPart('surveys'))![1], placeOf)
    }
    return hidden
  }

  it('is hidden where it would tell a small count, although an earlier release showed it', () => {
    // In November 11 and 11 for good: one office, one service. Then 10, and 1 in January.
    const release = (counts: Record<string, number>): Cells => {
      const cells: Cells = new Map()
      for (const [month, n] of Object.entries(counts))
        for (const agency of [0, 1]) for (const service of [0, 1]) tell(cells, agency, service, month, n)
      return cells
    }
    expect(hiddenAfter([1], [release({ '2025-11': 11 })])).toEqual([])
    const hidden = hiddenAfter([1], [release({ '2025-11': 11 }), release({ '2025-11': 10, '2026-01': 1 })])
    const times = hidden.map(({ time }) => time)
    expect(times).toContain(timeOf('2026-01'))
    expect(times).toContain(timeOf('all'))
  })

  it('nor is what it counts beside its parts', () => {
    // Office 1 tells no services: 11 in January, then 10, then 10 and 1 in April; office 3 tells one.
    const release = (counts: Record<string, number>): Cells => {
      const cells: Cells = new Map()
      for (const [month, n] of Object.entries(counts)) {
        for (const agency of [0, 1]) tell(cells, agency, 0, month, n)
        if (month !== '2025-01') continue
        for (const agency of [0, 3]) for (const service of [0, 1]) tell(cells, agency, service, month, 20)
      }
      return cells
    }
    const hidden = hiddenAfter(
      [1, 3],
      [release({ '2025-01': 11 }), release({ '2025-01': 10 }), release({ '2025-01': 10, '2025-04': 1 })],
    )
    const ofOffice = hidden.filter(({ agency }) => agency === 2).map(({ time }) => time)
    expect(ofOffice).toContain(timeOf('2025-04'))
    expect(ofOffice).toContain(timeOf('2025-S1'))
  })
})

describe('what is hidden of given figures of a whole directory, month after month', () => {
  it('is little more than what is small', () => {
    const from = makeDice(7)
    // Provinces 1 … 8, two cities in each, two offices in each city; those of the last province hear few people.
    const provinces = Array.from({ length: 8 }, (_, i) => 1 + i)
    const cities = provinces.flatMap((province) => [10 * province, 10 * province + 1])
    const offices = cities.flatMap((city) => [10 * city, 10 * city + 1])
    const agencies = [...provinces, ...cities, ...offices].map((agencyId) => ({
      agencyId,
      parentId: agencyId < 10 ? null : Math.floor(agencyId / 10),
      isLeaf: agencyId >= 100,
    }))
    const all = Array.from({ length: 20 }, (_, i) => {
      const month = String((i % 12) + 1).padStart(2, '0')
      return `${2025 + Math.floor(i / 12)}-${month}-01`
    })
    const given = all.map((month) =>
      offices.map((office) => {
        const most = office >= 800 ? 6 : 12 + (office % 50)
        return { office, month, n: from.int(Math.ceil(most / 2), most) }
      }),
    )
    const earlier: ReleaseSecret[] = []
    const counts: number[] = []
    for (const through of [16, 17, 18, 19, 20]) {
      const cells = new Map<string, number>()
      for (const { office, month, n } of given.slice(0, through).flat())
        for (const agency of [office, Math.floor(office / 10), Math.floor(office / 100), 0])
          for (const grain of GRAINS) {
            const cell = `${agency},0,${periodOf(month, grain)}`
            cells.set(cell, (cells.get(cell) ?? 0) + n)
          }
      const tables = tablesOf(agencies, cells, earlier)
      const parts = [...findHidden(tables)]
      earlier.push(packSecret(tables, parts))
      const hidden = Array.from(parts.find(([part]) => part === givenPart('surveys'))![1], placeOf)
      expect(hidden.filter(({ agency }) => agency === EVERYTHING)).toEqual([])
      const last = all[through - 1]!.slice(0, 7)
      for (const period of [last, last.slice(0, 4), 'all'])
        counts.push(hidden.filter(({ time }) => time === timeOf(period)).length)
    }
    // Seven of the 57 have few people, as where answers are counted: see release-disclosure.test.ts.
    expect(counts.reduce((sum, n) => sum + n)).toBeLessThan(2.2 * 7 * counts.length)
  })
})
