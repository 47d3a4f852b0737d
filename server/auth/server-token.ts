import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'

// The server that owns an embedded database says so in a file beside it that only its owner can read; the command
// line finds address and token there.

export interface ServerFile {
  address: string
  pid: number
  token: string
}

/** 256 random bits in signs that a shell and an option (`--key`) take as they are: base64url may begin with a dash. */
export const newToken = (): string => randomBytes(32).toString('hex')

/** Where the server of a database is written down; null where there is no file to stand beside. */
export function serverFilePath(databaseUrl: string, dataDir: string): string {
  const path = databaseUrl.startsWith('duckdb:') ? databaseUrl.slice('duckdb:'.length) : ''
  return path === '' || path === ':memory:' ? `${dataDir}/terukur.server.json` : `${path}.server.json`
}

export async function writeServerFile(path: string, file: ServerFile): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, `${JSON.stringify(file)}\n`, { mode: 0o600 })
}

/** The running server of a database, or null when there is none (a dead process is ignored). */
export function findServer(path: string): ServerFile | null {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as ServerFile
    process.kill(file.pid, 0)
    return file
  } catch {
    return null
  }
}

/** Compares in constant time, so that a token cannot be guessed byte by byte. */
export function isToken(header: string | undefined, token: string): boolean {
  if (header === undefined) return false
  const given = Buffer.from(/^Bearer (.+)$/.exec(header)?.[1] ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
