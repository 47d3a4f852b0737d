import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ServerFile } from '#server/auth/server-token.ts'
import { openDatabase } from '#server/db/database.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listWorldSchemas } from '#server/db/world-schema.ts'
import type { DeskRelease, Freeze } from '#shared/contract/release-desk.ts'
import { type CommandHome, openCommandHome, type RunningCommand } from '#test/support/command.ts'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { startPostgres } from '#test/support/postgres.ts'
import { caseMapping } from '#test/support/small-file.ts'

// A server that is killed at any moment of a freeze: the release is there wholly or not at all, what was published
// before has the same bytes, and the next start needs no help.

const KILLS = Math.max(1, Math.round(15 * Number(process.env.TEST_SCALE ?? '1')))
const dice = makeDice()

const monthOf = (i: number): string => `${2022 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`
const rowsOf = (months: number): string => {
  const lines = ['ref,agency,service,submitted,done']
  for (let month = 0; month < months; month++) {
    for (let i = 0; i < 60; i++) {
      const day = `${monthOf(month)}-${String((i % 27) + 1).padStart(2, '0')}`
      lines.push(`${month}/${i},Office ${i % 4},Service ${i % 3},${day} 08:00,${day} 1${i % 9}:00`)
    }
  }
  return lines.join('\n')
}

describe.each(ENGINES)(`kills of a freeze on %s (TEST_SEED=${dice.seed}, ${KILLS} of them)`, (engine) => {
  let home: CommandHome
  let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null
  let server: RunningCommand
  let address: string
  let bearer: Record<string, string>
  const settings = (): Record<string, string> => ({
    TERUKUR_PUBLICATION: 'released',
    ...(postgres && { DATABASE_URL: postgres.url }),
  })
  const dataDir = () => join(home.dir, 'data')

  afterAll(async () => {
    server?.child.kill('SIGKILL')
    await server?.ended
    await postgres?.stop()
    await home?.remove()
  })

  async function start(): Promise<void> {
    server = home.start(['serve'], { ...settings(), TERUKUR_LOG: 'silent' })
    address = (await server.says(/Terukur: (http:\S+)/))[1]!
    const file = postgres ? 'terukur.server.json' : 'terukur.duckdb.server.json'
    const { token } = JSON.parse(await readFile(join(dataDir(), file), 'utf8')) as ServerFile
    bearer = { authorization: `Bearer ${token}` }
  }

  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { ...bearer, ...(init.body && { 'content-type': 'application/json' }) }
    const answer = await fetch(`${address}/api/v1${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  const codes = async (): Promise<string[]> =>
    (await ask<{ items: DeskRelease[] }>('/release-desk')).items.map(({ code }) => code).reverse()
  const freezes = async (): Promise<Freeze[]> => (await ask<{ items: Freeze[] }>('/release-freezes')).items

  /** What anybody gets of a release: its manifest with signature. */
  async function bytesOf(code: string): Promise<string> {
    const answer = await fetch(`${address}/api/v1/releases/${code}`)
    expect(answer.status).toBe(200)
    return answer.text()
  }

  /** Freezes up to a month; ends when that is told as done, or fails when the server does. */
  async function freeze(through: string): Promise<void> {
    const { id } = await ask<Freeze>('/release-freezes', {
      method: 'POST',
      body: JSON.stringify({ through }),
    })
    for (;;) {
      const state = (await freezes()).find((one) => one.id === id)!
      if (state.state === 'done') return
      if (state.state === 'failed') throw new Error(state.problem ?? 'failed')
      await new Promise((done) => setTimeout(done, 10))
    }
  }

  async function deliver(): Promise<void> {
    const path = await home.file('cases.csv', rowsOf(KILLS + 2))
    const mapping = await home.file(
      'mapping.json',
      JSON.stringify(caseMapping({ columns: { completedAt: 'done' }, asOf: '2026-01-01' })),
    )
    const { code, stderr } = await home.run(['import', 'cases', path, '--mapping', mapping], settings())
    expect(code, stderr).toBe(0)
  }

  it('leave a whole release or none', async () => {
    home = await openCommandHome()
    // PostgreSQL's own user must be able to walk into it.
    await chmod(home.dir, 0o755)
    if (engine === 'postgres') postgres = await startPostgres(join(home.dir, 'postgres'))
    await start()
    await deliver()
    const startedAt = performance.now()
    await freeze(monthOf(0))
    const whole = performance.now() - startedAt
    const published = new Map([[monthOf(0), await bytesOf(monthOf(0))]])
    const told = { kept: 0, gone: 0 }
    for (let kill = 1; kill <= KILLS; kill++) {
      const next = monthOf(published.size)
      let isDone = false
      const work = freeze(next).then(
        () => {
          isDone = true
        },
        () => {},
      )
      // Later ones hold more months.
      await new Promise((done) => setTimeout(done, dice.int(0, Math.round(whole * 2))))
      server.child.kill('SIGKILL')
      await Promise.all([server.ended, work])
      await start()
      const there = await codes()
      const isThere = there.includes(next)
      expect(there).toEqual([...published.keys(), ...(isThere ? [next] : [])])
      if (isDone) expect(isThere, `${next} was told as done`).toBe(true)
      for (const [code, bytes] of published) expect(await bytesOf(code)).toBe(bytes)
      expect((await freezes()).some(({ state }) => state === 'running')).toBe(false)
      told[isThere ? 'kept' : 'gone']++
      if (isThere) published.set(next, await bytesOf(next))
    }
    // The next one is made without help, whatever the last kill left.
    await freeze(monthOf(published.size))
    console.log(`${engine}: ${KILLS} kills of freezes of ${Math.round(whole)} ms, ${JSON.stringify(told)}`)
    server.child.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    await expectSound(published.size + 1)
  })

  async function expectSound(count: number): Promise<void> {
    const verified = await home.run(['verify', '--releases'], settings())
    expect(verified.code, verified.stdout + verified.stderr).toBe(0)
    const doctor = await home.run(['doctor'], settings())
    expect(doctor.code, doctor.stdout + doctor.stderr).toBe(0)
    const url = postgres?.url ?? `duckdb:${join(dataDir(), 'terukur.duckdb')}`
    const db = await openDatabase(url, { dataDir: dataDir() })
    try {
      const releases = await listReleases(db.read)
      expect(releases).toHaveLength(count)
      const named = releases.flatMap(({ world }) => world ?? [])
      expect((await db.write((tx) => listWorldSchemas(tx))).sort()).toEqual(named.sort())
    } finally {
      await db.close()
    }
  }
})
