import type { Tx } from '#server/db/database.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'

/** Creates the indicators that are not there yet. */
export async function insertIndicators(tx: Tx, indicators: readonly StoredIndicator[]): Promise<void> {
  if (indicators.length === 0) return
  const there = new Set((await tx.selectFrom('indicator').select('code').execute()).map(({ code }) => code))
  const missing = indicators.filter(({ code }) => !there.has(code))
  if (missing.length > 0) await tx.insertInto('indicator').values(missing).execute()
}
