import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { expectSound } from '#test/support/expect-sound.ts'
import { type KilledServer, openKilledServer } from '#test/support/killed-server.ts'
import { caseMapping } from '#test/support/small-file.ts'

// A server that is killed at any moment of imports and undos: what it has acknowledged happens, nothing happens twice,
// and the next start needs no help.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
/** With those of push-kills and undo-kills 200 on each engine. */
const KILLS = Math.max(1, Math.round(120 * SCALE))
/** What hangs ends; how fast a machine is decides nothing. */
const KILL_TIMEOUT_MS = 60_000
const ROWS = 3000
const dice = makeDice()

/** Rows of one delivery; `version` corrects every case of the one before. */
function rowsOf(version: number): string {
  const lines = ['ref,agency,service,submitted,done']
  for (let i = 0; i < ROWS; i++) {
    const day = `2025-${String((i % 11) + 1).padStart(2, '0')}-${String((i % 27) + 1).padStart(2, '0')}`
    lines.push(
      `${i},Office ${i % 7},Service ${i % 3},${day} 08:00,${day} 10:${String(version % 60).padStart(2, '0')}`,
    )
  }
  return lines.join('\n')
}

interface ListedImport {
  importId: string
  source: string
  status: 'done' | 'undone'
}

describe.each(ENGINES)(`kills of a server on %s (TEST_SEED=${dice.seed}, ${KILLS} of them)`, (engine) => {
  let server: KilledServer
  afterAll(() => server?.close())

  /** Delivers a version; gives the id as soon as it is acknowledged, and waits until it is in. */
  async function deliver(version: number, onAcknowledged: (id: string) => void): Promise<void> {
    const form = new FormData()
    form.set(
      'mapping',
      JSON.stringify(
        caseMapping({ columns: { completedAt: 'done' }, asOf: '2026-01-01', source: `version ${version}` }),
      ),
    )
    form.set('file', new Blob([rowsOf(version)]), 'cases.csv')
    const { id } = await server.ask<{ id: string }>('/imports', { method: 'POST', body: form })
    onAcknowledged(id)
    for (;;) {
      const { status } = await server.ask<{ status: string }>(`/imports/${id}`)
      if (status === 'done') return
      if (status === 'failed') throw new Error(`Import ${id} failed`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  async function undo(id: string, onAcknowledged: (id: string) => void): Promise<void> {
    await server.ask(`/imports/${id}/undo`, { method: 'POST' })
    onAcknowledged(id)
  }

  const listed = async (): Promise<ListedImport[]> =>
    (await server.ask<{ items: ListedImport[] }>('/imports?limit=1000')).items

  /** Waits until what was acknowledged before the kill has run. */
  async function isQuiet(): Promise<void> {
    await expect
      .poll(() => readdir(join(server.dataDir, 'uploads')), { timeout: 60_000, interval: 20 })
      .toEqual([])
  }

  /** Every case is of the newest version that stands, and is there once. */
  async function expectWhole(imports: readonly ListedImport[]): Promise<number> {
    const version = Number(/\d+/.exec(imports.find(({ status }) => status === 'done')!.source)![0])
    const { readings } = await server.ask<{ readings: { value: number }[] }>(
      '/readings?indicators=mean-time,completed&grain=all&from=2025-01-01&to=2025-12-31',
    )
    expect(readings.map(({ value }) => value)).toEqual([7200 + 60 * (version % 60), ROWS])
    return version
  }

  it(
    'leave what was acknowledged, wholly and once',
    async () => {
      server = await openKilledServer(engine)
      await server.start()
      await deliver(0, () => {})
      const startedAt = performance.now()
      await deliver(1, () => {})
      const whole = performance.now() - startedAt
      const told = { import: { kept: 0, gone: 0 }, undo: { kept: 0, gone: 0 } }
      let before = await listed()
      for (let kill = 1; kill <= KILLS; kill++) {
        const standing = before.filter(({ status }) => status === 'done')
        const kind = standing.length > 1 && dice.chance(0.5) ? 'undo' : 'import'
        const current = await expectWhole(before)
        const acknowledged: string[] = []
        const acknowledge = (id: string) => acknowledged.push(id)
        const work = (
          kind === 'undo' ? undo(standing[0]!.importId, acknowledge) : deliver(before.length, acknowledge)
        ).catch(() => {})
        await new Promise((done) => setTimeout(done, dice.int(0, Math.round(whole * 1.1))))
        await server.kill()
        await work
        await server.start()
        await isQuiet()
        const after = await listed()
        const now = await expectWhole(after)
        const isDone = now !== current
        told[kind][isDone ? 'kept' : 'gone']++
        if (acknowledged.length > 0) expect(isDone, `${kind} ${acknowledged[0]} was acknowledged`).toBe(true)
        const added = kind === 'import' && isDone ? 1 : 0
        expect(after.length).toBe(before.length + added)
        if (kind === 'undo' && isDone) {
          expect(after.find(({ importId }) => importId === standing[0]!.importId)).toMatchObject({
            status: 'undone',
          })
        }
        before = after
      }
      console.log(`${engine}: ${KILLS} kills, ${JSON.stringify(told)}`)
      expect(await server.end()).toBe(0)
      await expectSound(server)
    },
    (5 + KILLS) * KILL_TIMEOUT_MS,
  )
})
