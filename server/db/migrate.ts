import { Migrator } from 'kysely/migration'
import { Refusal } from '#shared/refusal.ts'
import type { Database } from './database.ts'
import { MIGRATIONS } from './migrations/index.ts'

/** Brings the schema up to date. @throws Refusal `unavailable` when the database is newer than the program. */
export async function migrate(db: Database): Promise<{ applied: string[] }> {
  const migrator = new Migrator({
    // biome-ignore lint/suspicious/noExplicitAny: migrations know no table types
    db: db.kysely.withoutPlugins() as any,
    provider: { getMigrations: async () => MIGRATIONS as never },
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    if (/missing|corrupted/i.test(String(error))) {
      throw new Refusal('unavailable', 'database-newer', {})
    }
    throw error
  }
  return { applied: results?.map((result) => result.migrationName) ?? [] }
}
