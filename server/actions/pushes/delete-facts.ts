import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { hasExpired, isKept } from '#server/rollups/expired.ts'
import { rebuildTouched } from '#server/rollups/rebuild.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { leaveStale } from '#server/rollups/stale.ts'
import { startTouched, touchCells } from '#server/rollups/touched.ts'
import { type ActionName, type Actor, actorText } from '#shared/access.ts'
import { ABOUT_PEOPLE, type Dataset } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'
import type { FactKind } from '../imports/facts/fact-kind.ts'
import { factKindOf } from '../imports/facts/fact-kinds.ts'
import { sameKey } from '../imports/merge-facts.ts'
import { ownKey } from '../imports/stage-facts.ts'

/** The key of a fact, as the database knows it. */
export interface FactPlace {
  agencyId: number
  agencyCode: string
  /** 0: all services together */
  serviceId: number
  /** the rest of its key, in order */
  own: readonly string[]
}

/** Keys that the audit log names at most. */
const MAX_TRACED = 100
const traced = ({ agencyCode, serviceId, own }: FactPlace) => [agencyCode, serviceId, ...own].join('/')

/** Takes facts away by their keys, with their figures following; gives for each whether there was one. */
export async function deleteFacts(
  context: ActionContext,
  request: { dataset: Dataset; actor: Actor; action: ActionName; places: readonly FactPlace[] },
): Promise<boolean[]> {
  const { dataset, places } = request
  if (places.length === 0) return []
  const kind = factKindOf(dataset)
  const isWhole = kind.dates.length === 0
  const at = context.clock()
  return context.world.write(
    async (tx) => {
      await stageKeys(tx, kind, places)
      const same = sameKey(kind, 'f', 'g')
      const { rows } = await sql<{ position: number }>`select min(g.position) as position from tmp_gone as g
        join ${sql.table(kind.table)} as f on ${same} group by ${columns(kind.key.map((name) => `g.${name}`))}`.execute(
        tx,
      )
      const found = new Set(rows.map(({ position }) => position))
      if (found.size > 0) {
        await startTouched(tx)
        await refuseExpired(tx, kind, dataset, same)
        const gone = sql`(select f.* from ${sql.table(kind.table)} as f join tmp_gone as g on ${same}) as o`
        await touchCells(tx, gone, kind.dates)
        await sql`delete from ${sql.table(kind.table)} as f using tmp_gone as g where ${same}`.execute(tx)
        if (isWhole) await rebuildTouched(tx, dataset)
        else await leaveStale(tx, dataset)
        await insertAudit(tx, {
          actedAt: at,
          actor: actorText(request.actor),
          action: request.action,
          subject: dataset,
          place: [...new Set(places.map(({ agencyCode }) => agencyCode))].sort(),
          detail: {
            records: places.length,
            deleted: found.size,
            keys: [...found].slice(0, MAX_TRACED).map((position) => traced(places[position]!)),
          },
        })
      }
      // A key that stands twice is taken away once.
      return places.map((_, position) => found.has(position))
    },
    isWhole
      ? { changesFigures: ABOUT_PEOPLE.includes(dataset) || 'not-of-people' }
      : { changesFigures: false, part: 'facts' },
  )
}

/** The figures of a month whose facts are gone cannot follow. */
async function refuseExpired(tx: Tx, kind: FactKind, dataset: Dataset, same: Sql): Promise<void> {
  const [first] = kind.dates
  if (!first || !(await hasExpired(tx, dataset))) return
  const { rows } = await sql<{ ref: string }>`select f.ref from ${sql.table(kind.table)} as f
    join tmp_gone as g on ${same}
    where not ${isKept(dataset, sql`f.agency_id`, sql.ref(`f.${first}`))} order by 1 limit 1`.execute(tx)
  if (rows[0]) throw new Refusal('too_late', 'fact-expired', { ref: rows[0].ref })
}

async function stageKeys(tx: Tx, kind: FactKind, places: readonly FactPlace[]): Promise<void> {
  const own = ownKey(kind)
  const parts = [
    sql`unnest(cast(${places.map((_, i) => i)} as integer[])) as position`,
    sql`unnest(cast(${places.map(({ agencyId }) => agencyId)} as integer[])) as agency_id`,
    sql`unnest(cast(${places.map(({ serviceId }) => serviceId)} as integer[])) as service_id`,
    ...own.map(
      (name, i) => sql`unnest(cast(${places.map((place) => place.own[i]!)} as text[])) as ${sql.ref(name)}`,
    ),
  ]
  await sql`drop table if exists tmp_gone`.execute(tx)
  await sql`create temporary table tmp_gone as select ${sql.join(parts)}`.execute(tx)
}
