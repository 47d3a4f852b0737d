import { resolve } from 'node:path'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/database.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { type Command, wantsJson } from './command.ts'

export const migrateCommand: Command = async (args, locale) => {
  const isJson = wantsJson(args)
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl, { dataDir: resolve(config.dataDir) })
  try {
    const { applied } = await prepareDatabase(db)
    process.stdout.write(
      isJson ? `${JSON.stringify({ applied })}\n` : `${commandText(locale).migrated(applied.length)}\n`,
    )
  } finally {
    await db.close()
  }
  return 0
}
