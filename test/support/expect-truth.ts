import { expect } from 'vitest'
import type { Reading } from '#shared/contract/reading.ts'
import type { TestWorld } from './database.ts'
import { askFigures, type FigureQuery } from './expect-figures.ts'

// Compares the product with the reference figures that lie beside a real set: counts exactly, quantiles within 1 %.

interface TruthGroup {
  rows: number
  closed: number
  open: number
  /** closed before they were submitted: in the counts, in no duration */
  negative: number
  duration: { n: number; mean_h: number | null; median_h: number | null; p90_h: number | null }
  /** of closed cases, those that end before they begin included */
  due?: { closed_with_due: number; on_time: number }
}

export interface Truth {
  overall: TruthGroup
  months: Record<string, { submitted: number; completed: number }>
  by_agency?: Record<string, TruthGroup>
  by_service?: Record<string, TruthGroup>
  by_channel?: Record<string, TruthGroup>
  tz_aware_America_New_York?: Record<string, TruthGroup>
}

export interface TruthMonth extends Record<string, string> {
  month: string
  submitted: string
  completed: string
  completed_nonnegative: string
  median_h_of_completed: string
  p90_h_of_completed: string
}

interface Cut {
  agencies?: '*'
  services?: '*'
  channels?: '*'
}

export interface TruthOptions {
  /** where one reading stands for several groups of the reference */
  merged?: Record<string, readonly string[]>
  /** contradictory cases of a group that have a due date, which the reference counts and the product does not */
  contradictory?: (group: string) => { due: number; onTime: number }
  /** what quantiles may be off besides 1 %, for a reference that subtracts wall clocks over a change of clocks */
  slackSeconds?: number
}

const EVER = { from: '2000-01-01', to: '2030-12-31' }
const none = { due: 0, onTime: 0 }

/** Figures over the whole time of each group that a cut names ('' for everything together). */
export async function expectTruth(
  test: TestWorld,
  cut: Cut,
  groups: Readonly<Record<string, TruthGroup>>,
  options: TruthOptions = {},
): Promise<void> {
  const readings = await ask(test, { ...EVER, ...cut, grain: 'all' }, await namer(test, cut))
  const expected: Record<string, readonly string[]> =
    options.merged ?? Object.fromEntries(Object.keys(groups).map((name) => [name, [name]]))
  for (const [name, members] of Object.entries(expected)) {
    const of = (indicator: string) => readings.get(`${indicator}|${name}|all`)
    const sum = (count: (group: TruthGroup, member: string) => number) =>
      members.reduce((total, member) => total + count(groups[member]!, member), 0)
    const left = (member: string) => options.contradictory?.(member) ?? none
    const closedDue = sum((group, member) => (group.due?.closed_with_due ?? 0) - left(member).due)
    expect(
      {
        received: of('received')?.value,
        completed: of('completed')?.value ?? 0,
        backlog: of('backlog')?.value,
        timed: of('median-time')?.n ?? 0,
        closedDue: of('closed-on-time-rate')?.denominator ?? 0,
        closedOnTime: of('closed-on-time-rate')?.numerator ?? 0,
      },
      `counts of ${name || 'everything'}`,
    ).toEqual({
      received: sum((group) => group.rows),
      completed: sum((group) => group.closed),
      backlog: sum((group) => group.open),
      timed: sum((group) => group.duration.n),
      closedDue,
      closedOnTime: sum((group, member) => (group.due?.on_time ?? 0) - left(member).onTime),
    })
    if (members.length > 1) continue
    const { duration } = groups[members[0]!]!
    expectNear(of('median-time'), duration.median_h, `median of ${name}`, options.slackSeconds)
    expectNear(of('p90-time'), duration.p90_h, `90th percentile of ${name}`, options.slackSeconds)
    expectNear(of('mean-time'), duration.mean_h, `mean of ${name}`, options.slackSeconds)
  }
}

/** Counts of every month over everything, and counts and quantiles of every agency and month. */
export async function expectMonths(
  test: TestWorld,
  span: { from: string; to: string },
  months: Truth['months'],
  rows: readonly TruthMonth[],
  options: { groupColumn: string } & Pick<TruthOptions, 'slackSeconds'>,
): Promise<void> {
  const all = await ask(test, { ...span, grain: 'month' }, () => '')
  for (const [month, { submitted, completed }] of Object.entries(months)) {
    expect(all.get(`received||${month}`)?.value ?? 0, `received in ${month}`).toBe(submitted)
    expect(all.get(`completed||${month}`)?.value ?? 0, `completed in ${month}`).toBe(completed)
  }
  const cut = { agencies: '*' } as const
  const readings = await ask(test, { ...span, ...cut, grain: 'month' }, await namer(test, cut))
  for (const row of rows) {
    const agency = row[options.groupColumn]!
    const of = (indicator: string) => readings.get(`${indicator}|${agency}|${row.month}`)
    const where = `of ${agency} in ${row.month}`
    expect(of('received')?.value ?? 0, `received ${where}`).toBe(Number(row.submitted))
    expect(of('completed')?.value ?? 0, `completed ${where}`).toBe(Number(row.completed))
    const [median, p90] = [row.median_h_of_completed, row.p90_h_of_completed]
    expect(of('median-time')?.n ?? 0, `timed ${where}`).toBe(Number(row.completed_nonnegative))
    expectNear(
      of('median-time'),
      median === '' ? null : Number(median),
      `median ${where}`,
      options.slackSeconds,
    )
    expectNear(
      of('p90-time'),
      p90 === '' ? null : Number(p90),
      `90th percentile ${where}`,
      options.slackSeconds,
    )
  }
}

type Named = Map<string, Reading>

async function ask(
  test: TestWorld,
  query: FigureQuery,
  nameOf: (reading: Reading) => string,
): Promise<Named> {
  const readings = await askFigures(test, query)
  return new Map(
    readings.map((reading) => [`${reading.indicator}|${nameOf(reading)}|${reading.period}`, reading]),
  )
}

/** Groups by the words of the file, which are the names of what the import created. */
async function namer(test: TestWorld, cut: Cut): Promise<(reading: Reading) => string> {
  const { agencyByCode, serviceByCode } = await test.world.directory()
  if (cut.agencies) return (reading) => agencyByCode.get(reading.agency!)!.name
  if (cut.services) return (reading) => serviceByCode.get(reading.service!)!.name
  return cut.channels ? (reading) => reading.channel! : () => ''
}

function expectNear(
  reading: Reading | undefined,
  hours: number | null,
  what: string,
  slackSeconds = 0,
): void {
  const value = reading?.value ?? null
  if (hours === null || value === null) {
    expect(value, what).toBe(hours)
    return
  }
  const seconds = hours * 3600
  // Durations are kept in whole seconds.
  const allowed = Math.max(seconds * 0.01, 0.5) + slackSeconds
  expect(Math.abs(value - seconds), `${what}: ${value} s against ${seconds} s`).toBeLessThanOrEqual(allowed)
}
