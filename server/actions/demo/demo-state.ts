import type { ReadDb } from '#server/db/database.ts'
import { findAudit } from '#server/db/queries/audit.ts'
import { type DemoSpan, spanUpTo } from '#server/db/seeds/demo/span.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'

/** Audited last, so that a load which the process did not survive is known by its absence. */
export const LOADED = 'demo.load'

/** Whether the database can take the invented data. */
export async function findState(read: ReadDb): Promise<'empty' | 'cut short' | 'in use'> {
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
