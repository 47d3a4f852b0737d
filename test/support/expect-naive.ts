import { expect } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { TestWorld } from './database.ts'
import { type NaiveFigure, type NaivePart, type NaiveScope, naiveFigure, partOf } from './naive-readings.ts'
import { NINE } from './random-files.ts'
import { periodName, type RawGrain } from './raw-time.ts'
import { membersOf, type Register } from './register.ts'

// Asks the product and compares every reading with the figure worked out fact by fact.

const CASE_FIGURES = [
  ...['received', 'completed', 'backlog', 'clearance-rate', 'rejected-rate', 'digital-share'],
  ...['median-time', 'p90-time', 'mean-time', 'median-working-days', 'on-time-rate', 'closed-on-time-rate'],
]
const SURVEY_FIGURES = [
  ...['respondents', 'satisfaction-index', 'satisfaction-score', 'response-rate'],
  ...NINE.map((element) => `element-${element}`),
]
/** A digest keeps this many different durations apart. */
const EXACT = 512

export interface NaiveQuery {
  grain: RawGrain
  from: string
  to: string
  isByAgency?: boolean
  isByService?: boolean
  isByChannel?: boolean
}

/** Every reading of the query is right, and every scope with facts is answered. @returns how many were compared. */
export async function expectNaive(test: TestWorld, register: Register, query: NaiveQuery): Promise<number> {
  const { readings } = await readReadings(
    test.world,
    {
      indicators: query.isByChannel ? CASE_FIGURES : [...CASE_FIGURES, ...SURVEY_FIGURES],
      agencies: query.isByAgency ? '*' : null,
      services: query.isByService ? '*' : null,
      channels: query.isByChannel ? '*' : null,
      levels: null,
      grain: query.grain,
      from: query.from,
      to: query.to,
    },
    { isAnonymous: false },
  )
  const parts = new Map<string, NaivePart>()
  const wrong: string[] = []
  for (const reading of readings) {
    const scope = scopeOf(reading)
    const part = parts.get(scope) ?? partOf(register, reading)
    parts.set(scope, part)
    const problem = compare(reading, naiveFigure(part, reading.indicator, query.grain, reading.period))
    if (problem) wrong.push(`${reading.indicator} of ${scope} in ${reading.period}: ${problem}`)
  }
  for (const scope of scopesWithFacts(register, query)) {
    if (!parts.has(scope)) wrong.push(`${scope} was not answered`)
  }
  expect(
    wrong.slice(0, 20),
    `${wrong.length} of ${readings.length} readings are wrong: ${JSON.stringify(query)}`,
  ).toEqual([])
  return readings.length
}

const scopeOf = ({ agency, service, channel }: NaiveScope): string =>
  `${agency ?? 'all'}/${service ?? 'all'}/${channel ?? 'all'}`

/** Scopes that a case received within the query belongs to. */
function scopesWithFacts(register: Register, query: NaiveQuery): Set<string> {
  const [first, last] = [periodName(query.from, query.grain), periodName(query.to, query.grain)]
  const scopes = new Set<string>()
  for (const it of register.cases.values()) {
    const period = periodName(it.submitted.on, query.grain)
    if (period < first || period > last) continue
    const agencies = query.isByAgency
      ? register.agencies.filter((one) => membersOf(register, one.code).has(it.agency)).map((one) => one.code)
      : [null]
    for (const agency of agencies) {
      scopes.add(
        scopeOf({
          agency,
          service: query.isByService ? it.service : null,
          channel: query.isByChannel ? (it.channel ?? 'unknown') : null,
        }),
      )
    }
  }
  return scopes
}

function compare(reading: Reading, figure: NaiveFigure): string | null {
  const isApproximate = reading.flags.includes('approximate')
  if (reading.missing !== figure.missing)
    return `${reading.missing ?? reading.value} is not ${figure.missing ?? figure.value}`
  for (const part of ['n', 'numerator', 'denominator'] as const) {
    const expected = figure[part]
    if (expected !== undefined && reading[part] !== expected)
      return `${part} ${reading[part]} is not ${expected}`
  }
  if (reading.flags.includes('last-known') !== (figure.isLastKnown ?? false))
    return `flags ${reading.flags.join(' ')} where last known is ${figure.isLastKnown}`
  if (figure.value === null) return reading.value === null ? null : `${reading.value} is not missing`
  if (figure.distinct !== undefined && isApproximate !== figure.distinct > EXACT)
    return `approximate over ${figure.distinct} durations`
  // Up to 512 seconds a value stands for itself.
  const bound = isApproximate && figure.value > EXACT ? 0.01 : 1e-9
  return Math.abs(reading.value! - figure.value) <= bound * Math.max(1, Math.abs(figure.value))
    ? null
    : `${reading.value} is not ${figure.value}`
}
