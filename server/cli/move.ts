import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ActionContext } from '#server/actions/context.ts'
import { type Moved, moveDatabase, rowsOf } from '#server/actions/maintenance/move.ts'
import { openIdentity } from '#server/auth/identity.ts'
import { type Config, readConfig } from '#server/config.ts'
import { type Database, openDatabase } from '#server/db/database.ts'
import { findIdentityFile } from '#server/db/identity/open.ts'
import { openWorld } from '#server/readings/world.ts'
import { COMMAND_LINE } from '#shared/access.ts'
import { formats } from '#shared/i18n/formats.ts'
import { moveText } from '#shared/i18n/move-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { type CheckedMove, checkMove } from './check-move.ts'
import { type Command, runningServer, UsageError } from './command.ts'
import { Progress } from './progress.ts'

export interface MoveResult extends Moved, CheckedMove {
  /** without the password */
  to: string
  rows: number
  seconds: number
}

export const moveCommand: Command = async (args, locale) => {
  const { values } = parseArgs({ args, options: { to: { type: 'string' }, json: { type: 'boolean' } } })
  if (values.to === undefined) throw new UsageError('usage-move', {})
  const config = readConfig()
  refuseAddresses(config, values.to)
  const dataDir = resolve(config.dataDir)
  const source = await openDatabase(config.databaseUrl, { dataDir, isReadOnly: true })
  try {
    const target = await openTarget(values.to, dataDir)
    try {
      const result = await move(config, locale, source, target)
      const texts = describe(locale, result, dataDir)
      process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${texts.join('\n')}\n`)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
  return 0
}

/** @throws Refusal or UsageError for what cannot be moved, or not there, before anything is opened */
function refuseAddresses(config: Config, to: string): void {
  const { databaseUrl } = config
  if (!/^postgres(ql)?:\/\//.test(to) || !URL.canParse(to)) throw new UsageError('move-to', {})
  if (!databaseUrl.startsWith('duckdb:') || databaseUrl === 'duckdb::memory:')
    throw new Refusal('unavailable', 'move-from', {})
  const path = resolve(databaseUrl.slice('duckdb:'.length))
  if (!existsSync(path)) throw new Refusal('not_found', 'move-no-source', { path })
  const server = runningServer(config)
  if (server) throw new Refusal('conflict', 'move-server-runs', { address: server.address })
}

const openTarget = (to: string, dataDir: string): Promise<Database> =>
  openDatabase(to, { dataDir }).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.key !== 'postgres-unreachable') throw error
    throw new Refusal('unavailable', 'move-target-unreachable', error.params as { reason: string })
  })

async function move(config: Config, locale: Locale, source: Database, target: Database): Promise<MoveResult> {
  const startedAt = performance.now()
  const dataDir = resolve(config.dataDir)
  const texts = moveText(locale)
  const progress = new Progress(locale)
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`
  const contextOf = (db: Database): ActionContext => ({
    world: openWorld(db),
    dataDir,
    clock: () => new Date().toISOString(),
    defaultTimezone: config.timezone,
    publicUrl,
    locale,
    actor: COMMAND_LINE,
  })
  const [old, moved] = [contextOf(source), contextOf(target)]
  let checked: CheckedMove | null = null
  try {
    const copied = await moveDatabase(moved, {
      source,
      identityPath: findIdentityFile(dataDir),
      async makeIdentity() {
        const identity = await openIdentity({
          databaseUrl: target.url,
          dataDir,
          publicUrl,
          // Nobody asks for one here.
          sendResetLink: async () => {},
        })
        await identity.close()
      },
      async check() {
        checked = await checkMove(old, moved, {
          indicator: (id) => progress.show({ phase: texts.comparingReadings(id), fraction: null }),
          release: (code) => progress.show({ phase: texts.verifying(code), fraction: null }),
        })
      },
      onProgress: ({ step, table, done, all }) =>
        progress.show({
          phase: step === 'copy' ? texts.copying(table) : texts.comparing(table),
          fraction: all === 0 ? null : done / all,
        }),
    })
    return {
      to: withoutPassword(target.url),
      rows: rowsOf(copied.tables),
      ...copied,
      ...checked!,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    }
  } finally {
    progress.end()
  }
}

/** What was compared, and what to do next. */
function describe(locale: Locale, result: MoveResult, dataDir: string): string[] {
  const texts = moveText(locale)
  const { number } = formats(locale)
  const { tables, identity, audit, readings, releases, left } = result
  const worlds = new Set(tables.map(({ table }) => /^release_(\d+)\./.exec(table)?.[1]).filter(Boolean))
  const accounts = identity.find(({ table }) => table === 'user')?.rows ?? 0
  return [
    texts.tables(number(tables.length), number(result.rows)),
    ...(worlds.size > 0 ? [texts.worlds([...worlds].join(', '))] : []),
    identity.length > 0 ? texts.identity(number(accounts), number(rowsOf(identity))) : texts.noIdentity,
    audit.fault ? texts.auditBroken(number(audit.fault.sequence)) : texts.audit(number(audit.rows)),
    texts.readings(number(readings.readings), number(readings.indicators)),
    ...releases.map(({ code, figures, findings }) =>
      findings > 0 ? texts.releaseBroken(code, number(findings)) : texts.release(code, number(figures)),
    ),
    ...(releases.length === 0 ? [texts.noReleases] : []),
    ...(left.length > 0 ? [texts.left(left.join(', '))] : []),
    texts.next(result.to, dataDir),
  ]
}

/** A password is not for screens and logs. */
function withoutPassword(address: string): string {
  const url = new URL(address)
  if (url.password !== '') url.password = '***'
  return url.href
}
