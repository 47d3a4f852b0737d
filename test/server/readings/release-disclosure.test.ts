import { describe, expect, it } from 'vitest'
import { findHidden, type PeopleTables } from '#server/readings/find-hidden.ts'
import { EVERYTHING, placeOf, timeOf } from '#server/readings/people-keys.ts'
import { PeopleLattice } from '#server/readings/people-lattice.ts'
import { packSecret, type ReleaseSecret } from '#server/readings/release-secret.ts'
import { attackReleases, type SeenRelease } from '#test/support/attack-releases.ts'
import { makeDice } from '#test/support/dice.ts'
import { attackRandomReleases } from '#test/support/random-releases.ts'

// Releases one after the other, and an attacker who has all of them. Thousands more in test/long.

const dice = makeDice()
const TABLES = 25

describe(`releases of hidden counts (TEST_SEED=${dice.seed})`, () => {
  it('the attacker finds what there is to find', () => {
    const seen = (counts: number[], shown: (number | null)[]): SeenRelease => ({
      truth: new Map(counts.map((n, i) => [String(i), n])),
      cuts: [
        ...counts.map((_, i) => ({ name: String(i), atoms: [String(i)], seen: shown[i]! })),
        { name: 'all', atoms: counts.map((_, i) => String(i)), seen: shown.at(-1)! },
      ],
    })
    const widths = (...releases: SeenRelease[]) =>
      attackReleases(releases, 1000).map(({ name, low, high }) => [name, low, high])
    // Alone with its total; ten ones; covered.
    expect(widths(seen([3, 30], [null, 30, 33]))).toEqual([['0', 3, 3]])
    expect(widths(seen([1, 1, 1], [null, null, null, 3]))).toEqual([
      ['0', 1, 1],
      ['1', 1, 1],
      ['2', 1, 1],
    ])
    expect(widths(seen([3, 30, 40], [null, null, 40, 73]))).toEqual([
      ['0', 1, 32],
      ['1', 1, 32],
    ])
    // The same, and then the other one is shown.
    const earlier = seen([3, 30, 40], [null, null, 40, 73])
    expect(widths(earlier, seen([3, 30, 41], [null, 30, 41, null]))[0]).toEqual(['0', 3, 3])
  })

  it('no hidden count of two releases can be pinned, nor between bounds closer than the threshold', () => {
    const found = attackRandomReleases(dice, TABLES, { most: 6, releases: 2 })
    expect(found.hidden).toBeGreaterThan(TABLES * 10)
    expect(found).toMatchObject({ pinned: [], narrow: [] })
  })

  it.each([
    ['each release hides as if it were the first', { forgets: true }],
    ['what was shown is hidden to cover others', { knowsShown: false }],
    ['what an earlier release hid is left out of account', { remembersHidden: false }],
    ['what was hidden need not stay so', { keepsHidden: false }],
  ])('the same attacker pins some where %s', (_name, rules) => {
    let pinned = 0
    for (let seed = 1; seed < 300 && pinned === 0; seed++) {
      pinned += attackRandomReleases(makeDice(seed), 1, { most: 4, releases: 2 }, rules).pinned.length
    }
    expect(pinned).toBeGreaterThan(0)
  })

  it('no hidden count can be pinned where of those that are shown it is told how many said yes', () => {
    const found = attackRandomReleases(dice, TABLES, { most: 4, releases: 2, isAsked: true })
    expect(found.hidden).toBeGreaterThan(TABLES * 10)
    expect(found).toMatchObject({ pinned: [], narrow: [] })
    const deaf = attackRandomReleases(
      makeDice(1),
      30,
      { most: 4, releases: 1, isAsked: true },
      { isDeaf: true },
    )
    expect(deaf.pinned.length).toBeGreaterThan(0)
  })

  it('hides more where the shares of totals would tell who makes them up', () => {
    // Of the complaints to the first office all are answered in time, of those to the second none, of the third half. What
    // is in time of a service beside the third is the first office in it.
    const places = {
      agencies: [1, 2, 3].map((agencyId) => ({ agencyId, parentId: null, isLeaf: true })),
      services: [{ serviceId: 1 }, { serviceId: 2 }],
    }
    const hide = (isTold: boolean) => {
      const counts = {
        'complaints-due': [4, 20, 30, 40, 60, 60]
          .map((n, i) => `${1 + (i >> 1)},${1 + (i & 1)},2025-01-01,${n}`)
          .join(';'),
        ...(isTold && {
          'complaints-on-time': '1,1,2025-01-01,4;1,2,2025-01-01,20;3,1,2025-01-01,30;3,2,2025-01-01,30',
        }),
      }
      const tables = { places, months: ['2025-01-01'], isCoarse: false, isReleased: false, earlier: [] }
      const hidden = new Map(findHidden({ ...tables, rules: { threshold: 10 }, counts })).get('complaints')!
      const names = Array.from(hidden, placeOf)
        .filter(({ time }) => time === EVERYTHING)
        .map(({ agency, service }) => `${agency / 2}|${service}`)
      return names.sort()
    }
    // Of 34 in the first service 4 were answered in time: all of the first office, were not its own total hidden too.
    expect(hide(false)).toEqual(['1|1', '1|2', '2|1', '2|2'])
    expect(hide(true)).toEqual(['1|0', '1|1', '1|2', '2|0', '2|1', '2|2'])
  })

  it('tells what follows from earlier releases, though by chance it is what another once hid', () => {
    // City 1 has as many in service 1 as once when it had other offices: 11 + 167 + 1, now 167 + 1 + 11. Release 2 tells
    // 190 of it with office 11, which moves, and 11 of that.
    const months = ['2025-04-01']
    const first = { 11: [11, 0, 9, 3], 21: [6, 12, 2, 60], 12: [167, 196, 4, 0], 13: [1, 0, 0, 11] }
    const second = { ...first, 14: [11, 6, 8, 6] }
    const third = { ...second, 13: [1, 0, 2, 11], 14: [11, 12, 8, 6] }
    const earlier: ReleaseSecret[] = []
    const release = (offices: Record<string, number[]>, moved: number | null) => {
      const rows = Object.entries(offices).flatMap(([agency, services]) =>
        services.flatMap((n, i) => (n > 0 ? [`${agency},${i + 1},${months[0]},${n}`] : [])),
      )
      const cityOf = (office: number) => (office === moved ? 2 : Math.floor(office / 10))
      const leaves = Object.keys(offices).map(Number)
      const tables: PeopleTables = {
        places: {
          agencies: [
            ...[1, 2].map((agencyId) => ({ agencyId, parentId: null, isLeaf: false })),
            ...leaves.map((agencyId) => ({ agencyId, parentId: cityOf(agencyId), isLeaf: true })),
          ],
          services: [1, 2, 3, 4].map((serviceId) => ({ serviceId })),
        },
        months,
        isCoarse: false,
        isReleased: true,
        rules: { threshold: 10 },
        counts: { responses: rows.join(';') },
        earlier: [...earlier],
      }
      const parts = [...findHidden(tables)]
      earlier.push(packSecret(tables, parts))
      return Array.from(parts[0]![1], placeOf).map(({ agency, service }) => `${agency / 2}|${service}`)
    }
    expect(release(first, null)).toContain('1|1')
    const shown = release(second, null)
    expect(['1|1', '11|1'].filter((place) => shown.includes(place))).toEqual([])
    expect(release(third, 11)).not.toContain('1|1')
  })

  it('a release that says nothing new hides nothing new', () => {
    const places = {
      agencies: [1, 2, 3].map((agencyId) => ({ agencyId, parentId: null, isLeaf: true })),
      services: [{ serviceId: 1 }],
    }
    const tables = (earlier: ReleaseSecret[]): PeopleTables => ({
      places,
      months: ['2025-01-01'],
      isCoarse: false,
      isReleased: true,
      rules: { threshold: 10 },
      counts: { responses: '1,1,2025-01-01,4;2,1,2025-01-01,20;3,1,2025-01-01,30' },
      earlier,
    })
    const first = [...findHidden(tables([]))]
    const secret = packSecret(tables([]), first)
    expect([...findHidden(tables([secret]))]).toEqual(first)
    const second = packSecret(tables([secret]), first)
    expect(second).toMatchObject({ sequence: 2, texts: [''] })
    expect([...findHidden(tables([secret, second]))]).toEqual(first)
  })
})

describe('releases of a whole directory, month after month', () => {
  it('hide little more than what is small', () => {
    const from = makeDice(7)
    // Provinces 1 … 8, two cities in each, two offices in each city; those of the last province hear few people.
    const provinces = Array.from({ length: 8 }, (_, i) => 1 + i)
    const cities = provinces.flatMap((parentId) =>
      [0, 1].map((i) => ({ agencyId: 10 * parentId + i, parentId })),
    )
    const offices = cities.flatMap((city) =>
      [0, 1].map((i) => ({ agencyId: 10 * city.agencyId + i, parentId: city.agencyId })),
    )
    const places = {
      agencies: [
        ...provinces.map((agencyId) => ({ agencyId, parentId: null, isLeaf: false })),
        ...cities.map((city) => ({ ...city, isLeaf: false })),
        ...offices.map((office) => ({ ...office, isLeaf: true })),
      ],
      services: [{ serviceId: 1 }],
    }
    const all = Array.from({ length: 20 }, (_, i) => {
      const month = String((i % 12) + 1).padStart(2, '0')
      return `${2025 + Math.floor(i / 12)}-${month}-01`
    })
    const rows = all.map((month) =>
      offices.map(({ agencyId }) => {
        const most = agencyId >= 800 ? 6 : 12 + (agencyId % 50)
        return `${agencyId},1,${month},${from.int(Math.ceil(most / 2), most)}`
      }),
    )
    const earlier: ReleaseSecret[] = []
    const counts: number[] = []
    for (const through of [16, 17, 18, 19, 20]) {
      const months = all.slice(0, through)
      const tables: PeopleTables = {
        places,
        months,
        isCoarse: true,
        isReleased: true,
        rules: { threshold: 10 },
        counts: { responses: rows.slice(0, through).flat().join(';') },
        earlier: [...earlier],
      }
      const parts = [...findHidden(tables)]
      earlier.push(packSecret(tables, parts))
      const keys = parts.find(([part]) => part === 'surveys')![1]
      const hidden = Array.from(keys, placeOf).filter(
        ({ agency, service }) => agency % 2 === 0 && service === 0,
      )
      expect(hidden.filter(({ agency }) => agency === EVERYTHING)).toEqual([])
      const last = months.at(-1)!.slice(0, 7)
      for (const period of [last, last.slice(0, 4), 'all']) {
        const agencies = hidden.filter(({ time }) => time === timeOf(period))
        counts.push(agencies.length)
      }
    }
    // Seven of the 57 have few people: once more is hidden to cover them, not without end.
    expect(counts.reduce((sum, n) => sum + n)).toBeLessThan(2.2 * 7 * counts.length)
  })
})

describe('a coarse release', () => {
  const places = {
    agencies: [{ agencyId: 1, parentId: null, isLeaf: true }],
    services: [{ serviceId: 1 }, { serviceId: 2 }],
  }
  const months = (...names: string[]) => names.map((name) => `${name}-01`)

  it('tells services apart in years that are over: differences of others are their months', () => {
    const rules = { isCoarse: true, isReleased: true }
    const november = new PeopleLattice(places, months('2024-12', '2025-11'), rules)
    const december = new PeopleLattice(places, months('2024-12', '2025-12'), rules)
    const asked = ['2024', '2025', 'all', '2025-11', '2025-Q4']
    expect(asked.map((period) => november.isPublished(1, period))).toEqual([true, false, false, false, false])
    expect(asked.map((period) => december.isPublished(1, period))).toEqual([true, true, false, false, false])
    expect(asked.every((period) => november.isPublished(0, period))).toBe(true)
  })

  it('says of years that were told by the month only what was said', () => {
    const fine: PeopleTables = {
      places,
      months: months('2024-11', '2025-12'),
      isCoarse: false,
      isReleased: true,
      rules: { threshold: 10 },
      counts: {
        responses: '1,1,2024-11-01,40;1,2,2024-11-01,50;1,1,2025-12-01,60;1,2,2025-12-01,70',
      },
      earlier: [],
    }
    const secret = packSecret(fine, [...findHidden(fine)])
    const coarse: PeopleTables = {
      ...fine,
      isCoarse: true,
      counts: {
        responses: '1,0,2024-11-01,92;1,1,2024,42;1,2,2024,50;1,0,2025-12-01,130;1,1,2025,60;1,2,2025,70',
      },
      earlier: [secret],
    }
    const lattice = new PeopleLattice(places, coarse.months, coarse)
    const hidden = new Set([...findHidden(coarse)][0]![1])
    const isHidden = (service: number, period: string) => hidden.has(lattice.keyOf(1, service, period)!)
    expect([1, 2].map((service) => isHidden(service, '2024'))).toEqual([true, false])
    expect([1, 2].map((service) => isHidden(service, '2025'))).toEqual([false, false])
    // By which the first could be worked out.
    expect(isHidden(0, '2024')).toBe(true)
    expect(isHidden(0, '2025')).toBe(false)
  })
})
