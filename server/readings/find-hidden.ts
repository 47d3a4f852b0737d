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

/** Keys of hidden cells in rising order, of the lattice of the same places and months. */
export interface HiddenKeys {
  surveys: Float64Array
  complaints: Float64Array
  /** by indicator, where they differ from those of all answers */
  elements: Map<string, Float64Array>
}

/** Works out which counts of people to hide. Takes a second for every few thousand small ones. */
export function findHidden({ places, months, isCoarse, threshold, counts }: PeopleTables): HiddenKeys {
  const lattice = new PeopleLattice(places, months, isCoarse)
  const tables = (measures: readonly string[]) =>
    // Mostly every answer is complete: the same table is worked out once.
    [...new Set(measures.flatMap((measure) => counts[measure] ?? []))].map(read)
  const surveys = hideTogether(lattice, tables(['index', 'score', 'responses']), threshold)
  const complaints = hideTogether(lattice, tables(['complaints', 'complaints-due']), threshold)
  const elements = ELEMENTS.filter((element) => counts[element] !== counts.index).map(
    (element) =>
      [
        `element-${element}`,
        inOrder(tables([element]).reduce((hidden, table) => lattice.hide(table, threshold, hidden), surveys)),
      ] as const,
  )
  return { surveys: inOrder(surveys), complaints: inOrder(complaints), elements: new Map(elements) }
}

/** Counts that tell about each other, such as answers and complete answers, are hidden alike, and safe in each. */
function hideTogether(
  lattice: PeopleLattice,
  tables: readonly PeopleCount[][],
  threshold: number,
): Set<CellKey> {
  let hidden = new Set(tables.flatMap((counts) => lattice.small(counts, threshold)))
  for (let size = -1; size < hidden.size; ) {
    size = hidden.size
    for (const counts of tables) hidden = lattice.hide(counts, threshold, hidden)
    if (tables.length === 1) break
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
