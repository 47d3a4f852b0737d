import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { PUSH_SOURCE, pushImportId } from '#server/db/push-source.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { insertIndicators } from '#server/db/queries/indicators.ts'
import { keepAnswers, type PushAnswer } from '#server/db/queries/pushes.ts'
import type { CheckedRecords, ReadyRecord, RecordIssue } from '#server/ingest/check-records.ts'
import { rebuildTouched } from '#server/rollups/rebuild.ts'
import { leaveStale } from '#server/rollups/stale.ts'
import { startTouched } from '#server/rollups/touched.ts'
import { type ActionName, type Actor, actorText } from '#shared/access.ts'
import { ABOUT_PEOPLE, type Dataset } from '#shared/contract/import.ts'
import type { ActionContext } from '../context.ts'
import type { FactKind } from '../imports/facts/fact-kind.ts'
import { factKindOf } from '../imports/facts/fact-kinds.ts'
import { mergeFacts } from '../imports/merge-facts.ts'
import { hasDemo, removeDemo } from '../imports/remove-demo.ts'
import { type PlacedAgencies, resolveEntities } from '../imports/resolve-entities.ts'
import { ownKey } from '../imports/stage-facts.ts'
import { countDay } from './count-day.ts'
import { countRefusals } from './count-refusals.ts'
import { recordCoverage } from './record-coverage.ts'
import { stageRecords } from './stage-records.ts'

export type PushStatus = 'inserted' | 'updated' | 'unchanged'

/** What is committed at once: the requests of some moments, in the order that they came in. */
export interface PushGroup {
  dataset: Dataset
  checked: CheckedRecords
  timezone: string
  requests: readonly GroupedRequest[]
  /** of a record the agency that it names, where that is known and its sender may write for it */
  agencyOf: ReadonlyMap<number, number>
}

export interface GroupedRequest {
  actor: Actor
  action: ActionName
  /** its records among those of the group, rejected ones as well */
  first: number
  count: number
  covers: readonly [string, string] | null
  asOf: string
  /** what to keep for whoever asks the same again; made of how its records fared */
  answer: ((outcomes: readonly RecordOutcome[]) => PushAnswer) | null
}

/** How a record fared. */
export interface RecordOutcome {
  status: PushStatus | 'rejected'
  /** `record` is its place in its request */
  issues: RecordIssue[]
}

/** Writes the facts of a group with what they cover, what they leave to be computed, and the audit rows: one
 *  transaction, after which every one of its requests is acknowledged. Where something is created, or where facts are
 *  figures by themselves, cells and version follow at once; else the refresh is left to do it.
 *  `begin` is called when nothing else is waited for any more; what it throws ends it. Gives how the records of each
 *  request fared. */
export async function commitPush(
  context: ActionContext,
  group: PushGroup,
  begin: () => void = () => {},
): Promise<RecordOutcome[][]> {
  const kind = factKindOf(group.dataset)
  const { world, clock } = context
  const at = clock()
  const { isDemo } = await world.directory()
  const { agencies, services, indicators, ready } = group.checked
  const creates = [...agencies, ...services].some(({ isNew }) => isNew) || indicators.length > 0
  const isWhole = isDemo || creates || kind.dates.length === 0
  return world.write(
    async (tx) => {
      begin()
      const statuses = new Map<number, PushStatus>()
      if (ready.length > 0) {
        if (isWhole && (await hasDemo(tx))) await removeDemo(tx)
        await startTouched(tx)
        const placed = await resolveEntities(tx, {
          agencies,
          services,
          created: { level: 'unit', parent: null, timezone: group.timezone, calendar: null },
          source: PUSH_SOURCE,
        })
        await insertIndicators(
          tx,
          indicators.map((indicator) => ({ ...indicator, source: PUSH_SOURCE })),
        )
        await writeFacts(tx, kind, group, placed, at, statuses)
        await recordCoverage(tx, kind, {
          dataset: group.dataset,
          importedAt: at,
          spans: spansOf(group, placed.agencyIds),
        })
        if (isWhole) await rebuildTouched(tx, group.dataset)
        else await leaveStale(tx, group.dataset)
      }
      await countDay(tx, group, statuses, at)
      await countRefusals(tx, group, statuses, pushImportId(group.dataset, at))
      await trace(tx, group, statuses, at)
      const outcomes = outcomesOf(group, statuses)
      await keepAnswers(
        tx,
        group.requests.flatMap(({ answer }, i) => (answer ? [answer(outcomes[i]!)] : [])),
      )
      return outcomes
    },
    // What is only refused changes no figure, and what is said of the quality of the data.
    isWhole || ready.length === 0
      ? { changesFigures: isDemo || ABOUT_PEOPLE.includes(group.dataset) || 'not-of-people' }
      : { changesFigures: false, part: 'facts' },
  )
}

function outcomesOf(
  { requests, checked }: PushGroup,
  statuses: ReadonlyMap<number, PushStatus>,
): RecordOutcome[][] {
  const issuesOf = Map.groupBy(checked.issues, ({ record }) => record)
  return requests.map(({ first, count }) =>
    Array.from({ length: count }, (_, n) => ({
      status: statuses.get(first + n) ?? 'rejected',
      issues: (issuesOf.get(first + n) ?? []).map((issue) => ({ ...issue, record: n })),
    })),
  )
}

/** Records of one key correct each other in their order: the first is held against the database, each later one against
 *  the one before, and the last one stays. */
async function writeFacts(
  tx: Tx,
  kind: FactKind,
  { dataset, checked }: PushGroup,
  placed: PlacedAgencies,
  at: string,
  statuses: Map<number, PushStatus>,
): Promise<void> {
  const by = { importId: pushImportId(dataset, at), source: PUSH_SOURCE, isSnapshot: false }
  const firsts = checked.ready.filter(({ place }) => place === 1)
  const corrections = checked.ready.filter(({ place, isLast }) => place > 1 && isLast)
  const merge = async (records: readonly ReadyRecord[], onClassified: (tx: Tx) => Promise<void>) => {
    await stageRecords(tx, kind, records)
    const all = sql`is not null`
    await sql`create temporary table tmp_incoming as select * from (${kind.derive(placed.timeZones, all)}) as n`.execute(
      tx,
    )
    await mergeFacts(tx, kind, by, onClassified)
  }
  await merge(firsts, async () => {
    const found = await readChanges(tx, kind)
    for (const record of firsts) statuses.set(record.record, found(record))
  })
  for (const { record, place, isRepeat } of checked.ready) {
    if (place > 1) statuses.set(record, isRepeat ? 'unchanged' : 'updated')
  }
  if (corrections.length > 0) await merge(corrections, async () => {})
}

/** How each record fared, by its key in tmp_change. */
async function readChanges(tx: Tx, kind: FactKind): Promise<(record: ReadyRecord) => PushStatus> {
  const own = ownKey(kind)
  const hasService = kind.key.includes('service_id')
  const service = hasService ? sql`s.service_index` : sql`cast(0 as integer)`
  const { rows } = await sql<{
    place: string
    isNew: boolean
    isChanged: boolean
  }>`select ${keyText([sql`a.agency_index`, service, ...own.map((name) => sql.ref(`c.${name}`))])} as place,
      c.is_new, c.is_changed from tmp_change as c join tmp_agency as a on a.agency_id = c.agency_id
      ${hasService ? sql`join tmp_service as s on s.service_id = c.service_id` : sql``}`.execute(tx)
  const byPlace = new Map(rows.map((row) => [row.place, row]))
  return (record) => {
    const service = hasService ? record.serviceIndex : 0
    const place = [record.agencyIndex, service, ...own.map((name) => record.values[name])].join(SEPARATOR)
    const { isNew, isChanged } = byPlace.get(place)!
    return isNew ? 'inserted' : isChanged ? 'updated' : 'unchanged'
  }
}

const SEPARATOR = '\u001f'
const keyText = (parts: readonly ReturnType<typeof sql>[]) => sql`concat_ws(${SEPARATOR}, ${sql.join(parts)})`

function spansOf({ checked, requests }: PushGroup, agencyIds: readonly number[]) {
  const byRecord = new Map(checked.ready.map((record) => [record.record, record]))
  return requests.flatMap(({ first, count, covers, asOf }) => {
    const spans = new Map<number, { from: string; to: string }>()
    for (let record = first; record < first + count; record++) {
      const ready = byRecord.get(record)
      if (!ready) continue
      const from = covers?.[0] ?? ready.firstDay
      const to = covers?.[1] ?? ready.lastDay
      if (from === null || to === null) continue
      const span = spans.get(ready.agencyIndex)
      if (!span) spans.set(ready.agencyIndex, { from, to })
      else {
        if (from < span.from) span.from = from
        if (to > span.to) span.to = to
      }
    }
    return Array.from(spans, ([index, span]) => ({ agencyId: agencyIds[index]!, ...span, asOf }))
  })
}

/** One audit row for each actor of the group. */
async function trace(
  tx: Tx,
  { dataset, requests, checked }: PushGroup,
  statuses: ReadonlyMap<number, PushStatus>,
  at: string,
): Promise<void> {
  const agencyOf = new Map(checked.ready.map(({ record, agencyIndex }) => [record, agencyIndex]))
  for (const [actor, own] of Map.groupBy(requests, (request) => actorText(request.actor))) {
    const counts = { inserted: 0, updated: 0, unchanged: 0 }
    const agencies = new Set<string>()
    let records = 0
    for (const { first, count } of own) {
      records += count
      for (let record = first; record < first + count; record++) {
        const status = statuses.get(record)
        if (!status) continue
        counts[status]++
        agencies.add(checked.agencies[agencyOf.get(record)!]!.code)
      }
    }
    if (counts.inserted + counts.updated === 0) continue
    await insertAudit(tx, {
      actedAt: at,
      actor,
      action: own[0]!.action,
      subject: dataset,
      place: [...agencies].sort(),
      detail: { requests: own.length, records, ...counts, agencies: [...agencies].sort() },
    })
  }
}
