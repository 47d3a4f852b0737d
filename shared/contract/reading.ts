import type { Flag, MissingReason, Unit } from '#shared/measure/measure.ts'
import type { Change } from './change.ts'
import type { Grade, PublishedIndex } from './grade.ts'
import type { Signal } from './signal.ts'
import type { Achievement, Target, TargetStatus } from './target.ts'

/** What a reading brings along when asked with `include=`. */
export const INCLUDES = ['target', 'achievement', 'status', 'signal', 'change'] as const
export type Include = (typeof INCLUDES)[number]

/** How many leaf agencies of the scope delivered for the period, of those expected to. */
export interface Coverage {
  reporting: number
  expected: number
}

/** One figure: an indicator for a scope and a period. The only thing that tiles, tables, charts, CSV and API show. */
export interface Reading {
  indicator: string
  /** agency code; null: everything together */
  agency: string | null
  /** service code; null: all services together */
  service: string | null
  /** channel; null: all channels together; `unknown`: cases without one */
  channel: string | null
  /** `2025-03-14`, `2025-W11`, `2025-03`, `2025-Q1`, `2025-S1`, `2025` or `all` */
  period: string
  value: number | null
  unit: Unit
  n: number | null
  numerator: number | null
  denominator: number | null
  low: number | null
  high: number | null
  missing: MissingReason | null
  coverage: Coverage
  flags: Flag[]
  /** where as many units reported as for an earlier period of the answer, or nearly, but not the same ones: how many did
   *  then and no longer do, and do and did not then */
  exchanged?: { period: string; gone: number; came: number }[]
  /** of complaints or answers held against completed cases: how many units told their cases only, which are in the
   *  denominator */
  casesAlone?: number
  /** with the flag `values-left-out`: what the agency gave itself, where facts come first */
  given?: number
  /** with the flag `partial-period`: first and last day that was delivered, where it is not that of the period */
  covered?: { from: string | null; to: string | null } | undefined
  /** of the satisfaction index and its elements: by the rule in force on the last day; null where none gives one */
  grade?: Grade | null
  /** of the satisfaction index, where the agency gave one itself and mean scores are known */
  published?: PublishedIndex
  /** with `include=target`; null: none was set */
  target?: Target | null
  /** with `include=achievement`; null without a target that a number can meet */
  achievement?: Achievement | null
  /** with `include=status`; null without a target */
  status?: TargetStatus | null
  /** with `include=signal` */
  signal?: Signal
  /** with `include=change` */
  change?: Change
}

/** The answer of `GET /api/v1/readings`. `asOf` is the latest instant up to which any delivery in the scope is true. */
export interface Readings {
  asOf: string | null
  source: 'live' | 'released'
  /** code of the release that the answer is of */
  release?: string
  /** true when any fact behind the answer is invented demo data */
  demo: boolean
  readings: Reading[]
}

export interface AgencyItem {
  code: string
  name: string
  nameEn: string | null
  level: AgencyLevel
  parent: string | null
  region: string | null
  timezone: string
}

export interface ServiceItem {
  code: string
  name: string
  nameEn: string | null
  level: null
  parent: null
  region: null
  timezone: null
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export const AGENCY_LEVELS = ['ministry', 'agency', 'province', 'regency', 'city', 'unit'] as const
export type AgencyLevel = (typeof AGENCY_LEVELS)[number]
