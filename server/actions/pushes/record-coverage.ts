import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { PUSH_SOURCE } from '#server/db/push-source.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { addDays } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import type { FactKind } from '../imports/facts/fact-kind.ts'
import { moveAsOf } from '../imports/record-delivery.ts'

/** What one request delivered of an agency. */
export interface PushedSpan {
  agencyId: number
  from: string
  to: string
  asOf: string
}

/** Records what pushes cover. Each covers its first to last day, as a delivery of a file does. Thousands of them a day
 *  would be as many rows that say the same: kept are runs of days without a gap, cut where a month ends. */
export async function recordCoverage(
  tx: Tx,
  kind: FactKind,
  delivered: { dataset: Dataset; importedAt: string; spans: readonly PushedSpan[] },
): Promise<void> {
  const { dataset, importedAt, spans } = delivered
  if (spans.length === 0) return
  const byAgency = Map.groupBy(spans, ({ agencyId }) => agencyId)
  const known = await tx
    .selectFrom('delivery')
    .select(['agencyId', 'importId', 'coversFrom', 'coversTo', 'asOf', 'importedAt'])
    .where('source', '=', PUSH_SOURCE)
    .where('dataset', '=', dataset)
    .where(sql<boolean>`agency_id = any(cast(${[...byAgency.keys()]} as integer[]))`)
    .execute()
  const knownOf = Map.groupBy(known, ({ agencyId }) => agencyId)
  const gone: { agencyId: number; importId: string }[] = []
  const added: Run[] = []
  for (const [agencyId, own] of byAgency) {
    const asOf = own.reduce((latest, span) => (span.asOf > latest ? span.asOf : latest), own[0]!.asOf)
    const rows = knownOf.get(agencyId) ?? []
    const before = rows.map((row) => ({ ...row, from: row.coversFrom, to: row.coversTo }))
    const fresh = own
      .flatMap(byMonth)
      .map((span) => ({ ...span, agencyId, asOf, importedAt, importId: null }))
    for (const run of joinRuns([...before, ...fresh])) {
      if (run.parts.length === 1 && run.parts[0]!.importId !== null) continue
      const stood = run.parts.filter(({ importId }) => importId !== null)
      // A run that has not grown says nothing new.
      if (stood.some(({ from, to }) => from === run.from && to === run.to)) continue
      gone.push(...stood.map(({ importId }) => ({ agencyId, importId: importId! })))
      // When its last day came in: what was filled in before it makes it no later.
      const last = run.parts.filter(({ to }) => to === run.to)
      const arrived = last.map((part) => part.importedAt).sort()[0]!
      added.push({ agencyId, from: run.from, to: run.to, asOf, importedAt: arrived })
    }
  }
  for (const { agencyId, importId } of gone) {
    await tx
      .deleteFrom('delivery')
      .where('agencyId', '=', agencyId)
      .where('importId', '=', importId)
      .execute()
  }
  if (added.length > 0) {
    await tx
      .insertInto('delivery')
      .values(
        added.map((run) => ({
          agencyId: run.agencyId,
          importId: `${PUSH_SOURCE}-${dataset}-${run.from}`,
          dataset,
          source: PUSH_SOURCE,
          coversFrom: run.from,
          coversTo: run.to,
          asOf: run.asOf,
          importedAt: run.importedAt,
        })),
      )
      .execute()
  }
  for (const [asOf, moved] of Map.groupBy(latestOf(spans), (span) => span.asOf)) {
    await moveAsOf(tx, kind, { agencyIds: moved.map(({ agencyId }) => agencyId), dataset, asOf })
  }
}

interface Run {
  agencyId: number
  from: string
  to: string
  asOf: string
  importedAt: string
}

interface Part {
  from: string
  to: string
  importedAt: string
  importId: string | null
}

/** A span in pieces that lie in one month each. */
function byMonth({ from, to }: PushedSpan): { from: string; to: string }[] {
  const pieces: { from: string; to: string }[] = []
  for (let at = from; at <= to; ) {
    const { endsOn } = spanOf(at, 'month')
    pieces.push({ from: at, to: endsOn < to ? endsOn : to })
    at = addDays(endsOn, 1)
  }
  return pieces
}

/** Parts that overlap or touch within a month, put together. */
function joinRuns<P extends Part>(parts: readonly P[]): { from: string; to: string; parts: P[] }[] {
  const runs: { from: string; to: string; parts: P[] }[] = []
  for (const part of [...parts].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const run = runs.at(-1)
    if (run && part.from <= addDays(run.to, 1) && part.from.slice(0, 7) === run.to.slice(0, 7)) {
      if (part.to > run.to) run.to = part.to
      run.parts.push(part)
    } else runs.push({ from: part.from, to: part.to, parts: [part] })
  }
  return runs
}

/** The latest instant that each agency's spans are true up to. */
function latestOf(spans: readonly PushedSpan[]): { agencyId: number; asOf: string }[] {
  const latest = new Map<number, string>()
  for (const { agencyId, asOf } of spans) {
    const known = latest.get(agencyId)
    if (known === undefined || asOf > known) latest.set(agencyId, asOf)
  }
  return Array.from(latest, ([agencyId, asOf]) => ({ agencyId, asOf }))
}
