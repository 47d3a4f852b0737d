import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type HistoryRules, PeopleHistory } from './people-history.ts'
import type { CellKey } from './people-keys.ts'
import { PeopleLattice, type PeoplePlaces } from './people-lattice.ts'
import { keysOf, type ReleaseSecret, readCounts } from './release-secret.ts'

/** What is hidden is worked out of this: plain data, sent to a thread of its own. */
export interface PeopleTables {
  places: PeoplePlaces
  /** first days */
  months: string[]
  isCoarse: boolean
  isReleased: boolean
  rules: HistoryRules
  /** counts of each measure as text, `agency,service,month,n` joined by `;` */
  counts: Record<string, string>
  /** of the releases before, in their order */
  earlier: readonly ReleaseSecret[]
}

/** Keys of hidden cells in rising order, of the lattice of the same places and months. */
export type HiddenPart = readonly [part: string, keys: Float64Array]

/** Works out which counts of people to hide, one part after the other: what is asked for most, first. */
export function* findHidden(tables: PeopleTables): Generator<HiddenPart> {
  const { rules, counts } = tables
  const historyOf = openHistories(tables)
  // Mostly every answer is complete: the same table is worked out once.
  const distinct = (part: string, measures: readonly string[]) => [
    ...new Set(measures.flatMap((measure) => historyOf(part, measure) ?? [])),
  ]
  const surveys = hideTogether(distinct('surveys', ['index', 'score', 'responses']), rules)
  yield ['surveys', inOrder(surveys)]
  yield [
    'complaints',
    inOrder(hideTogether(distinct('complaints', ['complaints-received', 'complaints-due']), rules)),
  ]
  for (const element of ELEMENTS) {
    const part = `element-${element}`
    const history = historyOf(part, element)
    const isSame = counts[element] === undefined || !history || history === historyOf('surveys', 'index')
    yield [
      part,
      inOrder(isSame ? surveys : history.hide(new Set([...surveys, ...history.staying(rules)]), rules)),
    ]
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
  return (part: string, measure: string): PeopleHistory | null => {
    const isKnown = counts[measure] !== undefined || earlier.some(({ changes }) => measure in changes)
    if (!isKnown) return null
    const changesOf = ({ changes, texts: its }: ReleaseSecret) => its[changes[measure]!] ?? ''
    const name = [
      counts[measure] ?? '',
      ...earlier.map(changesOf),
      ...earlier.map((secret) => String(secret.keys[secret.hidden[part]!])),
    ]
      .map(numberOf)
      .join()
    let history = histories.get(name)
    if (!history) {
      history = new PeopleHistory()
      for (const [i, secret] of earlier.entries())
        history.add(before[i]!, readCounts(changesOf(secret)), new Set(keysOf(secret, part)))
      history.add(lattice, history.changesTo(readCounts(counts[measure] ?? '')), null)
      histories.set(name, history)
    }
    return history
  }
}

/** Counts that tell about each other, such as answers and complete answers, are hidden alike, and safe in each. */
function hideTogether(histories: readonly PeopleHistory[], rules: HistoryRules): Set<CellKey> {
  let hidden = new Set(histories.flatMap((history) => history.staying(rules)))
  // Each table until all of them are safe with the same cells hidden.
  for (let [at, safe] = [0, 0]; safe < histories.length; at = (at + 1) % histories.length) {
    const before = hidden.size
    hidden = histories[at]!.hide(hidden, rules)
    safe = hidden.size === before ? safe + 1 : 1
  }
  return hidden
}

const inOrder = (keys: ReadonlySet<CellKey>): Float64Array => Float64Array.from(keys).sort()
