import type { ReadDb, Tx } from '#server/db/database.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'

/** Whether an import created an indicator of this code. */
export async function isCreated(db: ReadDb | Tx, code: string): Promise<boolean> {
  return (
    (await db.selectFrom('indicator').select('code').where('code', '=', code).executeTakeFirst()) !==
    undefined
  )
}

/** Creates the indicators that are not there yet; gives their codes. */
export async function insertIndicators(tx: Tx, indicators: readonly StoredIndicator[]): Promise<string[]> {
  if (indicators.length === 0) return []
  const there = new Set((await tx.selectFrom('indicator').select('code').execute()).map(({ code }) => code))
  const missing = indicators.filter(({ code }) => !there.has(code))
  if (missing.length > 0) await tx.insertInto('indicator').values(missing).execute()
  return missing.map(({ code }) => code)
}

/** Ids of the indicators that an import gave figures of, as many as a person looks at. */
export async function listGivenBy(db: ReadDb, importId: string, limit = 8): Promise<string[]> {
  const rows = await db
    .selectFrom('givenValue')
    .select('indicator')
    .distinct()
    .where('importId', '=', importId)
    .orderBy('indicator')
    .limit(limit)
    .execute()
  return rows.map(({ indicator }) => indicator)
}
