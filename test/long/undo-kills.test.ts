import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { UndoStatus } from '#shared/contract/undo.ts'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { expectSound } from '#test/support/expect-sound.ts'
import { type KilledServer, openKilledServer } from '#test/support/killed-server.ts'
import { caseMapping } from '#test/support/small-file.ts'

// A server that is killed at any moment of the undo of a large import, which is a job: nothing is half undone, an undo
// that was acknowledged is done by the next start without help, and the import can be undone again wherever it was not.

/** With those of server-kills and push-kills 200 on each engine. */
const KILLS = Math.max(1, Math.round(20 * Number(process.env.TEST_SCALE ?? '1')))
/** What hangs ends; how fast a machine is decides nothing. */
const KILL_TIMEOUT_MS = 60_000
/** More than what is undone within a request. */
const ROWS = 24_000
/** Stay, and are corrected by what is undone. */
const FIRST = 2000
const dice = makeDice()

function rowsOf(count: number, hour: number): string {
  const lines = ['ref,agency,service,submitted,done']
  for (let i = 0; i < count; i++) {
    const day = `2025-${String((i % 11) + 1).padStart(2, '0')}-${String((i % 27) + 1).padStart(2, '0')}`
    lines.push(`${i},Office ${i % 7},Service ${i % 3},${day} 08:00,${day} ${hour}:00`)
  }
  return lines.join('\n')
}

describe.each(ENGINES)(`kills of a large undo on %s (TEST_SEED=${dice.seed}, ${KILLS} of them)`, (engine) => {
  let server: KilledServer
  afterAll(() => server?.close())

  async function deliver(rows: string, source: string): Promise<string> {
    const form = new FormData()
    const mapping = caseMapping({ columns: { completedAt: 'done' }, asOf: '2026-01-01', source })
    form.set('mapping', JSON.stringify(mapping))
    form.set('file', new Blob([rows]), 'cases.csv')
    const { id } = await server.ask<{ id: string }>('/imports', { method: 'POST', body: form })
    for (;;) {
      const { status } = await server.ask<{ status: string }>(`/imports/${id}`)
      if (status === 'done') return id
      if (status === 'failed') throw new Error(`Import ${id} failed`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  const stateOf = (id: string) => server.ask<UndoStatus>(`/imports/${id}/undo`)
  async function ended(id: string): Promise<UndoStatus> {
    for (;;) {
      const state = await stateOf(id)
      if (state.status !== 'running') return state
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  /** Cases and their mean time: those of one delivery, or a mixture. */
  async function figures(): Promise<(number | null)[]> {
    const query = 'indicators=completed,mean-time&grain=all&from=2025-01-01&to=2025-12-31'
    const { readings } = await server.ask<{ readings: { value: number | null }[] }>(`/readings?${query}`)
    return readings.map(({ value }) => value)
  }

  it(
    'leave it done or not, and the next start does what was acknowledged',
    async () => {
      server = await openKilledServer(engine)
      await server.start()
      await deliver(rowsOf(FIRST, 10), 'first')
      const before = [FIRST, 7200]
      const after = [ROWS, 10_800]
      expect(await figures()).toEqual(before)
      let large = await deliver(rowsOf(ROWS, 11), 'large')
      const startedAt = performance.now()
      await server.ask(`/imports/${large}/undo`, { method: 'POST' })
      expect(await ended(large)).toMatchObject({ status: 'done', result: { removed: ROWS, restored: FIRST } })
      const whole = performance.now() - startedAt
      const told = { unheard: 0, resumed: 0, done: 0 }
      for (let kill = 1; kill <= KILLS; kill++) {
        expect(await figures()).toEqual(before)
        large = await deliver(rowsOf(ROWS, 11), 'large')
        expect(await figures()).toEqual(after)
        let isAcknowledged = false
        const work = server.ask(`/imports/${large}/undo`, { method: 'POST' }).then(
          () => {
            isAcknowledged = true
          },
          () => {},
        )
        // While it runs whoever asks sees all of it or nothing.
        const looking = new AbortController()
        const seen = new Set<string>()
        const look = (async () => {
          while (!looking.signal.aborted) seen.add(JSON.stringify(await figures()))
        })().catch(() => {})
        await new Promise((done) => setTimeout(done, dice.int(0, Math.round(whole * 1.1))))
        await server.kill()
        looking.abort()
        await Promise.all([work, look])
        for (const one of seen) expect([JSON.stringify(before), JSON.stringify(after)]).toContain(one)
        const wasDone = seen.has(JSON.stringify(before))
        // A second kill, while the next start takes it up.
        if (dice.chance(0.3)) {
          await server.start()
          await new Promise((done) => setTimeout(done, dice.int(0, Math.round(whole))))
          await server.kill()
        }
        await server.start()
        const found = await ended(large).catch((error: Error) => error)
        if (found instanceof Error) {
          // Nobody was told that it would be done.
          expect([isAcknowledged, found.message]).toEqual([false, expect.stringContaining('404')])
          expect(await figures()).toEqual(after)
          await server.ask(`/imports/${large}/undo`, { method: 'POST' })
          expect(await ended(large)).toMatchObject({ status: 'done' })
          told.unheard++
        } else {
          expect(found).toMatchObject({ status: 'done', result: { removed: ROWS, restored: FIRST } })
          told[wasDone ? 'done' : 'resumed']++
        }
        await expect.poll(() => readdir(join(server.dataDir, 'undos'))).toEqual([])
      }
      expect(await figures()).toEqual(before)
      console.log(`${engine}: ${KILLS} kills of undos of ${Math.round(whole)} ms, ${JSON.stringify(told)}`)
      expect(await server.end()).toBe(0)
      await expectSound(server, async (db) => {
        const undone = await db
          .selectFrom('audit')
          .select((select) => select.fn.countAll<number>().as('n'))
          .where('action', '=', 'import.undo')
          .executeTakeFirstOrThrow()
        // Each of them once.
        expect(undone.n).toBe(KILLS + 1)
      })
    },
    (5 + KILLS) * KILL_TIMEOUT_MS,
  )
})
