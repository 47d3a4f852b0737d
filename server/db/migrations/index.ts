import type { Kysely } from 'kysely'
import * as firstTables from './2026-11-23-first-tables.ts'
import * as rebaselines from './2026-11-26-rebaselines.ts'
import * as scopeDigests from './2026-11-26-scope-digests.ts'

/** Every migration, oldest first. Frozen once it has landed; a name is never used again. */
export const MIGRATIONS: Record<string, { up(db: Kysely<never>): Promise<void> }> = {
  '2026-11-23-first-tables': firstTables,
  '2026-11-26-rebaselines': rebaselines,
  '2026-11-26-scope-digests': scopeDigests,
}
