import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '#test/support/database.ts'
import { type Dice, makeDice } from '#test/support/dice.ts'
import { startPostgres } from '#test/support/postgres.ts'
import { startServerProcess } from '#test/support/server-process.ts'

// A server killed at any moment while cases are pushed, corrected and deleted: what it acknowledged is there after the
// next start, by itself, and in the figures once; what it had not is as it was before, or as it was sent.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
/** With those of server-kills and undo-kills 200 on each engine. */
const KILLS = Math.max(1, Math.round(60 * SCALE))
/** What hangs ends; how fast a machine is decides nothing. */
const KILL_TIMEOUT_MS = 60_000
const WORKERS = 12
/** Long enough for some groups of pushes also on a busy machine. */
const LONGEST_MS = 4000
const dice = makeDice()

/** null: there is no such case */
type State = string | null

describe.each(ENGINES)(`kills of pushes on %s (TEST_SEED=${dice.seed}, ${KILLS} of them)`, (engine) => {
  it(
    'lose nothing that was acknowledged and count nothing twice',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'terukur-push-kill-'))
      await chmod(folder, 0o755)
      const postgres = engine === 'postgres' ? await startPostgres(join(folder, 'postgres')) : null
      const database = postgres?.url ?? `duckdb:${join(folder, 'terukur.duckdb')}`
      const env = { TERUKUR_DATA_DIR: folder, DATABASE_URL: database }
      const serverFile = join(folder, postgres ? 'terukur.server.json' : 'terukur.duckdb.server.json')
      const known = new Map<string, State>()
      let acknowledged = 0
      try {
        let server = await startServerProcess(env)
        for (let kill = 0; kill < KILLS; kill++) {
          const { token, pid } = JSON.parse(await readFile(serverFile, 'utf8')) as {
            token: string
            pid: number
          }
          const ask = askerOf(server.address, token)
          const under = new Map<string, State>()
          const timer = setTimeout(() => process.kill(pid, 'SIGKILL'), dice.int(20, LONGEST_MS))
          const done = await Promise.all(
            Array.from({ length: WORKERS }, (_, worker) =>
              work(ask, makeDice(dice.int(0, 2 ** 30)), `k${kill}-w${worker}`, known, under),
            ),
          )
          clearTimeout(timer)
          acknowledged += done.reduce((sum, n) => sum + n, 0)
          server = await startServerProcess(env)
          const next = JSON.parse(await readFile(serverFile, 'utf8')) as { token: string }
          await verify(askerOf(server.address, next.token), known, under)
        }
        await server.stop()
        console.log(`${KILLS} kills on ${engine}: ${acknowledged} changes acknowledged, ${known.size} cases`)
        const { code, out } = await command(['doctor'], env)
        expect(code, out).toBe(0)
      } finally {
        await postgres?.stop()
        await rm(folder, { recursive: true, force: true })
      }
    },
    (5 + KILLS) * KILL_TIMEOUT_MS,
  )
})

type Asker = ReturnType<typeof askerOf>

function askerOf(address: string, token: string) {
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${address}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const key = { agency: 'Office', service: 'Permit' }
  return {
    async push(ref: string, channel: string): Promise<void> {
      const item = { ...key, ref, submittedAt: '2026-03-02T08:00:00Z', channel }
      const response = await ask('POST', 'cases', { create: ['agency', 'service'], items: [item] })
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
      await response.text()
    },
    async remove(ref: string): Promise<void> {
      const response = await ask('DELETE', `cases/office/permit/${ref}`)
      if (response.status !== 204) throw new Error(`${response.status}: ${await response.text()}`)
    },
    async find(ref: string): Promise<State> {
      const response = await ask('GET', `cases/office/permit/${ref}`)
      if (response.status === 404) return null
      return ((await response.json()) as { channel: string }).channel
    },
    async received(): Promise<number | null> {
      const response = await ask(
        'GET',
        'readings?indicators=received&grain=year&from=2026-01-01&to=2026-12-31',
      )
      return ((await response.json()) as { readings: { value: number | null }[] }).readings[0]!.value
    },
  }
}

/** Changes cases of its own one after the other until the server is gone; gives how many were acknowledged. */
async function work(
  ask: Asker,
  own: Dice,
  name: string,
  known: Map<string, State>,
  under: Map<string, State>,
): Promise<number> {
  const refs: string[] = []
  for (let n = 0; ; n++) {
    const old = refs.length > 0 && own.chance(0.4) ? own.pick(refs) : null
    const ref = old ?? `${name}-${n}`
    const isGone = old !== null && known.get(ref) !== null && own.chance(0.4)
    const wanted: State = isGone ? null : own.pick(['web', 'mobile', 'phone', 'mail'])
    under.set(ref, wanted)
    try {
      if (wanted === null) await ask.remove(ref)
      else await ask.push(ref, wanted)
    } catch (error) {
      // Only the end of the server is no fault.
      if (/^\d+:/.test((error as Error).message)) throw error
      return n
    }
    under.delete(ref)
    known.set(ref, wanted)
    if (!old) refs.push(ref)
  }
}

/** What is there is what was acknowledged, or what was under way; and the figures count exactly that. */
async function verify(
  ask: Asker,
  known: Map<string, State>,
  under: ReadonlyMap<string, State>,
): Promise<void> {
  for (const [ref, wanted] of under) {
    const found = await ask.find(ref)
    expect([known.get(ref) ?? null, wanted]).toContain(found)
    known.set(ref, found)
  }
  const latest = [...known].slice(-200)
  for (const [ref, state] of latest) expect([ref, await ask.find(ref)]).toEqual([ref, state])
  const there = [...known.values()].filter((state) => state !== null).length
  expect((await ask.received()) ?? 0).toBe(there)
}

function command(
  args: string[],
  settings: Record<string, string>,
): Promise<{ code: number | null; out: string }> {
  return new Promise((done) => {
    const env = { ...process.env, TERUKUR_DEMO: 'off', LANG: 'en', ...settings }
    const child = spawn(process.execPath, ['server/cli/main.ts', ...args], { env })
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      out += chunk
    })
    child.once('close', (code) => done({ code, out }))
  })
}
