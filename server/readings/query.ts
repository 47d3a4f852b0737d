import type { AgencyLevel, Include } from '#shared/contract/reading.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { CellPart } from '#shared/rollups/cell.ts'
import { addDays } from '#shared/time/date.ts'
import { type Grain, listPeriods, type PeriodSpan } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { findDefinition } from './find-definition.ts'

/** What is asked: which figures, of whom, cut how, in which periods. `null`: all together; `*`: one of each. */
export interface ReadingsQuery {
  indicators: readonly string[]
  agencies: readonly string[] | '*' | null
  services: readonly string[] | '*' | null
  channels: readonly string[] | '*' | null
  levels: readonly AgencyLevel[] | null
  grain: Grain
  from: string
  to: string
  /** what each reading brings along */
  include?: readonly Include[]
}

export const MAX_READINGS = 100_000
/** A message names no more indicators than a person reads. */
const MAX_CHOICES = 100
/** Times at grain day and week are read from facts. */
export const MAX_FACT_DAYS = 400

/** A question made sure: codes found, periods listed, parts known. */
export interface Plan {
  definitions: IndicatorDefinition[]
  /** null entry: everything together */
  agencies: (DirectoryAgency | null)[]
  services: (DirectoryService | null)[]
  /** channels asked for; null: all together; `*` is settled by what there is */
  channels: readonly string[] | '*' | null
  periods: PeriodSpan[]
  grain: Grain
  parts: ReadonlySet<CellPart>
}

/** @throws Refusal `not_found` for an unknown code, `invalid` for what cannot be asked or is too large, naming the size. */
export function planReadings(directory: Directory, query: ReadingsQuery, limit = MAX_READINGS): Plan {
  const definitions = query.indicators.map((id) => {
    const definition = findDefinition(directory, id)
    if (definition) return definition
    const known = [...INDICATORS.map((one) => one.id), ...directory.indicators.map(({ code }) => code)]
    const choices = known.slice(0, MAX_CHOICES)
    const problem = sayFault('some-of', { choices })
    throw new Refusal(
      'invalid',
      'field-invalid',
      { field: 'indicators', problem },
      { issues: [{ parameter: 'indicators', message: problem }] },
    )
  })
  const agencies = pickAgencies(directory, query)
  const services = pick(
    query.services,
    directory.services,
    (code) => directory.serviceByCode.get(code),
    'service',
  )
  if (query.to < query.from) {
    const problem = sayFault('before-from', {})
    throw new Refusal(
      'invalid',
      'field-invalid',
      { field: 'to', problem },
      { issues: [{ parameter: 'to', message: problem }] },
    )
  }
  const periods = query.grain === 'given' ? [] : listPeriods(query.from, query.to, query.grain)
  const parts = new Set(definitions.flatMap((definition) => definition.needs))
  refuseTooLarge(query, definitions.length * agencies.length * services.length * periods.length, limit)
  refuseLongTimes(query, periods, parts)
  return { definitions, agencies, services, channels: query.channels, periods, grain: query.grain, parts }
}

function pickAgencies(directory: Directory, query: ReadingsQuery): (DirectoryAgency | null)[] {
  // Levels without agencies mean each agency of these levels: everything together has none.
  const agencies = pick(
    query.agencies ?? (query.levels ? '*' : null),
    directory.agencies,
    (code) => directory.agencyByCode.get(code),
    'agency',
  )
  if (!query.levels) return agencies
  const levels = new Set<string>(query.levels)
  return agencies.filter((agency) => agency !== null && levels.has(agency.level))
}

function pick<T>(
  asked: readonly string[] | '*' | null,
  all: readonly T[],
  find: (code: string) => T | undefined,
  parameter: 'agency' | 'service',
): (T | null)[] {
  if (asked === null) return [null]
  if (asked === '*') return [...all]
  return asked.map((code) => {
    const found = find(code)
    if (!found) throw new Refusal('not_found', `no-${parameter}`, { code }, { parameter })
    return found
  })
}

function refuseTooLarge(query: ReadingsQuery, size: number, limit: number): void {
  refuseSize(size * (Array.isArray(query.channels) ? query.channels.length : 1), limit)
}

/** @throws Refusal `invalid` naming the size, for more readings than one answer gives. */
export function refuseSize(total: number, limit = MAX_READINGS): void {
  if (total <= limit) return
  const size = { size: total, limit }
  throw new Refusal('invalid', 'too-many-readings', size, size)
}

function refuseLongTimes(
  query: ReadingsQuery,
  periods: readonly PeriodSpan[],
  parts: ReadonlySet<CellPart>,
): void {
  if (query.grain !== 'day' && query.grain !== 'week') return
  if (!parts.has('elapsed') && !parts.has('workingDays')) return
  const first = periods[0]
  const last = periods.at(-1)
  if (!first || !last || last.endsOn <= addDays(first.startsOn, MAX_FACT_DAYS - 1)) return
  throw new Refusal(
    'invalid',
    'times-too-long',
    { grain: query.grain, days: MAX_FACT_DAYS },
    { limit: MAX_FACT_DAYS, parameter: 'grain' },
  )
}
