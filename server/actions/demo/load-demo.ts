import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { findAudit, insertAudit } from '#server/db/queries/audit.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'
import { ALWAYS, insertAgencies, insertServices, rebuildClosure } from '#server/db/queries/entities.ts'
import { type DemoAgency, demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { asCsv, type DemoDataset, demoFacts, type WorkingDays } from '#server/db/seeds/demo/facts.ts'
import { demoActor } from '#server/db/seeds/demo/people.ts'
import { demoComplaints, demoCosts, demoInnovations, demoTargets } from '#server/db/seeds/demo/registers.ts'
import { DEMO_SERVICES } from '#server/db/seeds/demo/services.ts'
import { type DemoSpan, demoSpan, spanUpTo } from '#server/db/seeds/demo/span.ts'
import { localDate } from '#server/readings/local-date.ts'
import { actorText } from '#shared/access.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { DEMO_SOURCE, removeDemo } from '../imports/remove-demo.ts'
import { runImport } from '../imports/run-import.ts'
import { workInstant } from './schedule.ts'

// Fills an empty database with invented figures, through the same import that real ones take.

/** @param through month of the last figures, `2026-12`; null: the last whole one
 *  @returns whether it loaded: only an empty database takes the demo, or one in which a load was cut short. */
export async function loadDemoIfEmpty(
  context: ActionContext,
  through: string | null = null,
): Promise<boolean> {
  await allow(context, 'demo.load', 'instance')
  const state = await findState(context.world.db.read)
  if (state === 'in use') return false
  const span = demoSpan(
    through === null ? localDate(context.clock(), context.defaultTimezone) : addMonths(`${through}-01`, 1),
  )
  const agencies = demoAgencies()
  await context.world.write(async (tx) => {
    if (state === 'cut short') await removeDemo(tx)
    await insertTree(tx, agencies)
  })
  await deliverAll(context, agencies, span)
  await context.world.write((tx) =>
    insertAudit(tx, {
      actedAt: context.clock(),
      actor: actorText(context.actor),
      action: LOADED,
      subject: DEMO_SOURCE,
      detail: { through: span.months.at(-1)!.slice(0, 7) },
    }),
  )
  return true
}

/** Delivers as offices do: what lies back all at once, then month by month, each some days after its end. */
async function deliverAll(
  context: ActionContext,
  agencies: readonly DemoAgency[],
  span: DemoSpan,
): Promise<void> {
  const days = await workingDays(context.world.db.read)
  const offices = agencies.filter((agency) => agency.kind !== null)
  const facts = new Map(offices.map((agency) => [agency.code, demoFacts(agency, days, span)]))
  const of = (...stories: DemoAgency['story'][]) => offices.filter(({ story }) => stories.includes(story))
  const reporting = offices.filter(({ story }) => story !== 'stops')
  const casesOf = (some: readonly DemoAgency[]) =>
    some.flatMap(({ code }) => facts.get(code)!.cases.map((line) => datedLine(line, 3, 4, [4, 6])))
  const now = context.clock()
  const deliver = (dataset: DemoDataset, lines: string[], { from, to, at }: Window) =>
    makeDelivery({ ...context, actor: demoActor('contributor', null), clock: () => (at < now ? at : now) })(
      dataset,
      lines,
      from,
      to,
    )
  const window = (from: string, to: string): Window => ({ from, to, at: `${addDays(to, 5)}T02:00:00.000Z` })
  const lastDay = addDays(span.end, -1)
  const last = { from: addMonths(span.end, -1), to: lastDay, at: workInstant(span, 0.2, now) }
  const lastBut1 = window(addMonths(span.end, -2), addDays(last.from, -1))
  const back = window(span.from, addDays(lastBut1.from, -1))

  const stopped = window(span.from, span.stopped)
  await deliver('cases', news(casesOf(of('stops')), stopped), stopped)
  await deliver(
    'costs',
    of('stops').flatMap((agency) => demoCosts(agency, span, span.stopped).map(({ text }) => text)),
    stopped,
  )
  const before = window(span.from, addDays(span.gap.from, -1))
  const gap = casesOf(of('gap'))
  await deliver('cases', news(gap, before), before)
  const after = { ...back, from: addDays(span.gap.to, 1) }
  const sinceGap = gap.filter(({ on }) => on > span.gap.to)
  await deliver('cases', news(sinceGap, after), after)

  const usual = casesOf(offices.filter(({ story }) => story !== 'stops' && story !== 'gap'))
  const surveys = reporting.flatMap(({ code }) => facts.get(code)!.surveys.map((line) => datedLine(line, 3)))
  const complaints = reporting.flatMap((agency) =>
    demoComplaints(agency, days, span).map((line) => datedLine(line, 3, 4, [4])),
  )
  const costs = reporting.flatMap((agency) => demoCosts(agency, span, lastDay))
  for (const window of [back, lastBut1, last]) {
    await deliver('cases', news(window === back ? usual : [...usual, ...sinceGap], window), window)
    await deliver('surveys', news(surveys, window), window)
    await deliver('complaints', news(complaints, window), window)
    const ended = costs.filter(({ endsOn }) => endsOn >= window.from && endsOn <= window.to)
    await deliver(
      'costs',
      ended.map(({ text }) => text),
      window,
    )
    if (window !== back) continue
    await deliver('targets', demoTargets(agencies, span), window)
    await deliver('innovations', demoInnovations(agencies, span), window)
  }
  const wrong = of('revised').flatMap(({ code }) => facts.get(code)!.cases.slice(-40).map(correct))
  await deliver('cases', wrong, { ...last, at: workInstant(span, 0.25, now) })
}

interface Window {
  /** first and last day that it tells of */
  from: string
  to: string
  /** when it came */
  at: string
}

interface DatedLine {
  line: string
  /** when what it tells of began and, where it ended, when it did */
  on: string
  endedOn: string
  /** the same while it had not ended */
  open: string
}

function datedLine(line: string, on: number, ended?: number, blank: readonly number[] = []): DatedLine {
  const cells = line.split(',')
  return {
    line,
    on: cells[on]!.slice(0, 10),
    endedOn: ended === undefined ? '' : cells[ended]!.slice(0, 10),
    open: cells.map((cell, i) => (blank.includes(i) ? '' : cell)).join(','),
  }
}

/** What is new of a time: what began in it, and what ended in it. Later ends are not known yet. Who has nothing new
 *  sends their last line again: without any they would be late, not at nought. */
function news(lines: readonly DatedLine[], { from, to }: Window): string[] {
  const known = ({ line, endedOn, open }: DatedLine) => (endedOn > to ? open : line)
  const fresh: string[] = []
  const told = new Set<string>()
  const last = new Map<string, DatedLine>()
  for (const one of lines) {
    const agency = one.line.split(',', 2)[1]!
    if (one.on > to) continue
    if (one.on < from && !(one.endedOn >= from && one.endedOn <= to)) last.set(agency, one)
    else {
      fresh.push(known(one))
      told.add(agency)
    }
  }
  return [...fresh, ...Array.from(last).flatMap(([agency, one]) => (told.has(agency) ? [] : [known(one)]))]
}

/** Audited last, so that a load which the process did not survive is known by its absence. */
const LOADED = 'demo.load'

async function findState(read: ReadDb): Promise<'empty' | 'cut short' | 'in use'> {
  const sources = await read
    .selectFrom('agency')
    .select('source')
    .union(read.selectFrom('importBatch').select('source'))
    .execute()
  if (sources.length === 0) return 'empty'
  if (sources.some(({ source }) => source !== DEMO_SOURCE)) return 'in use'
  return (await wasLoaded(read)) ? 'in use' : 'cut short'
}

async function wasLoaded(read: ReadDb): Promise<boolean> {
  const loaded = await read
    .selectFrom('audit')
    .select('auditId')
    .where('action', '=', LOADED)
    .limit(1)
    .executeTakeFirst()
  return loaded !== undefined
}

/** The span of the invented data where they are all that there is, and whole; null: they are not, or were made before
 *  their span was kept. */
export async function findDemoSpan(read: ReadDb): Promise<DemoSpan | null> {
  if (!(await isDemoLoaded(read))) return null
  const [loaded] = await findAudit(read, { actions: [LOADED], subject: DEMO_SOURCE })
  const { through } = JSON.parse(loaded!.detail) as { through?: string }
  return through === undefined ? null : spanUpTo(`${through}-01`)
}

/** Whether the demo is all that there is, and whole. */
export async function isDemoLoaded(read: ReadDb): Promise<boolean> {
  const sources = await read.selectFrom('agency').select('source').distinct().execute()
  return sources.length === 1 && sources[0]!.source === DEMO_SOURCE && (await wasLoaded(read))
}

/** A correction: the channel was entered wrongly. */
const correct = (line: string): string => {
  const cells = line.split(',')
  return [...cells.slice(0, 5), 'counter', cells[6]].join(',')
}

async function insertTree(tx: Tx, agencies: readonly DemoAgency[]): Promise<void> {
  const idOf = new Map<string, number>()
  // Parents first, one level at a time, since a child needs its parent's number.
  for (let left = [...agencies]; left.length > 0; ) {
    const ready = left.filter((agency) => agency.parent === null || idOf.has(agency.parent))
    const ids = await insertAgencies(
      tx,
      ready.map((agency) => ({
        code: agency.code,
        name: agency.name,
        nameEn: agency.nameEn,
        level: agency.level,
        kind: agency.kind,
        parentId: agency.parent === null ? null : idOf.get(agency.parent)!,
        region: agency.region,
        timeZone: agency.timeZone,
        calendarCode: 'id-government',
        source: DEMO_SOURCE,
      })),
    )
    ready.forEach((agency, i) => {
      idOf.set(agency.code, ids[i]!)
    })
    left = left.filter((agency) => !idOf.has(agency.code))
  }
  await rebuildClosure(tx)
  const serviceIds = await insertServices(
    tx,
    DEMO_SERVICES.map(({ code, name, nameEn }) => ({ code, name, nameEn, source: DEMO_SOURCE })),
  )
  const first = await takeNumbers(tx, 'standard', DEMO_SERVICES.length)
  await tx
    .insertInto('serviceStandard')
    .values(
      DEMO_SERVICES.map((service, i) => ({
        standardId: first + i,
        serviceId: serviceIds[i]!,
        agencyId: 0,
        validFrom: ALWAYS.from,
        validTo: ALWAYS.to,
        value: service.standard.value,
        unit: service.standard.unit,
      })),
    )
    .execute()
}

export async function workingDays(db: ReadDb): Promise<WorkingDays> {
  const days = await db
    .selectFrom('calendarDay')
    .innerJoin('calendar', 'calendar.calendarId', 'calendarDay.calendarId')
    .select(['day', 'isWorking', 'workingIndex'])
    .where('calendar.code', '=', 'id-government')
    .orderBy('day')
    .execute()
  const byDay = new Map(days.map((day) => [day.day, day]))
  const working = days.filter((day) => day.isWorking)
  return {
    isWorking: (date) => byDay.get(date)?.isWorking ?? false,
    after(date, n) {
      const at = byDay.get(date)!
      const start = at.isWorking ? at.workingIndex - 1 : at.workingIndex
      return working[start + n]?.day ?? '9999-12-31'
    },
  }
}

const IDENTITY = { ref: 'ref', agency: 'agency', service: 'service' }
const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]))

/** Which column each field is, by the headers of the seeds. */
const COLUMNS: Record<DemoDataset, Record<string, string>> = {
  cases: {
    ...IDENTITY,
    ...same('channel', 'outcome'),
    submittedAt: 'submitted',
    completedAt: 'completed',
  },
  surveys: { ...IDENTITY, answeredAt: 'answered', ...same(...ELEMENTS) },
  complaints: { ...IDENTITY, receivedAt: 'received', resolvedAt: 'resolved', class: 'class' },
  costs: same('agency', 'period', 'cost', 'staff'),
  targets: same('agency', 'indicator', 'period', 'kind', 'value', 'text', 'provenance'),
  innovations: {
    ...same('agency', 'name', 'stage', 'initiator', 'kind', 'form', 'aim', 'budget'),
    startedOn: 'started',
    trialOn: 'trial',
  },
}

export function makeDelivery(context: ActionContext) {
  const folder = join(context.dataDir, 'tmp', 'demo')
  return async (dataset: DemoDataset, lines: string[], from: string, to: string): Promise<void> => {
    if (lines.length === 0) return
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${dataset}.csv`)
    await writeFile(path, asCsv(dataset, lines))
    try {
      await runImport(context, {
        importId: newId(),
        dataset,
        mapping: {
          dataset,
          source: DEMO_SOURCE,
          format: {
            timezone: context.defaultTimezone,
            datetime: dataset === 'cases' ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd',
            delimiter: ',',
          },
          columns: COLUMNS[dataset],
          covers: [from, to],
          asOf: to,
        },
        mappingDir: null,
        files: [{ path, name: `${dataset}.csv` }],
        dryRun: false,
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}
