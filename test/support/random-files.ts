import type { Dice } from './dice.ts'
import {
  type AnswerFact,
  type CaseFact,
  type DeliveredFile,
  factKey,
  isContradictory,
  isFuture,
  momentOf,
  type Register,
  type RegisterAgency,
  type RegisterDataset,
  written,
} from './register.ts'

// Random deliveries over a register: new facts, corrections and repeats, whole snapshots, with and without completion,
// due dates, pauses and times of day, contradictory ones among them.

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FIRST = Date.parse('2024-11-01T00:00:00Z')
const SERVICES = ['permit', 'licence', 'card', 'advice']
const CHANNELS = ['counter', 'web', 'mobile', 'phone', 'mail', 'email', 'other', null]
/** So few that later files meet the facts of earlier ones. */
const REFS = 30
export const SCALE = [1, 5] as const

export const NINE = [
  'requirements',
  'procedure',
  'time',
  'cost',
  'product',
  'competence',
  'behaviour',
  'complaints',
  'facilities',
]
export const HEADERS = {
  cases: [
    ...['ref', 'agency', 'service', 'submittedAt', 'completedAt', 'clockStartedAt', 'dueAt', 'pausedSeconds'],
    ...['channel', 'outcome'],
  ],
  surveys: ['ref', 'agency', 'service', 'answeredAt', ...NINE, 'score', 'weight'],
}

export const randomCases = (dice: Dice, register: Register, size: number) =>
  randomFile(dice, register, 'cases', size, randomCase, refreshCase)

export const randomAnswers = (dice: Dice, register: Register, size: number) =>
  randomFile(dice, register, 'surveys', size, randomAnswer, refreshAnswer)

/** More cases of one agency, service and month than a digest keeps apart. */
export function burstOfCases(dice: Dice, register: Register, size: number): DeliveredFile<CaseFact> {
  const file = { ...emptyFile<CaseFact>(dice, 'cases', register), isSnapshot: false, source: 'burst' }
  const agency = dice.pick(register.agencies.filter((one) => one.zone === file.zone))
  const service = dice.pick(SERVICES)
  const facts = Array.from({ length: size }, (_, i) =>
    randomCase(dice, file, agency, service, `b${i}`, FIRST + dice.int(0, 28 * DAY)),
  )
  return { ...file, facts }
}

/** The document and the text of a file. */
export function writeFile(file: DeliveredFile<CaseFact | AnswerFact>): { mapping: object; text: string } {
  const header = HEADERS[file.dataset]
  return {
    mapping: {
      dataset: file.dataset,
      source: file.source,
      mode: file.isSnapshot ? 'snapshot' : 'upsert',
      format: { timezone: file.zone, datetime: 'iso', delimiter: ',' },
      columns: Object.fromEntries(header.map((name) => [name, name])),
      create: ['agency', 'service'],
      asOf: new Date(file.asOf).toISOString(),
      ...(file.covers && { covers: file.covers }),
      ...(file.dataset === 'surveys' && { scale: SCALE }),
    },
    text: [header, ...file.facts.map((fact) => fact.cells)].map((cells) => `${cells.join(',')}\n`).join(''),
  }
}

interface Head {
  zone: string
  asOf: number
  source: string
}

type Make<F> = (dice: Dice, file: Head, agency: RegisterAgency, service: string, ref: string, at: number) => F

function emptyFile<F extends CaseFact | AnswerFact>(
  dice: Dice,
  dataset: RegisterDataset,
  register: Register,
): DeliveredFile<F> {
  const isSnapshot = dice.chance(0.3)
  const first = dice.int(0, 8)
  return {
    dataset,
    facts: [],
    source: isSnapshot ? 'whole' : dice.pick(['import', 'other']),
    isSnapshot,
    zone: dice.pick(register.agencies).zone,
    // Not always later than the one before.
    asOf: FIRST + dice.int(120, 400) * DAY + dice.int(0, 23) * HOUR,
    covers: dice.chance(0.5) ? null : [`2025-0${first + 1}-05`, '2025-09-20'],
  }
}

function randomFile<F extends CaseFact | AnswerFact>(
  dice: Dice,
  register: Register,
  dataset: RegisterDataset,
  size: number,
  make: Make<F>,
  refresh: (fact: F, file: DeliveredFile<F>) => F,
): DeliveredFile<F> {
  const file = emptyFile<F>(dice, dataset, register)
  const facts = new Map<string, F>()
  const old = [...(register[dataset] as Map<string, F>).values()].filter((fact) =>
    file.isSnapshot ? fact.source === file.source && dice.chance(0.8) : dice.chance(0.1),
  )
  for (const fact of old) {
    if (isAtHome(register, fact, file.zone)) facts.set(factKey(fact), refresh(fact, file))
  }
  while (facts.size < size) {
    const agency = dice.pick(register.agencies)
    // The first file of an agency gives it its zone.
    const isKnown = register.deliveries.some((one) => one.agency === agency.code)
    if (agency.zone !== file.zone && !(isKnown && dice.chance(0.3))) continue
    const at = FIRST + dice.int(0, file.asOf - FIRST + 2 * DAY)
    const fact = make(dice, file, agency, dice.pick(SERVICES), `r${dice.int(1, REFS)}`, at - (at % 1000))
    facts.set(factKey(fact), fact)
  }
  return { ...file, facts: [...facts.values()] }
}

/** Whether a fact means the same in a file of another zone: not when it has a day without a time. */
function isAtHome(register: Register, fact: { agency: string; cells: string[] }, zone: string): boolean {
  const own = register.agencies.find((agency) => agency.code === fact.agency)!.zone
  return own === zone || !fact.cells.some((cell) => /^\d{4}-\d\d-\d\d$/.test(cell))
}

function randomCase(
  dice: Dice,
  file: Head,
  agency: RegisterAgency,
  service: string,
  ref: string,
  at: number,
): CaseFact {
  const moment = (instant: number) =>
    momentOf(instant - (instant % 1000), agency.zone === file.zone && dice.chance(0.2), agency.zone)
  const took = dice.pick([dice.int(0, 600), dice.int(600, 7200), dice.int(1, 72) * 3600, dice.int(0, 8e6)])
  const isDone = dice.chance(0.75)
  const completed = isDone ? moment(at + took * 1000 * (dice.chance(0.03) ? -1 : 1)) : null
  const outcomes = completed ? [null, 'completed', 'rejected', 'withdrawn'] : [null, null, null, 'withdrawn']
  const fact = {
    submitted: moment(at),
    completed,
    clockStarted: dice.chance(0.15) ? moment(at + dice.int(0, 3 * DAY)) : null,
    due: dice.chance(0.6) ? moment(at + dice.int(-1, 30) * DAY + dice.int(0, DAY)) : null,
    pausedSeconds: dice.chance(0.2) ? dice.int(0, 100_000) : 0,
    channel: dice.pick(CHANNELS),
    outcome: dice.pick(outcomes),
  }
  return {
    agency: agency.code,
    service,
    ref,
    source: file.source,
    ...fact,
    isFlagged: isContradictory(fact, file.zone, file.asOf),
    cells: [
      ...[ref, agency.code, service, written(fact.submitted), written(fact.completed)],
      ...[
        written(fact.clockStarted),
        written(fact.due),
        fact.pausedSeconds > 0 ? String(fact.pausedSeconds) : '',
      ],
      ...[fact.channel ?? '', fact.outcome ?? ''],
    ],
  }
}

const refreshCase = (fact: CaseFact, file: DeliveredFile<CaseFact>): CaseFact => ({
  ...fact,
  source: file.source,
  isFlagged: isContradictory(fact, file.zone, file.asOf),
})

function randomAnswer(
  dice: Dice,
  file: Head,
  agency: RegisterAgency,
  service: string,
  ref: string,
  at: number,
): AnswerFact {
  const answered = momentOf(at, agency.zone === file.zone && dice.chance(0.5), agency.zone)
  const fullness = dice.pick([1, 1, 0.8, 0.4])
  const answers = Object.fromEntries(
    NINE.filter(() => dice.chance(fullness)).map((name) => [name, dice.int(1, 4)]),
  )
  const score = dice.chance(0.3) ? dice.int(10, 50) / 10 : null
  const weight = dice.pick([1, 1, 1, 0.5, 1.25, 2])
  return {
    agency: agency.code,
    service,
    ref,
    source: file.source,
    answered,
    answers,
    weight,
    score: score === null ? null : ((score - SCALE[0]) / (SCALE[1] - SCALE[0])) * 100,
    isFlagged: isFuture(answered, file.zone, file.asOf),
    cells: [
      ...[ref, agency.code, service, written(answered)],
      ...NINE.map((name) => String(answers[name] ?? '')),
      ...[String(score ?? ''), weight === 1 ? '' : String(weight)],
    ],
  }
}

const refreshAnswer = (fact: AnswerFact, file: DeliveredFile<AnswerFact>): AnswerFact => ({
  ...fact,
  source: file.source,
  isFlagged: isFuture(fact.answered, file.zone, file.asOf),
})
