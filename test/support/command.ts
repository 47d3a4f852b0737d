import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The real command in its own process, on a data folder of its own.

export interface CommandResult {
  /** null when a signal ended it */
  code: number | null
  stdout: string
  stderr: string
}

export interface CommandHome {
  dir: string
  env: NodeJS.ProcessEnv
  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): Promise<string>
  run(args: readonly string[], settings?: Record<string, string>): Promise<CommandResult>
  /** Starts the command without waiting for its end. */
  start(args: readonly string[], settings?: Record<string, string>): RunningCommand
  remove(): Promise<void>
}

export interface RunningCommand {
  child: ChildProcess
  /** what it has said so far, on both streams */
  said(): string
  /** Waits until it says something; fails when it ends before. */
  says(what: RegExp): Promise<RegExpExecArray>
  ended: Promise<CommandResult>
}

const PLAIN = {
  PORT: '0',
  HOST: '127.0.0.1',
  TERUKUR_DEMO: 'off',
  // Most tests ask for what was just delivered.
  TERUKUR_PUBLICATION: 'live',
  LANG: 'en_GB.UTF-8',
  LC_ALL: '',
  // Half of a short command's time is reading its own source.
  NODE_COMPILE_CACHE: join(tmpdir(), 'terukur-compile-cache'),
}

export async function openCommandHome(): Promise<CommandHome> {
  const dir = await mkdtemp(join(tmpdir(), 'terukur-cli-'))
  const env = { ...process.env, ...PLAIN, TERUKUR_DATA_DIR: join(dir, 'data'), DATABASE_URL: '' }
  const start: CommandHome['start'] = (args, settings = {}) => startCommand(args, { ...env, ...settings })
  return {
    dir,
    env,
    async file(name, content) {
      const path = join(dir, name)
      await writeFile(path, content)
      return path
    },
    start,
    run: (args, settings) => start(args, settings).ended,
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}

function startCommand(args: readonly string[], env: NodeJS.ProcessEnv): RunningCommand {
  const child = spawn(process.execPath, ['server/cli/terukur.mjs', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    out.stdout += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    out.stderr += chunk
  })
  const said = () => out.stdout + out.stderr
  const ended = new Promise<CommandResult>((done) => {
    child.once('close', (code) => done({ code, ...out }))
  })
  return {
    child,
    said,
    ended,
    async says(what) {
      let isOver = false
      void ended.then(() => {
        isOver = true
      })
      for (;;) {
        const found = what.exec(said())
        if (found) return found
        if (isOver) throw new Error(`It ended without saying ${what}: ${said()}`)
        await new Promise((done) => setTimeout(done, 10))
      }
    },
  }
}
