import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'
import { ALWAYS, insertAgencies, insertServices, rebuildClosure } from '#server/db/queries/entities.ts'
import { type DemoAgency, demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import {
  asCsv,
  DEMO_END,
  DEMO_FROM,
  type DemoDataset,
  demoFacts,
  type WorkingDays,
} from '#server/db/seeds/demo/facts.ts'
import { demoComplaints, demoCosts, demoInnovations, demoTargets } from '#server/db/seeds/demo/registers.ts'
import { DEMO_SERVICES } from '#server/db/seeds/demo/services.ts'
import { actorText } from '#shared/access.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays } from '#shared/time/date.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { DEMO_SOURCE, removeDemo } from '../imports/remove-demo.ts'
import { runImport } from '../imports/run-import.ts'

// Fills an empty database with invented figures, through the same import that real ones take.

/** When the agency that stops reporting last did, and the months that another never delivered. */
const STOPPED_ON = '2026-03-31'
const GAP = { from: '2025-11-01', to: '2026-01-31' } as const

/** @returns whether it loaded: only an empty database takes the demo, or one in which a load was cut short. */
export async function loadDemoIfEmpty(context: ActionContext): Promise<boolean> {
  await allow(context, 'demo.load', 'instance')
  const state = await findState(context.world.db.read)
  if (state === 'in use') return false
  const agencies = demoAgencies()
  await context.world.write(async (tx) => {
    if (state === 'cut short') await removeDemo(tx)
    await insertTree(tx, agencies)
  })
  const days = await workingDays(context.world.db.read)
  const facts = agencies
    .filter((agency) => agency.kind !== null)
    .map((agency) => ({ agency, ...demoFacts(agency, days) }))
  const lastDay = addDays(DEMO_END, -1)
  const told = (story: DemoAgency['story']) => facts.filter(({ agency }) => agency.story === story)
  const usual = facts.filter(({ agency }) => !['stops', 'gap'].includes(agency.story))
  const submitted = (line: string) => line.split(',')[3]!.slice(0, 10)
  const within = (from: string, to: string) => (line: string) =>
    submitted(line) >= from && submitted(line) <= to
  const deliver = makeDelivery(context)
  await deliver(
    'cases',
    usual.flatMap(({ cases }) => cases),
    DEMO_FROM,
    lastDay,
  )
  const stopped = told('stops')
    .flatMap(({ cases }) => cases)
    .filter(within(DEMO_FROM, STOPPED_ON))
  await deliver('cases', stopped.map(openAfter(STOPPED_ON)), DEMO_FROM, STOPPED_ON)
  const gap = told('gap').flatMap(({ cases }) => cases)
  await deliver(
    'cases',
    gap.filter(within(DEMO_FROM, addDays(GAP.from, -1))).map(openAfter(addDays(GAP.from, -1))),
    DEMO_FROM,
    addDays(GAP.from, -1),
  )
  await deliver('cases', gap.filter(within(addDays(GAP.to, 1), lastDay)), addDays(GAP.to, 1), lastDay)
  await deliver(
    'cases',
    told('revised').flatMap(({ cases }) => cases.slice(-40).map(correct)),
    '2026-11-01',
    lastDay,
  )
  await deliver(
    'surveys',
    facts.filter(({ agency }) => agency.story !== 'stops').flatMap(({ surveys }) => surveys),
    DEMO_FROM,
    lastDay,
  )
  const offices = facts.map(({ agency }) => agency)
  const reporting = offices.filter(({ story }) => story !== 'stops')
  await deliver(
    'complaints',
    reporting.flatMap((agency) => demoComplaints(agency, days)),
    DEMO_FROM,
    lastDay,
  )
  const costs = reporting.flatMap((agency) => demoCosts(agency, lastDay))
  await deliver('costs', costs, DEMO_FROM, lastDay)
  const stoppedCosts = offices
    .filter(({ story }) => story === 'stops')
    .flatMap((agency) => demoCosts(agency, STOPPED_ON))
  await deliver('costs', stoppedCosts, DEMO_FROM, STOPPED_ON)
  await deliver('targets', demoTargets(agencies), DEMO_FROM, lastDay)
  await deliver('innovations', demoInnovations(agencies), DEMO_FROM, lastDay)
  await context.world.write((tx) =>
    insertAudit(tx, {
      actedAt: context.clock(),
      actor: actorText(context.actor),
      action: LOADED,
      subject: DEMO_SOURCE,
      detail: {},
    }),
  )
  return true
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

/** Whether the demo is all that there is, and whole. */
export async function isDemoLoaded(read: ReadDb): Promise<boolean> {
  const sources = await read.selectFrom('agency').select('source').distinct().execute()
  return sources.length === 1 && sources[0]!.source === DEMO_SOURCE && (await wasLoaded(read))
}

/** What an office that stops delivering has said last: later completions are unknown. */
const openAfter = (last: string) => (line: string) => {
  const cells = line.split(',')
  if (cells[4]!.slice(0, 10) <= last) return line
  return [...cells.slice(0, 4), '', cells[5], ''].join(',')
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
