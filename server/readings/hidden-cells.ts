import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { listReleaseWorlds, publicAt } from '#server/db/queries/releases.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { satisfactionIndex } from '#shared/indicators/satisfaction-index.ts'
import type { Directory } from './directory.ts'
import type { HiddenPart, PeopleTables } from './find-hidden.ts'
import { countGiven, givenTexts } from './given-people.ts'
import { PeopleLattice } from './people-lattice.ts'
import { givenPart, keysOf, PARTS, packSecret, type ReleaseSecret } from './release-secret.ts'
import type { World } from './world.ts'

// Which figures about people nobody but their agency may see: worked out once for the survey answers and complaints
// there are, and for those that agencies counted themselves, over everything that can be asked for: agency tree (with everything together), services (with all
// together), month to all time. Below the month such figures are shown to nobody: weeks cut across months, and what is
// shown of both could be subtracted.

/** Fewer people than this are not shown: they could be recognised. A setting; house rule of the field reference. */
export const MIN_PEOPLE = 10

/** Release of the row of `release_secret` in the schema of a released world that says what it hides itself. */
export const OWN_SECRET = 'this'

/** With more small counts of a service in a month than this, services are told apart by the year only. */
const MAX_FINE = 800

export interface HiddenCells {
  /** false: no such figure is given at all, not even that it is 0 */
  isPublished(serviceId: number, period: string): boolean
  isHidden(definition: IndicatorDefinition, agencyId: number, serviceId: number, period: string): boolean
}

/** Not one figure about people is given. */
export const ALL_HIDDEN: HiddenCells = { isPublished: () => false, isHidden: () => true }

interface Finding {
  tables: PeopleTables
  lattice: PeopleLattice
  /** keys of hidden cells, each as soon as its thread has them */
  parts: ReadonlyMap<string, Promise<Float64Array>>
}

const kept = new WeakMap<World, { stamp: string; finding: Promise<Finding> }>()

/** What is hidden of these indicators. Kept until people are heard anew, or the tree of agencies changes: other imports
 *  leave it as it is. Nothing about people is shown before it is there. */
export async function hiddenCells(
  world: World,
  directory: Directory,
  definitions: readonly IndicatorDefinition[],
): Promise<HiddenCells> {
  const { lattice, parts } = await find(world, directory)
  const needed = new Map<string, Float64Array>()
  for (const part of definitions.filter(({ isAboutPeople }) => isAboutPeople).flatMap(partsOf)) {
    needed.set(part, await parts.get(part)!)
  }
  const isAmong = (definition: IndicatorDefinition, key: number) =>
    partsOf(definition).some((part) => {
      const keys = needed.get(part)
      return keys === undefined || has(keys, key)
    })
  return {
    isPublished: (serviceId, period) => lattice.isPublished(serviceId, period),
    isHidden(definition, agencyId, serviceId, period) {
      const key = lattice.keyOf(agencyId, serviceId, period)
      // A period that is none of the lattice's is not shown at all; nobody was heard in one that lies outside it.
      return key === null || isAmong(definition, key)
    },
  }
}

/** Begins to work it out before anybody asks, where everybody is answered from what is live: what a release hides is told
 *  with it. Ends when the people are counted; the rest goes on in its thread. */
export async function hideAhead(
  world: World,
  { publication, now }: { publication: 'live' | 'released'; now: string },
): Promise<void> {
  const isReleased = publication === 'released' && publicAt(await listReleaseWorlds(world.db.read), now)
  if (!isReleased) await find(world, await world.directory())
}

/** What later releases have to know of what a released world hides: the body of its row of `release_secret`, in the main
 *  schema and, as that of OWN_SECRET, in its own. Read before the release is published, kept with it, never shown. */
export async function secretOf(world: World): Promise<string> {
  const { tables, parts } = await find(world, await world.directory())
  const hidden = await Promise.all(Array.from(parts, async ([part, keys]) => [part, await keys] as const))
  return JSON.stringify(packSecret(tables, hidden))
}

async function find(world: World, directory: Directory): Promise<Finding> {
  const stamp = await stampOf(world.db.read, directory)
  let known = kept.get(world)
  if (known?.stamp !== stamp) {
    known = { stamp, finding: begin(world, directory) }
    kept.set(world, known)
    // Who asks next tries again.
    const forget = () => kept.get(world)?.stamp === stamp && kept.delete(world)
    known.finding.then(({ parts }) => Promise.all(parts.values())).catch(forget)
  }
  return known.finding
}

/** What a figure tells of. The index is the mean of nine means, each a whole number over how many answered: beside eight
 *  of them it gives the ninth away, and by its digits how many answered that one, which was hidden to cover others. */
function partsOf({ id, dataset }: IndicatorDefinition): readonly string[] {
  if (id === satisfactionIndex.id) return INDEX_PARTS
  const part = dataset === 'complaints' ? 'complaints' : PARTS.includes(id) ? id : 'surveys'
  return [part, givenPart(part)]
}

const INDEX_PARTS = PARTS.filter((part) => !part.includes('complaints'))

/** Changes with the tree of agencies, with the releases before, and with every change that can move counts of people or
 *  when a complaint is due, which a limit or a calendar does; of answers to the survey form, with those that move a small
 *  count. */
async function stampOf(db: ReadDb, { agencies }: Directory): Promise<string> {
  const { value } = await db
    .selectFrom('counter')
    .select('value')
    .where('name', '=', 'people-version')
    .executeTakeFirstOrThrow()
  const releases = await db.selectFrom('releaseSecret').select('releaseId').orderBy('releaseId').execute()
  return JSON.stringify([
    value,
    releases.map(({ releaseId }) => releaseId),
    agencies.map(({ agencyId, parentId }) => [agencyId, parentId]),
  ])
}

/** @returns what the releases before hid, in their order, and what this one does when it is told already */
async function readSecrets(db: ReadDb): Promise<{ earlier: ReleaseSecret[]; own: ReleaseSecret | null }> {
  const rows = await db.selectFrom('releaseSecret').select(['releaseId', 'body']).execute()
  const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as ReleaseSecret
  const own = rows.find(({ releaseId }) => releaseId === OWN_SECRET)
  return {
    earlier: rows
      .filter((row) => row !== own)
      .map(bodyOf)
      .sort((a, b) => a.sequence - b.sequence),
    own: own ? bodyOf(own) : null,
  }
}

type People = Pick<PeopleTables, 'months' | 'isCoarse' | 'counts'>

/** Counts of the measures, in the order of places and months; in a coarse lattice single services by the year. */
async function countPeople(db: ReadDb, wasCoarse: boolean): Promise<People> {
  const people = sql`(select agency_id, service_id, month, measure, n from survey_cell where n > 0
    union all select agency_id, service_id, month, 'complaints-received', received from complaint_cell where received > 0
    union all select agency_id, service_id, month, 'complaints-due', due from complaint_cell where due > 0
    union all select agency_id, service_id, month, 'complaints-on-time', due_on_time from complaint_cell where due_on_time > 0)`
  const { rows: months } = await sql<{ month: string; small: number }>`
    select cast(month as varchar) as month,
      sum(case when n < ${sql.lit(MIN_PEOPLE)} and measure in ('responses', 'complaints-received') then 1 else 0 end) as small
    from ${people} as people group by month order by month`.execute(db)
  const isCoarse = wasCoarse || months.reduce((sum, { small }) => sum + Number(small), 0) > MAX_FINE
  const counts = isCoarse
    ? sql`select measure, agency_id, service_id, substr(cast(month as varchar), 1, 4) as month, sum(n) as n
        from ${people} as people group by measure, agency_id, service_id, substr(cast(month as varchar), 1, 4)
      union all select measure, agency_id, 0, cast(month as varchar), sum(n)
        from ${people} as people group by measure, agency_id, month`
    : sql`select measure, agency_id, service_id, cast(month as varchar) as month, n from ${people} as people`
  const { rows } = await sql<{ measure: string; counts: string }>`
    select measure, string_agg(concat(agency_id, ',', service_id, ',', month, ',', n), ';'
      order by agency_id, service_id, month) as counts
    from (${counts}) as counted group by measure`.execute(db)
  return {
    isCoarse,
    months: months.map(({ month }) => month),
    // That none was answered in time is told by a list without any.
    counts: { 'complaints-on-time': '', ...Object.fromEntries(rows.map((row) => [row.measure, row.counts])) },
  }
}

async function begin(world: World, directory: Directory): Promise<Finding> {
  const { db, release } = world
  const places = {
    agencies: directory.agencies.map(({ agencyId, parentId, isLeaf }) => ({ agencyId, parentId, isLeaf })),
    services: directory.services.map(({ serviceId }) => ({ serviceId })),
  }
  const { earlier, own } = await readSecrets(db.read)
  // What was once told by the year only is never told by the month: the months would give away what was hidden.
  const wasCoarse = earlier.some(({ isCoarse }) => isCoarse)
  const people = await countPeople(db.read, wasCoarse)
  const isReleased = earlier.length > 0 || release !== null
  const given = await countGiven(world, directory)
  const counts = {
    ...people.counts,
    ...givenTexts(given),
  }
  const tables = { ...people, counts, places, isReleased, earlier, rules: { threshold: MIN_PEOPLE } }
  const periods = new Set(Array.from(given.values(), (rows) => rows.map(({ month }) => month)).flat())
  const lattice = new PeopleLattice(places, people.months, {
    isCoarse: people.isCoarse,
    isReleased,
    periods,
  })
  const told = own && new Map(PARTS.map((part) => [part, Promise.resolve(keysOf(own, part))]))
  return { tables, lattice, parts: told ?? inThread(tables) }
}

function inThread(tables: PeopleTables): Finding['parts'] {
  const parts = new Map(PARTS.map((part) => [part, Promise.withResolvers<Float64Array>()]))
  const fail = (error: unknown) => {
    for (const { reject } of parts.values()) reject(error)
  }
  const thread = new Worker(new URL('./find-hidden-thread.ts', import.meta.url), { workerData: tables })
  // The file of the thread may be newer than this program, which an upgrade puts in its place.
  thread.on('message', ([part, keys]: HiddenPart) => parts.get(part)?.resolve(keys))
  thread.once('error', fail)
  thread.once('exit', (code) => fail(new Error(`The thread ended without an answer (${code})`)))
  return new Map(Array.from(parts, ([part, { promise }]) => [part, promise]))
}

/** Whether a list in rising order holds a key. */
function has(keys: Float64Array, key: number): boolean {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return keys[low] === key
}
