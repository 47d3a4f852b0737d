import { readFileSync } from 'node:fs'
import { NINE } from './random-files.ts'
import { mean, quantile } from './raw-figures.ts'
import { daysApart, endOfDay, localDay, periodName, type RawGrain } from './raw-time.ts'
import {
  type AnswerFact,
  asOfAgency,
  type CaseFact,
  membersOf,
  type Register,
  type RegisterDataset,
} from './register.ts'

// Every figure worked out one fact at a time from a register, as contract.md defines it: shares no code with the product.

export interface NaiveScope {
  agency: string | null
  service: string | null
  channel: string | null
}

export interface NaiveFigure {
  value: number | null
  missing: string | null
  n?: number
  numerator?: number
  denominator?: number
  /** durations that the figure is a quantile of */
  distinct?: number
  /** the backlog of somebody who told nothing of the period is in it */
  isLastKnown?: boolean
}

/** The facts of a scope, chosen once for all its periods. */
export interface NaivePart {
  register: Register
  members: ReadonlySet<string>
  cases: CaseFact[]
  surveys: AnswerFact[]
}

export function partOf(register: Register, { agency, service, channel }: NaiveScope): NaivePart {
  const members =
    agency === null ? new Set(register.agencies.map((one) => one.code)) : membersOf(register, agency)
  const isIn = (fact: { agency: string; service: string }) =>
    members.has(fact.agency) && (service === null || fact.service === service)
  return {
    register,
    members,
    cases: [...register.cases.values()].filter(
      (fact) => isIn(fact) && (channel === null || (fact.channel ?? 'unknown') === channel),
    ),
    // A survey knows no channel.
    surveys: channel === null ? [...register.surveys.values()].filter(isIn) : [],
  }
}

export function naiveFigure(
  part: NaivePart,
  indicator: string,
  grain: RawGrain,
  period: string,
): NaiveFigure {
  const isHere = (day: string | undefined) => day !== undefined && periodName(day, grain) === period
  const received = part.cases.filter((it) => isHere(it.submitted.on))
  const completed = part.cases.filter((it) => it.outcome !== 'withdrawn' && isHere(it.completed?.on))
  const timed = completed.filter((it) => !it.isFlagged)
  const absent = missingReason(part, 'cases', grain, period)
  switch (indicator) {
    case 'received':
      return count(received.length, absent)
    case 'completed':
      return count(completed.length, absent)
    case 'backlog':
      return backlog(part, grain, period, absent)
    case 'clearance-rate':
      return received.length + completed.length > 0
        ? ratio(completed.length, received.length)
        : nothing(absent)
    case 'rejected-rate':
      return ratioOf(completed, (it) => it.outcome === 'rejected', absent)
    case 'digital-share':
      return ratioOf(
        completed,
        (it) => it.channel === 'web' || it.channel === 'mobile',
        absent,
        (it) => it.channel !== null,
      )
    case 'closed-on-time-rate':
      return ratioOf(completed, isOnTime, absent, (it) => it.due !== null && !it.isFlagged)
    case 'on-time-rate':
      return ratioOf(
        part.cases.filter((it) => isHere(it.due?.on) && isJudged(it, part.register)),
        (it) => it.completed !== null && isOnTime(it),
        absent,
      )
    case 'median-time':
    case 'p90-time':
    case 'mean-time':
      return completed.length > 0 ? time(indicator, timed.map(elapsed)) : nothing(absent)
    case 'median-working-days': {
      const days = timed.map((it) => workingDays(it, part.register)).filter((n) => n !== null)
      if (completed.length === 0) return nothing(absent)
      return days.length > 0
        ? { value: quantile(days, 0.5), missing: null, n: days.length }
        : nothing('not-applicable')
    }
    default:
      return surveyFigure(
        part.surveys.filter((it) => isHere(it.answered.on)),
        indicator,
        completed.length,
        missingReason(part, 'surveys', grain, period),
      )
  }
}

function surveyFigure(
  given: AnswerFact[],
  indicator: string,
  completed: number,
  absent: string,
): NaiveFigure {
  const valid = given.filter((it) => !it.isFlagged)
  const counted = valid.filter((it) => Object.keys(it.answers).length >= 5)
  const scored = valid.filter((it) => it.score !== null)
  const element = (name: string) => {
    const filled = counted.filter((it) => it.answers[name] !== undefined)
    return { n: filled.length, value: weighted(filled, (it) => it.answers[name]!) }
  }
  if (indicator === 'respondents') return count(counted.length || scored.length, absent)
  if (indicator === 'response-rate')
    return given.length > 0 ? ratio(given.length, completed) : nothing(absent)
  if (indicator === 'satisfaction-score') {
    if (scored.length === 0) return nothing(absent)
    return { value: weighted(scored, (it) => it.score!), missing: null, n: scored.length }
  }
  if (indicator === 'satisfaction-index') {
    if (counted.length === 0) return nothing(absent)
    const means = NINE.map((name) => element(name).value).filter((value) => value !== null)
    return { value: mean(means)! * 25, missing: null, n: counted.length }
  }
  const { n, value } = element(indicator.replace('element-', ''))
  return n > 0 ? { value, missing: null, n } : nothing(absent)
}

function weighted(answers: AnswerFact[], value: (it: AnswerFact) => number): number | null {
  const weight = answers.reduce((sum, it) => sum + it.weight, 0)
  return weight === 0 ? null : answers.reduce((sum, it) => sum + it.weight * value(it), 0) / weight
}

/** Why a figure without facts has no number: covered, a ratio is not applicable; not covered, it is not reported or
 *  not yet due. */
function missingReason(part: NaivePart, dataset: RegisterDataset, grain: RawGrain, period: string): string {
  if (isCovered(part, dataset, grain, period)) return 'not-applicable'
  const latest = Math.max(...part.register.deliveries.map((it) => it.asOf))
  return periodName(localDay(latest, 'Asia/Jakarta'), grain) <= period ? 'not-yet-due' : 'not-reported'
}

const isCovered = (part: NaivePart, dataset: RegisterDataset, grain: RawGrain, period: string): boolean =>
  part.register.deliveries.some(
    (it) =>
      it.dataset === dataset &&
      part.members.has(it.agency) &&
      periodName(it.from, grain) <= period &&
      period <= periodName(it.to, grain),
  )

const nothing = (missing: string): NaiveFigure => ({ value: null, missing })

const count = (n: number, absent: string): NaiveFigure =>
  n > 0 || absent === 'not-applicable' ? { value: n, missing: null, n, numerator: n } : nothing(absent)

const ratio = (numerator: number, denominator: number): NaiveFigure =>
  denominator === 0
    ? nothing('not-applicable')
    : { value: numerator / denominator, missing: null, numerator, denominator }

/** A share; `among` narrows both parts. Absent when nothing happened, not applicable when nothing is judged. */
function ratioOf(
  facts: CaseFact[],
  isHit: (it: CaseFact) => boolean,
  absent: string,
  among: (it: CaseFact) => boolean = () => true,
): NaiveFigure {
  if (facts.length === 0) return nothing(absent)
  const judged = facts.filter(among)
  return ratio(judged.filter(isHit).length, judged.length)
}

/** Open at the end of the period, unless nobody tells anything of it: no delivery, nothing received, nothing closed. */
function backlog(part: NaivePart, grain: RawGrain, period: string, absent: string): NaiveFigure {
  const all = openCases(part.cases, grain, period)
  if (absent !== 'not-applicable' && !all.isMoving) return nothing(absent)
  const silent = [...part.members].filter(
    (agency) =>
      part.register.deliveries.some((it) => it.agency === agency && it.dataset === 'cases') &&
      !isCovered({ ...part, members: new Set([agency]) }, 'cases', grain, period),
  )
  const isLastKnown = silent.some((agency) => {
    const own = openCases(
      part.cases.filter((it) => it.agency === agency),
      grain,
      period,
    )
    return !own.isMoving && own.open !== 0
  })
  return { value: all.open, missing: null, isLastKnown }
}

function openCases(cases: CaseFact[], grain: RawGrain, period: string): { open: number; isMoving: boolean } {
  const days = (of: (it: CaseFact) => string | undefined) =>
    cases
      .map(of)
      .filter((day) => day !== undefined)
      .map((day) => periodName(day, grain))
  const received = days((it) => it.submitted.on)
  const closed = days((it) => it.completed?.on)
  const until = (names: string[]) => names.filter((name) => name <= period).length
  return { open: until(received) - until(closed), isMoving: [...received, ...closed].includes(period) }
}

function time(indicator: string, seconds: number[]): NaiveFigure {
  if (seconds.length === 0) return nothing('not-applicable')
  if (indicator === 'mean-time') return { value: mean(seconds), missing: null, n: seconds.length }
  return {
    value: quantile(seconds, indicator === 'p90-time' ? 0.9 : 0.5),
    missing: null,
    n: seconds.length,
    distinct: new Set(seconds).size,
  }
}

/** Seconds from the start of the clock; a pause cannot make it negative where only days are known. */
function elapsed(it: CaseFact): number {
  const start = it.clockStarted ?? it.submitted
  const gross =
    start.at !== null && it.completed!.at !== null
      ? (it.completed!.at - start.at) / 1000
      : daysApart(start.on, it.completed!.on) * 86_400
  return Math.max(0, gross - it.pausedSeconds)
}

/** A due date without a time is kept the whole local day. */
const isOnTime = ({ completed, due }: CaseFact): boolean =>
  completed!.at !== null && due!.at !== null ? completed!.at <= due!.at : completed!.on <= due!.on

/** Belongs to the cases judged on their due date: due by what the agency has delivered, open ones included as late,
 *  withdrawn ones unless that was in time. */
function isJudged(it: CaseFact, register: Register): boolean {
  if (it.isFlagged || (it.outcome === 'withdrawn' && it.completed && isOnTime(it))) return false
  const zone = register.agencies.find((agency) => agency.code === it.agency)!.zone
  const asOf = asOfAgency(register, it.agency, 'cases')
  return asOf !== null && (it.due!.at ?? endOfDay(it.due!.on, zone)) <= asOf
}

const holidays = new Set(
  (
    JSON.parse(
      readFileSync(new URL('../../server/db/seeds/reference/holidays-id.json', import.meta.url), 'utf8'),
    ) as {
      days: { date: string }[]
    }
  ).days.map((day) => day.date),
)
const holidayYears = new Set([...holidays].map((day) => day.slice(0, 4)))

/** Working days after the start up to and with the completion; Indonesian offices keep their holidays. */
function workingDays(it: CaseFact, register: Register): number | null {
  const isIndonesian = register.agencies.find((one) => one.code === it.agency)!.zone.startsWith('Asia/')
  const start = (it.clockStarted ?? it.submitted).on
  const end = it.completed!.on
  if (isIndonesian && !(holidayYears.has(start.slice(0, 4)) && holidayYears.has(end.slice(0, 4)))) return null
  let days = 0
  for (let at = Date.parse(start) + 86_400_000; at <= Date.parse(end); at += 86_400_000) {
    const day = new Date(at)
    const isOff = isIndonesian && holidays.has(day.toISOString().slice(0, 10))
    if (day.getUTCDay() % 6 !== 0 && !isOff) days++
  }
  return days
}
