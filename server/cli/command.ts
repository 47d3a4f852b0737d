import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ActionContext } from '#server/actions/context.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { findServer, type ServerFile, serverFilePath } from '#server/auth/server-token.ts'
import { type Config, readConfig, readLocale } from '#server/config.ts'
import { openDatabase } from '#server/db/database.ts'
import { openWorld } from '#server/readings/world.ts'
import { COMMAND_LINE } from '#shared/access.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal, type RefusalKey, type RefusalParams } from '#shared/refusal.ts'
import type { TalkedTo } from './server-of.ts'

/** What a command does with its options and words, in the language of whoever called it; its texts are in
 *  shared/i18n. Gives the exit code. */
export type Command = (args: string[], locale: Locale) => Promise<number>

/** The command was called wrongly: exit code 2 and its help. */
export class UsageError<Key extends RefusalKey> extends Refusal<Key> {
  constructor(key: Key, params: RefusalParams<Key>) {
    super('invalid', key, params)
  }
}

/** Language of a person at a terminal, --lang, else the environment's, and what else was given. */
export function takeLocale(args: readonly string[]): { locale: Locale; rest: string[] } {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const [given, length] = args[at]?.includes('=') ? [args[at].slice('--lang='.length), 1] : [args[at + 1], 2]
  // Without a word after it, it is left to be refused.
  if (at < 0 || given === undefined) return { locale: readLocale(), rest: [...args] }
  const locale = given.toLowerCase().startsWith('en') ? 'en' : 'id'
  return { locale, rest: args.toSpliced(at, length) }
}

/** Whether --json was given, for a command that takes nothing else. @throws for anything else */
export function wantsJson(args: string[]): boolean {
  return parseArgs({ args, options: { json: { type: 'boolean' } } }).values.json ?? false
}

/** Asks a server. @throws Refusal `unavailable` when nobody answers where it should be */
export async function askServer(
  server: TalkedTo,
  path: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<Response> {
  return fetch(server.address + path, {
    method,
    headers: { ...headers, authorization: `Bearer ${server.token}` },
  }).catch(() => {
    throw noAnswer(server)
  })
}

export const noAnswer = ({ address, pid }: TalkedTo): Refusal =>
  pid === null
    ? new Refusal('unavailable', 'server-silent-there', { address })
    : new Refusal('unavailable', 'server-silent-here', {
        pid,
        address,
        file: serverFilePath(readConfig().databaseUrl, resolve(readConfig().dataDir)),
      })

/** The server that owns the embedded database, if one runs. */
export function runningServer(config: Config): ServerFile | null {
  if (!config.databaseUrl.startsWith('duckdb:')) return null
  return findServer(serverFilePath(config.databaseUrl, resolve(config.dataDir)))
}

/** Opens the database for one command, and closes it afterwards. */
export async function withContext<T>(
  locale: Locale,
  run: (context: ActionContext) => Promise<T>,
): Promise<T> {
  const config = readConfig()
  const dataDir = resolve(config.dataDir)
  const db = await openDatabase(config.databaseUrl, { dataDir })
  try {
    await prepareDatabase(db)
    return await run({
      world: openWorld(db),
      dataDir,
      clock: () => new Date().toISOString(),
      defaultTimezone: config.timezone,
      publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
      locale,
      actor: COMMAND_LINE,
    })
  } finally {
    await db.checkpoint().catch(() => {})
    await db.close()
  }
}
