import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type CellKey, type PeopleCount, PeopleLattice, type PeoplePlaces } from './people-lattice.ts'

/** What is hidden is worked out of this: plain data, sent to a thread of its own. */
export interface PeopleTables {
  places: PeoplePlaces
  /** first days */
  months: string[]
  isCoarse: boolean
  threshold: number
  /** counts of each measure as text, `agency,service,month,n` joined by `;` */
  counts: Record<string, string>
}

/** What is hidden together: all figures of survey answers but the elements, complaints, and each element by its id. */
export const PARTS: readonly string[] = [
  'surveys',
  'complaints',
  ...ELEMENTS.map((element) => `element-${element}`),
]

/** Keys of hidden cells in rising order, of the lattice of the same places and months. */
export type HiddenPart = readonly [part: string, keys: Float64Array]

/** Works out which counts of people to hide, one part after the other: what is asked for most, first. */
export function* findHidden(tables: PeopleTables): Generator<HiddenPart> {
  const { places, months, isCoarse, threshold, counts } = tables
  const lattice = new PeopleLattice(places, months, isCoarse)
  // Mostly every answer is complete: the same table is worked out once.
  const distinct = (measures: readonly string[]) =>
    [...new Set(measures.flatMap((measure) => counts[measure] ?? []))].map(read)
  const surveys = hideTogether(lattice, distinct(['index', 'score', 'responses']), threshold)
  yield ['surveys', inOrder(surveys)]
  yield [
    'complaints',
    inOrder(hideTogether(lattice, distinct(['complaints-received', 'complaints-due']), threshold)),
  ]
  for (const element of ELEMENTS) {
    const text = counts[element]
    const isSame = text === undefined || text === counts.index
    yield [`element-${element}`, inOrder(isSame ? surveys : lattice.hide(read(text), threshold, surveys))]
  }
}

/** Counts that tell about each other, such as answers and complete answers, are hidden alike, and safe in each. */
function hideTogether(
  lattice: PeopleLattice,
  tables: readonly PeopleCount[][],
  threshold: number,
): Set<CellKey> {
  let hidden = new Set(tables.flatMap((counts) => lattice.small(counts, threshold)))
  // Each table until all of them are safe with the same cells hidden.
  for (let [at, safe] = [0, 0]; safe < tables.length; at = (at + 1) % tables.length) {
    const before = hidden.size
    hidden = lattice.hide(tables[at]!, threshold, hidden)
    safe = hidden.size === before ? safe + 1 : 1
  }
  return hidden
}

function read(text: string): PeopleCount[] {
  return text.split(';').map((row) => {
    const [agencyId, serviceId, month, n] = row.split(',')
    return { agencyId: Number(agencyId), serviceId: Number(serviceId), month: month!, n: Number(n) }
  })
}

const inOrder = (keys: ReadonlySet<CellKey>): Float64Array => Float64Array.from(keys).sort()
