import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeDice } from '#test/support/dice.ts'

// An import killed at any moment is wholly there or not at all, and the next start works.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const KILLS = Math.max(1, Math.round(20 * SCALE))
const ROWS = 4000
const dice = makeDice()

const MAPPING = {
  dataset: 'cases',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd HH:mm:ss' },
  columns: { ref: 'no', agency: 'office', service: 'service', submittedAt: 'in', completedAt: 'out' },
  create: ['agency', 'service'],
  asOf: '2026-01-01T00:00:00+07:00',
}

/** Rows of one delivery; `version` corrects every case of the one before. */
function rowsOf(version: number): string {
  const lines = ['no,office,service,in,out']
  for (let i = 0; i < ROWS; i++) {
    const day = String((i % 27) + 1).padStart(2, '0')
    const month = String((i % 11) + 1).padStart(2, '0')
    const second = String(version % 60).padStart(2, '0')
    lines.push(
      `${i},Office ${i % 7},Service ${i % 3},2025-${month}-${day} 08:00:00,2025-${month}-${day} 10:00:${second}`,
    )
  }
  return lines.join('\n')
}

describe(`kills (TEST_SEED=${dice.seed}, ${KILLS} of them)`, () => {
  it('leave all or nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'terukur-kill-'))
    const env = { ...process.env, TERUKUR_DATA_DIR: folder, TERUKUR_DEMO: 'off', LANG: 'en' }
    const command = (args: string[], killAfterMs?: number) =>
      new Promise<{ code: number | null; out: string; said: string; ms: number }>((done) => {
        const startedAt = performance.now()
        const child = spawn(process.execPath, ['server/cli/main.ts', ...args], {
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let out = ''
        let said = ''
        child.stdout.on('data', (chunk) => {
          out += chunk
        })
        child.stderr.on('data', (chunk) => {
          said += chunk
        })
        const timer =
          killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
        child.once('close', (code) => {
          clearTimeout(timer)
          done({ code, out, said, ms: performance.now() - startedAt })
        })
      })
    await writeFile(join(folder, 'm.json'), JSON.stringify(MAPPING))
    const importing = [
      'import',
      'cases',
      join(folder, 'c.csv'),
      '--mapping',
      join(folder, 'm.json'),
      '--json',
    ]
    // Mean time tells by its seconds which version is in the database: all cases of one version, or a mixture.
    const meanTime = async (): Promise<number> => {
      const { code, out, said } = await command([
        'readings',
        '--indicators',
        'mean-time,completed',
        '--grain',
        'all',
        '--from',
        '2025-01-01',
        '--to',
        '2025-12-31',
        '--json',
      ])
      expect(code, said).toBe(0)
      const [mean, completed] = JSON.parse(out).readings
      expect(completed.value).toBe(ROWS)
      return mean.value
    }
    let current = 0
    await writeFile(join(folder, 'c.csv'), rowsOf(current))
    const whole = await command(importing)
    expect(whole.code, whole.said).toBe(0)
    let [survived, landed] = [0, 0]
    for (let kill = 1; kill <= KILLS; kill++) {
      const next = (current + 1) % 60
      await writeFile(join(folder, 'c.csv'), rowsOf(next))
      await command(importing, dice.int(50, Math.round(whole.ms * 1.1)))
      const mean = await meanTime()
      expect([7200 + current, 7200 + next]).toContain(mean)
      if (mean === 7200 + next) {
        current = next
        landed++
      } else survived++
    }
    console.log(`${KILLS} kills: ${survived} left nothing, ${landed} had landed`)
    const { code, out } = await command(['doctor'])
    expect(code, out).toBe(0)
    const before = await meanTime()
    expect((await command(['rebuild'])).code).toBe(0)
    expect(await meanTime()).toBe(before)
    await rm(folder, { recursive: true, force: true })
  })
})
