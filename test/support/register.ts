import { endOfDay, localDay, type Moment } from './raw-time.ts'

// What a database must hold after a number of deliveries, kept as plain facts: the truth that figures are compared
// with. Shares no code with the product.

export interface RegisterAgency {
  code: string
  parent: string | null
  zone: string
}

interface Fact {
  agency: string
  service: string
  ref: string
  /** cells of the file, to deliver the same again */
  cells: string[]
  isFlagged: boolean
  source: string
}

export interface CaseFact extends Fact {
  submitted: Moment
  completed: Moment | null
  clockStarted: Moment | null
  due: Moment | null
  pausedSeconds: number
  channel: string | null
  outcome: string | null
}

export interface AnswerFact extends Fact {
  answered: Moment
  /** by element, absent where it was left open */
  answers: Record<string, number>
  weight: number
  /** 0–100 */
  score: number | null
}

export type RegisterDataset = 'cases' | 'surveys'

export interface RegisterDelivery {
  agency: string
  dataset: RegisterDataset
  from: string
  to: string
  asOf: number
}

export interface Register {
  agencies: RegisterAgency[]
  services: string[]
  cases: Map<string, CaseFact>
  surveys: Map<string, AnswerFact>
  deliveries: RegisterDelivery[]
}

export const emptyRegister = (agencies: RegisterAgency[]): Register => ({
  agencies,
  services: [],
  cases: new Map(),
  surveys: new Map(),
  deliveries: [],
})

export const factKey = (fact: { agency: string; service: string; ref: string }): string =>
  [fact.agency, fact.service, fact.ref].join('|')

/** A file as it is delivered: its facts, and what it says of itself. */
export interface DeliveredFile<F extends Fact> {
  dataset: RegisterDataset
  facts: F[]
  source: string
  isSnapshot: boolean
  zone: string
  asOf: number
  /** null: from the first to the last day in the file */
  covers: readonly [string, string] | null
  /** each agency by itself, in its own zone: its facts come one by one */
  isPushed?: true
}

export interface Counts {
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/** Takes a file into the register; gives what the import must report. */
export function deliver<F extends CaseFact | AnswerFact>(register: Register, file: DeliveredFile<F>): Counts {
  const facts = register[file.dataset] as Map<string, F>
  const counts: Counts = { inserted: 0, updated: 0, unchanged: 0, removed: 0 }
  const named = new Set<string>()
  for (const fact of file.facts) {
    const key = factKey(fact)
    named.add(key)
    const old = facts.get(key)
    const isSame = old && content(old) === content(fact) && (!file.isSnapshot || old.source === file.source)
    counts[!old ? 'inserted' : isSame ? 'unchanged' : 'updated']++
    if (!isSame) facts.set(key, fact)
    if (!register.services.includes(fact.service)) register.services.push(fact.service)
  }
  if (file.isSnapshot) {
    for (const [key, fact] of facts) {
      if (fact.source !== file.source || named.has(key)) continue
      facts.delete(key)
      counts.removed++
    }
  }
  recordDelivery(register, file)
  return counts
}

/** Takes facts away by their keys; gives how many there were. */
export function forget(register: Register, dataset: RegisterDataset, facts: readonly Fact[]): number {
  return facts.filter((fact) => register[dataset].delete(factKey(fact))).length
}

const content = (fact: Fact): string => JSON.stringify([fact.cells, fact.isFlagged])

function recordDelivery(register: Register, file: DeliveredFile<CaseFact | AnswerFact>): void {
  if (file.isPushed) {
    const { isPushed: _, ...whole } = file
    for (const [code, facts] of Map.groupBy(file.facts, ({ agency }) => agency)) {
      const { zone } = register.agencies.find((agency) => agency.code === code)!
      recordDelivery(register, { ...whole, facts, zone })
    }
    return
  }
  // A flagged fact counts as delivered too, unless it lies after what the file can know.
  const today = localDay(file.asOf, file.zone)
  const days = file.facts
    .map((fact) => ({ fact, moment: 'submitted' in fact ? fact.submitted : fact.answered }))
    .map(({ fact, moment }) => ({
      isFlagged: fact.isFlagged,
      day: moment.at === null ? moment.on : localDay(moment.at, file.zone),
    }))
    .filter(({ isFlagged, day }) => !isFlagged || day <= today)
    .map(({ day }) => day)
    .sort()
  const covers = file.covers ?? (days.length > 0 ? ([days[0]!, days.at(-1)!] as const) : null)
  if (!covers) return
  const { dataset, asOf } = file
  for (const agency of new Set(file.facts.map((fact) => fact.agency))) {
    register.deliveries.push({ agency, dataset, from: covers[0], to: covers[1], asOf })
  }
}

/** The latest instant that an agency's deliveries of a dataset are true up to. */
export function asOfAgency(register: Register, agency: string, dataset: RegisterDataset): number | null {
  const own = register.deliveries.filter((one) => one.agency === agency && one.dataset === dataset)
  return own.length > 0 ? Math.max(...own.map((one) => one.asOf)) : null
}

/** An agency with everything below it. */
export function membersOf(register: Register, code: string): Set<string> {
  const members = new Set([code])
  for (let size = 0; size < members.size; ) {
    size = members.size
    for (const agency of register.agencies) {
      if (agency.parent !== null && members.has(agency.parent)) members.add(agency.code)
    }
  }
  return members
}

/** First moment of what a file gives. */
const startOf = (moment: Moment, zone: string): number => moment.at ?? endOfDay(moment.on, zone) - 86_400_000

/** A case whose dates contradict each other or lie after what the delivery is true up to; `zone` is the file's. */
export function isContradictory(
  fact: Pick<CaseFact, 'submitted' | 'completed' | 'clockStarted' | 'pausedSeconds'>,
  zone: string,
  asOf: number,
): boolean {
  const { submitted, completed, clockStarted } = fact
  if (isFuture(submitted, zone, asOf)) return true
  if (!completed) return false
  if (isFuture(completed, zone, asOf)) return true
  const isBefore = (start: Moment) =>
    completed.at !== null && start.at !== null ? completed.at < start.at : completed.on < start.on
  if (isBefore(submitted) || (clockStarted && isBefore(clockStarted))) return true
  const start = clockStarted ?? submitted
  if (completed.at === null || start.at === null) return false
  return (completed.at - start.at) / 1000 < fact.pausedSeconds
}

/** A day that has not begun by then, or an instant after it. */
export const isFuture = (moment: Moment, zone: string, asOf: number): boolean =>
  moment.at === null ? startOf(moment, zone) >= asOf : moment.at > asOf

export const momentOf = (at: number, isDay: boolean, zone: string): Moment => ({
  at: isDay ? null : at,
  on: localDay(at, zone),
})

/** As a file writes it. */
export const written = (moment: Moment | null): string =>
  moment === null
    ? ''
    : moment.at === null
      ? moment.on
      : new Date(moment.at).toISOString().replace('.000', '')
