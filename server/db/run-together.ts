import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** Runs statements that have no parameters as one errand to the engine: small ones take less time than the way there. */
export async function runTogether(tx: Tx, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  if (statements.length > 0) await sql.join([...statements], sql`; `).execute(tx)
}
