import type { CostCell, CostSum } from '#shared/rollups/cell.ts'
import { ofWholePeriod } from '#shared/rollups/whole-period.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import type { CompletedRow } from './fetch-costs.ts'

// Costs are told by an agency for itself with everything below it. What it tells stands; else those below it are added,
// and the completed cases beside are those of the same agencies and services: numerator and denominator are about the
// same offices, and who told nothing is in neither.

export interface ToldCost {
  agencyId: number
  /** 0: all services together */
  serviceId: number
  period: string
  periodFrom: string
  periodTo: string
  cost: number | null
  staffParts: number | null
}

type What = 'cost' | 'staff'
const STAFF_PARTS = 10_000

interface Found {
  sum: CostSum | null
  /** something was told for a part of the period */
  isIncomplete: boolean
}

const NOTHING: Found = { sum: null, isIncomplete: false }

export class CostBook {
  readonly #children: Map<number, DirectoryAgency[]>
  /** by agency, then by service */
  readonly #told = new Map<number, Map<number, ToldCost[]>>()
  /** by service (0: any), the agencies that told something, and those above them */
  readonly #tellers = new Map<number, Set<number>>()
  readonly #completed = new Map<string, number>()
  readonly #found = new Map<string, Found>()

  constructor(directory: Directory, told: readonly ToldCost[], completed: readonly CompletedRow[]) {
    this.#children = Map.groupBy(directory.agencies, (agency) => agency.parentId ?? 0)
    for (const row of told) {
      const services = this.#told.get(row.agencyId) ?? new Map<number, ToldCost[]>()
      this.#told.set(row.agencyId, services)
      const rows = services.get(row.serviceId)
      if (rows) rows.push(row)
      else services.set(row.serviceId, [row])
    }
    for (const [agencyId, services] of this.#told) {
      for (const serviceId of [0, ...services.keys()]) {
        const tellers = this.#tellers.get(serviceId) ?? new Set()
        this.#tellers.set(serviceId, tellers)
        let at = directory.agencyById.get(agencyId)
        for (; at && !tellers.has(at.agencyId); at = directory.agencyById.get(at.parentId ?? 0))
          tellers.add(at.agencyId)
      }
    }
    // Everything below an agency is its own; so every row counts for each agency above it.
    for (const row of completed) {
      let at = directory.agencyById.get(row.agencyId)
      for (; at; at = directory.agencyById.get(at.parentId ?? 0)) {
        const key = `${at.agencyId}|${row.serviceId}|${row.startsOn}`
        this.#completed.set(key, (this.#completed.get(key) ?? 0) + row.completed)
      }
    }
  }

  /** What is told of a scope (agency null: everything; service 0: all) in a period; null where nothing is. */
  of(agency: DirectoryAgency | null, serviceId: number, period: PeriodSpan): CostCell | null {
    const cost = this.#find('cost', agency, serviceId, period)
    const staff = this.#find('staff', agency, serviceId, period)
    if (!cost.sum && !staff.sum && !cost.isIncomplete && !staff.isIncomplete) return null
    return {
      cost: cost.sum,
      staff: staff.sum,
      isCostIncomplete: !cost.sum && cost.isIncomplete,
      isStaffIncomplete: !staff.sum && staff.isIncomplete,
    }
  }

  /** Whether anything is told of a scope in any period. */
  tells(agency: DirectoryAgency | null, serviceId: number): boolean {
    const tellers = this.#tellers.get(serviceId)
    return tellers !== undefined && (agency === null || tellers.has(agency.agencyId))
  }

  #find(what: What, agency: DirectoryAgency | null, serviceId: number, period: PeriodSpan): Found {
    if (!this.tells(agency, serviceId)) return NOTHING
    if (!agency) return this.#addUp(what, this.#children.get(0) ?? [], serviceId, period, 0)
    const key = `${what}|${agency.agencyId}|${serviceId}|${period.period}`
    const known = this.#found.get(key)
    if (known) return known
    const own = this.#tell(what, agency, serviceId, period)
    const found = own.sum ? own : this.#below(what, agency, serviceId, period, own.isIncomplete)
    this.#found.set(key, found)
    return found
  }

  /** What the agency itself tells: of all services together, or else of some of them one by one. */
  #tell(what: What, agency: DirectoryAgency, serviceId: number, period: PeriodSpan): Found {
    const services = this.#told.get(agency.agencyId)
    if (!services) return NOTHING
    const whole = amountOf(services.get(serviceId) ?? [], what, period)
    const completed = this.#count(agency, serviceId, period)
    if (whole.amount !== null)
      return { sum: { total: whole.amount, completed, isPartial: false }, isIncomplete: false }
    if (serviceId !== 0) return { sum: null, isIncomplete: whole.isIncomplete }
    const sum: CostSum = { total: 0, completed: 0, isPartial: false }
    let { isIncomplete } = whole
    let isTold = false
    for (const [service, rows] of services) {
      if (service === 0) continue
      const part = amountOf(rows, what, period)
      isIncomplete ||= part.isIncomplete
      if (part.amount === null) continue
      isTold = true
      sum.total += part.amount
      sum.completed += this.#count(agency, service, period)
    }
    if (!isTold) return { sum: null, isIncomplete }
    return { sum: { ...sum, isPartial: sum.completed < completed }, isIncomplete }
  }

  #below(
    what: What,
    agency: DirectoryAgency,
    serviceId: number,
    period: PeriodSpan,
    isIncomplete: boolean,
  ): Found {
    const children = this.#children.get(agency.agencyId) ?? []
    const found = this.#addUp(what, children, serviceId, period, this.#ownCount(agency, serviceId, period))
    return { ...found, isIncomplete: isIncomplete || found.isIncomplete }
  }

  /** Sums over agencies; `others`: completed cases beside them, of which nobody tells. */
  #addUp(
    what: What,
    agencies: readonly DirectoryAgency[],
    serviceId: number,
    period: PeriodSpan,
    others: number,
  ): Found {
    const sum: CostSum = { total: 0, completed: 0, isPartial: others > 0 }
    let isTold = false
    let isIncomplete = false
    for (const agency of agencies) {
      const found = this.#find(what, agency, serviceId, period)
      isIncomplete ||= found.isIncomplete
      if (found.sum) {
        isTold = true
        sum.total += found.sum.total
        sum.completed += found.sum.completed
        sum.isPartial ||= found.sum.isPartial
      } else sum.isPartial ||= this.#count(agency, serviceId, period) > 0
    }
    return { sum: isTold ? sum : null, isIncomplete }
  }

  #count(agency: DirectoryAgency, serviceId: number, period: PeriodSpan): number {
    return this.#completed.get(`${agency.agencyId}|${serviceId}|${period.startsOn}`) ?? 0
  }

  /** Cases completed by the agency itself rather than by those below it. */
  #ownCount(agency: DirectoryAgency, serviceId: number, period: PeriodSpan): number {
    const children = this.#children.get(agency.agencyId) ?? []
    const below = children.reduce((total, child) => total + this.#count(child, serviceId, period), 0)
    return this.#count(agency, serviceId, period) - below
  }
}

const UNTOLD = { amount: null, isIncomplete: false }

function amountOf(
  rows: readonly ToldCost[],
  what: What,
  period: PeriodSpan,
): { amount: number | null; isIncomplete: boolean } {
  if (rows.length === 0) return UNTOLD
  const told = new Map<string, number>()
  let isWithin = false
  for (const row of rows) {
    const amount = what === 'cost' ? row.cost : row.staffParts
    if (amount === null) continue
    told.set(row.period, amount)
    isWithin ||= row.periodFrom >= period.startsOn && row.periodTo <= period.endsOn
  }
  const amount = ofWholePeriod(told, period, what === 'cost' ? 'sum' : 'mean')
  const inUnits = amount === null || what === 'cost' ? amount : amount / STAFF_PARTS
  return { amount: inUnits, isIncomplete: amount === null && isWithin }
}
