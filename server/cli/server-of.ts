import { readConfig, readRemote } from '#server/config.ts'
import { runningServer, UsageError } from './command.ts'

/** A server that a command talks to. */
export interface TalkedTo {
  address: string
  token: string
  /** process of a server on this machine that owns the database here; null: one elsewhere */
  pid: number | null
}

export const SERVER_OPTIONS = { server: { type: 'string' }, key: { type: 'string' } } as const

/** The server that was named (--server and --key, else TERUKUR_SERVER and TERUKUR_KEY), else the one that owns the
 *  database here, if it runs. @throws UsageError for a server without a key, or what is no address */
export function serverOf(given: { server?: string; key?: string }): TalkedTo | null {
  const remote = readRemote()
  const named = given.server ?? remote.server
  if (named === undefined) return runningServer(readConfig())
  const key = given.key ?? remote.key
  if (key === undefined) throw new UsageError('usage-key', { server: named })
  const url = URL.parse(named)
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('usage-server', { server: named })
  return { address: url.href.replace(/\/+$/, ''), token: key, pid: null }
}
