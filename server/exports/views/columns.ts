import { COLUMNS as C } from '../datasets/columns.ts'
import { bothNames, EVERY_AGENCY, EVERY_SERVICE, missingWords, type Names } from '../names.ts'
import type { ColumnOf } from '../table.ts'

const ABOUT = new Map(Object.values(C).map(({ name, about }) => [name, about]))
const NOTHING = { id: '', en: '' }

/** A column of a view: what it says is described where the answer of the API is. */
export const column = <Thing>(
  name: string,
  type: ColumnOf<Thing>['type'],
  of: ColumnOf<Thing>['of'],
): ColumnOf<Thing> => ({ name, type, about: ABOUT.get(name) ?? NOTHING, of })

interface Labelled {
  indicator?: string
  agency?: string | null
  service?: string | null
  missing?: string | null
}

/** Names of the codes that rows have, in both languages; they stand behind the rest. */
export function labelColumns<Thing>(
  names: Names,
  codes: (thing: Thing) => Labelled,
  which: readonly ('indicator' | 'agency' | 'service' | 'missing')[],
): ColumnOf<Thing>[] {
  const indicator = (thing: Thing) => {
    const id = codes(thing).indicator ?? ''
    return names.indicators.get(id)?.name ?? { id, en: id }
  }
  const agency = (thing: Thing) => {
    const { agency: code } = codes(thing)
    const found = code ? names.agencies.get(code) : undefined
    return found ? bothNames(found) : code ? { id: code, en: code } : EVERY_AGENCY
  }
  const service = (thing: Thing) => {
    const { service: code } = codes(thing)
    const found = code ? names.services.get(code) : undefined
    return found ? bothNames(found) : code ? { id: code, en: code } : EVERY_SERVICE
  }
  const missing = (thing: Thing) => missingWords(codes(thing).missing ?? null)
  const all: Record<(typeof which)[number], ColumnOf<Thing>[]> = {
    indicator: [
      { ...C.indicatorId, of: (thing) => indicator(thing).id },
      { ...C.indicatorEn, of: (thing) => indicator(thing).en },
    ],
    agency: [
      { ...C.agencyId, of: (thing) => agency(thing).id },
      { ...C.agencyEn, of: (thing) => agency(thing).en },
    ],
    service: [
      { ...C.serviceId, of: (thing) => service(thing).id },
      { ...C.serviceEn, of: (thing) => service(thing).en },
    ],
    missing: [
      { ...C.missingId, of: (thing) => missing(thing)?.id },
      { ...C.missingEn, of: (thing) => missing(thing)?.en },
    ],
  }
  return which.flatMap((one) => all[one])
}

interface Figure {
  value: number | null
  n: number | null
  numerator: number | null
  denominator: number | null
  low: number | null
  high: number | null
  missing: string | null
  coverage: { reporting: number; expected: number }
  flags: readonly string[]
}

/** The figure itself, as every answer has it. */
export const figureColumns = <Thing>(figure: (thing: Thing) => Figure): ColumnOf<Thing>[] => [
  { ...C.value, of: (thing) => figure(thing).value },
  { ...C.n, of: (thing) => figure(thing).n },
  { ...C.numerator, of: (thing) => figure(thing).numerator },
  { ...C.denominator, of: (thing) => figure(thing).denominator },
  { ...C.low, of: (thing) => figure(thing).low },
  { ...C.high, of: (thing) => figure(thing).high },
  { ...C.missing, of: (thing) => figure(thing).missing },
  { ...C.reporting, of: (thing) => figure(thing).coverage.reporting },
  { ...C.expected, of: (thing) => figure(thing).coverage.expected },
  { ...C.flags, of: (thing) => figure(thing).flags.join(' ') || null },
]
