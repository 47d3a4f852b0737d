import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#server/db/database.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listWorldSchemas } from '#server/db/world-schema.ts'
import type { DeskRelease, Freeze } from '#shared/contract/release-desk.ts'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { type KilledServer, openKilledServer } from '#test/support/killed-server.ts'
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
  let server: KilledServer
  afterAll(() => server?.close())

  const codes = async (): Promise<string[]> =>
    (await server.ask<{ items: DeskRelease[] }>('/release-desk')).items.map(({ code }) => code).reverse()
  const freezes = async (): Promise<Freeze[]> =>
    (await server.ask<{ items: Freeze[] }>('/release-freezes')).items

  /** What anybody gets of a release: its manifest with signature. */
  async function bytesOf(code: string): Promise<string> {
    const answer = await server.fetch(`/api/v1/releases/${code}`)
    expect(answer.status).toBe(200)
    return answer.text()
  }

  /** Freezes up to a month; ends when that is told as done, or fails when the server does. */
  async function freeze(through: string): Promise<void> {
    const { id } = await server.ask<Freeze>('/release-freezes', {
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
    const path = await server.home.file('cases.csv', rowsOf(KILLS + 2))
    const mapping = await server.home.file(
      'mapping.json',
      JSON.stringify(caseMapping({ columns: { completedAt: 'done' }, asOf: '2026-01-01' })),
    )
    const importing = ['import', 'cases', path, '--mapping', mapping]
    const { code, stderr } = await server.home.run(importing, server.settings)
    expect(code, stderr).toBe(0)
  }

  it('leave a whole release or none', async () => {
    server = await openKilledServer(engine, { TERUKUR_PUBLICATION: 'released' })
    await server.start()
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
      await server.kill()
      await work
      await server.start()
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
    expect(await server.end()).toBe(0)
    await expectSound(published.size + 1)
  })

  async function expectSound(count: number): Promise<void> {
    const verified = await server.home.run(['verify', '--releases'], server.settings)
    expect(verified.code, verified.stdout + verified.stderr).toBe(0)
    const doctor = await server.home.run(['doctor'], server.settings)
    expect(doctor.code, doctor.stdout + doctor.stderr).toBe(0)
    const db = await openDatabase(server.databaseUrl, { dataDir: server.dataDir })
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
