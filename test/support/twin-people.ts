import { findHidden, type PeopleTables } from '#server/readings/find-hidden.ts'
import { cellKey, timeOf } from '#server/readings/people-keys.ts'
import type { PeoplePlaces } from '#server/readings/people-lattice.ts'
import { packSecret, type ReleaseSecret } from '#server/readings/release-secret.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type Grain, periodOf } from '#shared/time/period.ts'
import type { Dice } from './dice.ts'

// Twins: the same people but for some who moved between hidden places, so that every count that is shown stays as it is
// and the same ones are hidden; and but for what some of them said, so that every mean that is shown stays too. Whoever
// can tell the twins apart by anything has learned of what is hidden.

/** The first two are the same for everybody who gave them, so that they can be swapped; of the last part is missing. */
export type Answer = 'good' | 'bad' | 'own' | 'partial'

/** Of complaints those who were answered in time. */
const IN_TIME: readonly Answer[] = ['good', 'own']

export interface Person {
  ref: string
  /** of PLACES */
  agencyId: number
  serviceId: number
  /** YYYY-MM */
  month: string
  answer: Answer
  /** release in which they are first counted, from 0 */
  since: number
}

export type TwinKind = 'surveys' | 'complaints'
type Places = PeoplePlaces & { agencies: readonly { agencyId: number; parentId: number | null }[] }
const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']
const THRESHOLD = 10

/** Few people in many places; from one release to the next some come late, and a month is added. */
export function drawPeople(
  dice: Dice,
  places: Places,
  { name, months, releases }: { name: string; months: readonly string[]; releases: number },
): Person[] {
  const people: Person[] = []
  const add = (agencyId: number, serviceId: number, month: string, since: number, n: number) => {
    for (let i = 0; i < n; i++) {
      const answer = (['good', 'bad', 'partial'] as const)[i] ?? 'own'
      people.push({ ref: `${name}${people.length}`, agencyId, serviceId, month, answer, since })
    }
  }
  const firsts = months.length - releases + 1
  for (const { agencyId, isLeaf } of places.agencies) {
    if (!isLeaf) continue
    for (const { serviceId } of places.services) {
      for (const [at, month] of months.entries()) {
        const since = Math.max(0, at - firsts + 1)
        const n = dice.chance(0.2) ? 0 : dice.chance(0.5) ? dice.int(2, 12) : dice.int(10, 25)
        add(agencyId, serviceId, month, since, n)
        if (since === 0 && releases > 1 && dice.chance(0.1))
          add(agencyId, serviceId, month, 1, dice.int(1, 3))
      }
    }
  }
  return people
}

interface Hidden {
  /** of what counts everybody, by the keys of cells */
  keys: ReadonlySet<number>
  /** all of it */
  text: string
}

/** What each release would hide of these people. */
function hideEach(
  kind: TwinKind,
  places: PeoplePlaces,
  people: readonly Person[],
  releases: number,
): Hidden[] {
  const secrets: ReleaseSecret[] = []
  return Array.from({ length: releases }, (_, release) => {
    const seen = people.filter(({ since }) => since <= release)
    const count = (counted: readonly Person[]) => {
      const rows = new Map<string, number>()
      for (const { agencyId, serviceId, month } of counted) {
        const row = `${agencyId},${serviceId},${month}-01`
        rows.set(row, (rows.get(row) ?? 0) + 1)
      }
      // As the product counts: in the order of places and months.
      const order = ([row]: [string, number]) =>
        row
          .split(',')
          .map((part) => part.padStart(10, '0'))
          .join()
      const sorted = [...rows].sort((a, b) => (order(a) < order(b) ? -1 : 1))
      return sorted.map(([row, n]) => `${row},${n}`).join(';')
    }
    const whole = seen.filter(({ answer }) => answer !== 'partial')
    const counts =
      kind === 'complaints'
        ? {
            'complaints-received': count(seen),
            'complaints-due': count(seen),
            'complaints-on-time': count(seen.filter(({ answer }) => IN_TIME.includes(answer))),
          }
        : {
            ...Object.fromEntries(ELEMENTS.map((element, i) => [element, count(i === 8 ? whole : seen)])),
            index: count(seen),
            responses: count(seen),
          }
    const tables: PeopleTables = {
      places,
      months: [...new Set(seen.map(({ month }) => `${month}-01`))].sort(),
      isCoarse: false,
      isReleased: true,
      rules: { threshold: THRESHOLD },
      counts,
      earlier: [...secrets],
    }
    const parts = [...findHidden(tables)]
    secrets.push(packSecret(tables, parts))
    const keys = new Map(parts).get(kind === 'complaints' ? 'complaints' : 'surveys')!
    return { keys: new Set(keys), text: parts.map(([part, all]) => `${part} ${all}`).join() }
  })
}

type Place = Pick<Person, 'agencyId' | 'serviceId' | 'month'>

/** Cells that somebody of a place is counted in. */
function around(places: Places, { agencyId, serviceId, month }: Place): number[] {
  const parent = places.agencies.find((one) => one.agencyId === agencyId)!.parentId
  return [...new Set([agencyId, parent ?? 0, 0])].flatMap((agency) =>
    [serviceId, 0].flatMap((service) =>
      GRAINS.map((grain) =>
        cellKey({ agency: 2 * agency, service, time: timeOf(periodOf(`${month}-01`, grain))! }),
      ),
    ),
  )
}

/** Corners of a box of one, two or three directions, one more and one less by turns. */
function drawBox(dice: Dice, places: Places, months: readonly string[]): [place: Place, sign: 1 | -1][] {
  const leaves = places.agencies.filter(({ isLeaf }) => isLeaf)
  const a = dice.pick(leaves)
  const b = dice.pick(leaves.filter(({ parentId }) => parentId === a.parentId))
  const [s, t] = [dice.pick(places.services), dice.pick(places.services)]
  const [m, n] = [dice.pick(months), dice.pick(months)]
  const both = <T>(x: T, y: T) => (x === y ? [[x, 1] as const] : [[x, 1] as const, [y, -1] as const])
  return both(a, b).flatMap(([{ agencyId }, one]) =>
    both(s, t).flatMap(([{ serviceId }, two]) =>
      both(m, n).map(([month, three]): [Place, 1 | -1] => [
        { agencyId, serviceId, month },
        (one * two * three) as 1 | -1,
      ]),
    ),
  )
}

export interface Twins {
  people: Person[]
  twin: Person[]
  /** boxes of people who moved, and boxes of those who say something else */
  moved: number
  swapped: number
}

/** The twin of some people, with as many boxes of either kind, where they are found. */
export function twinOf(
  dice: Dice,
  places: Places,
  people: Person[],
  {
    kind,
    months,
    releases,
    wanted,
  }: { kind: TwinKind; months: readonly string[]; releases: number; wanted: number },
): Twins {
  const hidden = hideEach(kind, places, people, releases)
  const isSame = (others: readonly Hidden[]) => hidden.every(({ text }, i) => text === others[i]!.text)
  const isAllHidden = (box: readonly [Place, number][]) => {
    const changes = new Map<number, number>()
    for (const [place, sign] of box)
      for (const key of around(places, place)) changes.set(key, (changes.get(key) ?? 0) + sign)
    return [...changes].every(([key, change]) => change === 0 || hidden.every(({ keys }) => keys.has(key)))
  }
  const at = (all: readonly Person[], place: Place, answer: Answer) =>
    all.findIndex(
      (one) =>
        one.since === 0 &&
        one.answer === answer &&
        one.agencyId === place.agencyId &&
        one.serviceId === place.serviceId &&
        one.month === place.month,
    )
  // Where nobody answered all of it that is told: it stays so.
  const of = (all: readonly Person[], place: Place) =>
    all.filter(
      ({ agencyId, serviceId, month, answer }) =>
        agencyId === place.agencyId &&
        serviceId === place.serviceId &&
        month === place.month &&
        answer !== 'partial',
    ).length
  const first = months.slice(0, months.length - releases + 1)
  const swap = (all: Person[], place: Place, from: Answer, to: Answer) => {
    const i = at(all, place, from)
    if (i >= 0) all[i]!.answer = to
    return i >= 0
  }
  const move = (all: Person[], from: Place, to: Place) => {
    const i = at(all, from, 'good')
    const canMove = i >= 0 && of(all, from) > 1 && of(all, to) > 0
    if (canMove) Object.assign(all[i]!, to)
    return canMove
  }
  const copy = (all: readonly Person[]) => all.map((one) => ({ ...one }))
  const twins: Twins = { people, twin: copy(people), moved: 0, swapped: 0 }
  const boxes: [more: Place[], less: Place[]][] = []
  for (let drawn = 0; drawn < 20_000 && boxes.length < 3 * wanted; drawn++) {
    const box = drawBox(dice, places, first)
    if (box.length === 1 || !isAllHidden(box)) continue
    const ofSign = (wantedSign: number) =>
      box.filter(([, sign]) => sign === wantedSign).map(([place]) => place)
    boxes.push([ofSign(1), ofSign(-1)])
  }
  // Nobody moves: who was content is not, and the other way around.
  for (const [more, less] of boxes) {
    if (twins.swapped >= wanted) break
    const next = copy(twins.twin)
    const isDone =
      more.every((place) => swap(next, place, 'bad', 'good')) &&
      less.every((place) => swap(next, place, 'good', 'bad'))
    if (!isDone) continue
    twins.twin = next
    twins.swapped++
  }
  // Where others are hidden for it, half as many move.
  for (let most = wanted; most > 0; most = Math.floor(most / 2)) {
    let [next, moved] = [copy(twins.twin), 0]
    for (const [more, less] of boxes) {
      if (moved === most) break
      const tried = copy(next)
      if (!more.every((place, i) => move(tried, less[i]!, place))) continue
      next = tried
      moved++
    }
    if (!isSame(hideEach(kind, places, next, releases))) continue
    return { ...twins, twin: next, moved }
  }
  return twins
}
