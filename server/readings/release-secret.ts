import { ELEMENTS } from '#shared/rollups/cell.ts'
import type { HiddenPart, PeopleTables } from './find-hidden.ts'
import type { PeopleCount, PeoplePlaces } from './people-lattice.ts'

// What later releases have to know of one so as not to give away what it hides: its counts of people and which of them
// it hid. Never shown.

/** What is hidden for what agencies counted themselves tells; beside a part. */
export const givenPart = (part: string): string => `given ${part}`

/** What is hidden together: all figures of survey answers but the elements, complaints, and each element by its id; each
 *  for what its facts tell, and for what was given. */
export const PARTS: readonly string[] = [
  'surveys',
  'complaints',
  ...ELEMENTS.map((element) => `element-${element}`),
].flatMap((part) => [part, givenPart(part)])

/** Plain data, kept as JSON. */
export interface ReleaseSecret {
  format: 'terukur-secret/1'
  /** rises with every release */
  sequence: number
  places: PeoplePlaces
  /** first days of all months with counts */
  months: string[]
  isCoarse: boolean
  /** of each measure what changed since the release before: which of `texts` */
  changes: Record<string, number>
  /** rows `agency,service,month,n` joined by `;`, of what was given with the name of the period; n 0 for those that are
   *  gone */
  texts: string[]
  /** of each part which of `keys` */
  hidden: Record<string, number>
  /** in rising order, each as the difference from the one before */
  keys: number[][]
}

/** What a release of these counts has to leave for later ones. */
export function packSecret(tables: PeopleTables, hidden: readonly HiddenPart[]): ReleaseSecret {
  const { places, months, isCoarse, counts, earlier } = tables
  const before = countsOf(earlier)
  const measures = new Set([...before.keys(), ...Object.keys(counts)])
  const texts = new Map<string, number>()
  const steps = new Map<string, number>()
  const numberIn = (known: Map<string, number>, text: string) =>
    known.get(text) ?? known.set(text, known.size).get(text)!
  const changes = Array.from(measures, (measure) => {
    const text = changesBetween(before.get(measure) ?? new Map(), counts[measure] ?? '')
    return [measure, numberIn(texts, text)] as const
  })
  const ofParts = hidden.map(
    ([part, keys]) => [part, numberIn(steps, JSON.stringify(asSteps(keys)))] as const,
  )
  return {
    format: 'terukur-secret/1',
    sequence: 1 + Math.max(0, ...earlier.map(({ sequence }) => sequence)),
    places,
    months,
    isCoarse,
    changes: Object.fromEntries(changes),
    texts: [...texts.keys()],
    hidden: Object.fromEntries(ofParts),
    keys: Array.from(steps.keys(), (text) => JSON.parse(text) as number[]),
  }
}

/** All counts that there were in the last of some releases: rows by name, of each measure. */
function countsOf(earlier: readonly ReleaseSecret[]): Map<string, Map<string, string>> {
  const measures = new Map<string, Map<string, string>>()
  for (const { changes, texts } of earlier) {
    for (const [measure, at] of Object.entries(changes)) {
      const rows = measures.get(measure) ?? new Map<string, string>()
      measures.set(measure, rows)
      for (const [name, n] of splitRows(texts[at]!)) {
        if (n === '0') rows.delete(name)
        else rows.set(name, n)
      }
    }
  }
  return measures
}

/** What changed from one text of counts, as rows by name, to the next. */
function changesBetween(before: ReadonlyMap<string, string>, text: string): string {
  const left = new Map(before)
  const changed: string[] = []
  for (const [name, n] of splitRows(text)) {
    if (left.get(name) !== n) changed.push(`${name},${n}`)
    left.delete(name)
  }
  for (const name of left.keys()) changed.push(`${name},0`)
  return changed.join(';')
}

function* splitRows(text: string): Generator<[name: string, n: string]> {
  if (text === '') return
  for (const row of text.split(';')) {
    const at = row.lastIndexOf(',')
    yield [row.slice(0, at), row.slice(at + 1)]
  }
}

export function readCounts(text: string): PeopleCount[] {
  if (text === '') return []
  return text.split(';').map((row) => {
    const [agencyId, serviceId, month, n] = row.split(',')
    return { agencyId: Number(agencyId), serviceId: Number(serviceId), month: month!, n: Number(n) }
  })
}

/** The keys a release hid of a part, in rising order. */
export function keysOf({ hidden, keys }: ReleaseSecret, part: string): Float64Array {
  let last = 0
  return Float64Array.from(keys[hidden[part]!] ?? [], (step) => (last += step))
}

const asSteps = (keys: Float64Array): number[] =>
  Array.from(keys, (key, i) => key - (i > 0 ? keys[i - 1]! : 0))
