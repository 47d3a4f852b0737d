import { resolve } from 'node:path'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/database.ts'
import { type Command, wantsJson } from './command.ts'

export const migrateCommand: Command = {
  summary: 'bring the database up to date',
  help: 'terukur migrate [--json]\n\nCreates what is missing in the database that DATABASE_URL names.',
  async run(args) {
    const isJson = wantsJson(args)
    const config = readConfig()
    const db = await openDatabase(config.databaseUrl, { dataDir: resolve(config.dataDir) })
    try {
      const { applied } = await prepareDatabase(db)
      process.stdout.write(
        isJson ? `${JSON.stringify({ applied })}\n` : `${applied.length} migrations applied\n`,
      )
    } finally {
      await db.close()
    }
    return 0
  },
}
