import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { ExpiredFacts } from '#shared/contract/retention.ts'
import { addIssues } from './check-rows.ts'
import type { ResolvedEntity } from './identity.ts'

// Facts that have expired do not come back: their figures hold them already, and would count them twice. A fact of those
// months that is still there, an open case for one, may go on, as long as it stays where it began.

/** The field that a fact's first date comes from. */
const FIRST = {
  cases: ['submitted', 'submittedAt'],
  surveys: ['answered', 'answeredAt'],
  complaints: ['received', 'receivedAt'],
} as const

/** Takes rows of expired months out of `ready`, with an issue for each. `zone`: SQL of the zone of instants. */
export async function refuseExpired(
  engine: ImportEngine,
  expired: ExpiredFacts | null | undefined,
  entities: { agencies: readonly ResolvedEntity[]; services: readonly ResolvedEntity[] },
  labels: Readonly<Record<string, string>>,
  zone: string,
): Promise<void> {
  if (!expired) return
  const places = entities.agencies.flatMap(({ code, isNew }, i) => {
    const through = isNew ? undefined : expired.through.get(code)
    return through === undefined ? [] : [`(${i}, date ${quote(through)})`]
  })
  if (places.length === 0) return
  const agencyAt = new Map(entities.agencies.map(({ code }, i) => [code, i]))
  const serviceAt = new Map([['', -1], ...entities.services.map(({ code }, i) => [code, i] as const)])
  const kept = expired.kept.flatMap(({ agency, service, ref, firstOn }) => {
    const [a, s] = [agencyAt.get(agency), serviceAt.get(service)]
    return a === undefined || s === undefined ? [] : [[String(a), String(s), ref, firstOn]]
  })
  const [name, field] = FIRST[expired.dataset]
  const day = `coalesce(r.${name}_on, cast(timezone(${zone}, r.${name}_at) as date))`
  await engine.run(`create or replace temp table expired_row as
    select r.row_number - 1 as rid, cast(e.through as varchar) as through from ready as r
    join (values ${places.join(', ')}) as e(agency_index, through) on e.agency_index = r.agency_index and ${day} <= e.through
    where not exists (select 1 from (select unnest(from_json(${quote(JSON.stringify(kept))}, '[["VARCHAR"]]')) as u) as k
      where cast(u[1] as integer) = r.agency_index and cast(u[2] as integer) = r.service_index and u[3] = r.ref
        and cast(u[4] as date) = ${day})`)
  await addIssues(
    engine,
    [
      {
        code: 'facts-expired',
        severity: 'error',
        column: labels[field] ?? quote(field),
        condition: 'true',
        value: 'through',
      },
    ],
    'expired_row',
  )
  await engine.run('delete from ready where row_number - 1 in (select rid from expired_row)')
}
