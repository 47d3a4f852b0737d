import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type HistoryRules, PeopleHistory } from './people-history.ts'
import type { CellKey } from './people-keys.ts'
import { type PeopleCount, PeopleLattice, type PeoplePlaces } from './people-lattice.ts'
import { givenPart, keysOf, type ReleaseSecret, readCounts } from './release-secret.ts'

/** What is hidden is worked out of this: plain data, sent to a thread of its own. */
export interface PeopleTables {
  places: PeoplePlaces
  /** first days */
  months: string[]
  isCoarse: boolean
  isReleased: boolean
  rules: HistoryRules
  /** counts of each measure as text, `agency,service,month,n` joined by `;`; of what was given see given-people.ts */
  counts: Record<string, string>
  /** of the releases before, in their order */
  earlier: readonly ReleaseSecret[]
}

/** Keys of hidden cells in rising order, of the lattice of the same places and months. */
export type HiddenPart = readonly [part: string, keys: Float64Array]

/** Indicators that agencies give figures of themselves, by the part that they are hidden with. */
const GIVEN: Record<string, readonly string[]> = {
  surveys: ['respondents', 'satisfaction-index', 'satisfaction-score', 'response-rate'],
  complaints: ['complaints-per-1000', 'complaint-on-time-rate'],
}

const MONTH = /^\d{4}-\d{2}$/

/** Measure of the people behind what was given of an indicator. */
export const givenMeasure = (indicator: string): string => `given ${indicator}`

/** Measure of those of them whom a share of people counts. */
export const givenYes = (indicator: string): string => `given ${indicator} yes`

/** Works out which counts of people to hide, one part after the other: what is asked for most, first. */
export function* findHidden(tables: PeopleTables): Generator<HiddenPart> {
  const { rules } = tables
  const historyOf = openHistories(tables)
  // Mostly every answer is complete: the same table is worked out once.
  const distinct = (part: string, measures: readonly string[]) => [
    ...new Set(measures.flatMap((measure) => historyOf(part, measure) ?? [])),
  ]
  const given = (part: string, indicators = GIVEN[part]!) => distinct(part, indicators.map(givenMeasure))
  // What facts tell of and what was given beside them are two numbers, each of which is safe by itself: what is hidden for
  // the one is not shown of the other either, but need not be covered there.
  const told = distinct('surveys', ['index', 'score', 'responses'])
  const surveys = hideTogether(told, rules)
  yield ['surveys', inOrder(surveys)]
  const givenSurveys = hideTogether(given('surveys'), rules, { free: surveys })
  yield [givenPart('surveys'), inOrder(givenSurveys)]
  const complaints = hideTogether(
    [
      ...distinct('complaints', ['complaints-received', 'complaints-due']),
      // The share of those in time that is shown of totals is an equation of those who are in no time as well.
      ...[historyOf('complaints', 'complaints-due', 'complaints-on-time')].filter(
        (history) => history !== null,
      ),
    ],
    rules,
  )
  yield ['complaints', inOrder(complaints)]
  const givenComplaints = [
    ...given('complaints'),
    ...GIVEN.complaints!.flatMap((id) => historyOf('complaints', givenMeasure(id), givenYes(id)) ?? []),
  ]
  yield [givenPart('complaints'), inOrder(hideTogether(givenComplaints, rules, { free: complaints }))]
  for (const element of ELEMENTS) {
    const part = `element-${element}`
    const own = distinct(part, [element])
    const isSame = own.every((history) => told.includes(history))
    const hidden = isSame ? surveys : hideTogether(own, rules, { from: surveys })
    yield [part, inOrder(hidden)]
    const ofGiven = hideTogether(given(part, [part]), rules, { from: givenSurveys, free: hidden })
    yield [givenPart(part), inOrder(ofGiven)]
  }
}

/** @returns the counts of a measure over all releases, of which a part was hidden; null without any. The same counts
 *  hidden alike are the same object. */
function openHistories({ places, months, isCoarse, isReleased, counts, earlier }: PeopleTables) {
  const isInner = [...earlier.map((secret) => secret.places), places].flatMap(({ agencies }) =>
    agencies.flatMap(({ agencyId, isLeaf }) => (isLeaf ? [] : [agencyId])),
  )
  const inner = new Set(isInner)
  const lattice = new PeopleLattice(places, months, { isCoarse, isReleased, inner })
  const before = earlier.map(
    (secret) =>
      new PeopleLattice(secret.places, secret.months, { isCoarse: secret.isCoarse, isReleased: true, inner }),
  )
  const histories = new Map<string, PeopleHistory>()
  const texts = new Map<string, number>()
  const numberOf = (text: string) => texts.get(text) ?? texts.set(text, texts.size).get(text)!
  return (part: string, measure: string, yes?: string): PeopleHistory | null => {
    const isKnown = (of: string) => counts[of] !== undefined || earlier.some(({ changes }) => of in changes)
    if (!isKnown(measure) || (yes && !isKnown(yes))) return null
    const isGiven = measure.startsWith(givenMeasure(''))
    const textsOf = (of: string) => [
      ...earlier.map(({ changes, texts: its }) => its[changes[of]!]),
      counts[of] ?? '',
    ]
    const hiddenBy = ({ hidden, keys }: ReleaseSecret, of: string) => String(keys[hidden[of]!])
    const name = [
      givenMeasure(String(isGiven)),
      ...textsOf(measure).map((text) => text ?? ''),
      ...(yes ? textsOf(yes).map((text) => text ?? 'untold') : []),
      ...[part, givenPart(part)].flatMap((of) => earlier.map((secret) => hiddenBy(secret, of))),
    ]
      .map(numberOf)
      .join()
    let history = histories.get(name)
    if (!history) {
      history = new PeopleHistory()
      const told = textsOf(measure).map((text) => readCounts(text ?? ''))
      const rows = yes ? withYes(told, textsOf(yes)) : told
      const [own, other] = isGiven ? [givenPart(part), part] : [part, givenPart(part)]
      const periods = new Set(isGiven ? rows.flatMap((some) => some.map(({ month }) => month)) : [])
      const latticeOf = (of: PeoplePlaces, its: readonly string[], at: number) => {
        const given = rows.slice(0, at + 1).flatMap((some) => some.map(({ month }) => month))
        const all = [...its, ...given.filter((period) => MONTH.test(period))]
        return new PeopleLattice(of, all, { isCoarse: false, inner, isGiven, periods })
      }
      for (const [i, secret] of earlier.entries())
        history.add(
          isGiven ? latticeOf(secret.places, secret.months, i) : before[i]!,
          rows[i]!,
          new Set(keysOf(secret, own)),
          new Set(keysOf(secret, other)),
        )
      const last = isGiven ? latticeOf(places, months, earlier.length) : lattice
      history.add(last, history.changesTo(rows.at(-1)!), null)
      histories.set(name, history)
    }
    return history
  }
}

/** What changed in each release and all of the last one, with how many said yes; undefined where a release did not tell. */
function withYes(told: readonly PeopleCount[][], texts: readonly (string | undefined)[]): PeopleCount[][] {
  const [all, saying] = [new Map<string, PeopleCount>(), new Map<string, number>()]
  const nameOf = ({ agencyId, serviceId, month }: PeopleCount) => `${agencyId},${serviceId},${month}`
  let isTold = false
  return told.map((counts, at) => {
    const text = texts[at]
    const changes = new Map(counts.map((row) => [nameOf(row), row]))
    const isLast = at === told.length - 1
    if (isLast) saying.clear()
    for (const row of readCounts(text ?? '')) {
      const name = nameOf(row)
      saying.set(name, row.n)
      const known = all.get(name)
      if (known && !isLast && !changes.has(name)) changes.set(name, known)
    }
    // From the first release that tells on, everything is told.
    if (!isTold && text !== undefined && !isLast)
      for (const [name, row] of all) if (!changes.has(name)) changes.set(name, row)
    isTold ||= text !== undefined
    for (const [name, row] of changes) all.set(name, row)
    return Array.from(changes, ([name, row]) => (isTold ? { ...row, yes: saying.get(name) ?? 0 } : row))
  })
}

/** Counts that tell about each other, such as answers and complete answers, are hidden alike, and safe in each. `from`:
 *  what is hidden already; `free`: what is too, but may be worked out. */
function hideTogether(
  histories: readonly PeopleHistory[],
  rules: HistoryRules,
  { from, free }: { from?: ReadonlySet<CellKey>; free?: ReadonlySet<CellKey> } = {},
): Set<CellKey> {
  let hidden = new Set([...(from ?? []), ...histories.flatMap((history) => history.staying(rules))])
  // Each table until all of them are safe with the same cells hidden.
  for (let [at, safe] = [0, 0]; safe < histories.length; at = (at + 1) % histories.length) {
    const before = hidden.size
    const history = histories[at]!
    const spans = history.spansOver(new Set([...hidden, ...(free ?? [])]))
    hidden = history.hide(new Set([...hidden, ...spans]), rules, free)
    safe = hidden.size === before ? safe + 1 : 1
  }
  return hidden
}

const inOrder = (keys: ReadonlySet<CellKey>): Float64Array => Float64Array.from(keys).sort()
