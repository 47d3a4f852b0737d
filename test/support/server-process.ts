import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ServerProcess {
  address: string
  env: NodeJS.ProcessEnv
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Tests match on the English sentences; the product itself speaks Indonesian first. */
const LANGUAGE = { LANG: 'en_GB.UTF-8', LC_ALL: '' }

/** The product as a user runs it: its own process, data folder and port. */
export async function startServerProcess(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'terukur-e2e-'))
  const env = {
    ...process.env,
    TERUKUR_DATA_DIR: dataDir,
    PORT: '0',
    TERUKUR_DEMO: 'off',
    // Most tests ask for what was just delivered.
    TERUKUR_PUBLICATION: 'live',
    ...LANGUAGE,
    ...settings,
  }
  const child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const address = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk
      const found = /Terukur: (http:\S+)/.exec(said)
      if (found) done(found[1]!)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => fail(new Error(`The server ended with ${code}: ${said}`)))
  })
  return {
    address,
    env,
    async stop() {
      // Where it ended by itself there is nothing to wait for.
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((done) => child.once('exit', done))
        child.kill('SIGTERM')
        await ended
      }
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
