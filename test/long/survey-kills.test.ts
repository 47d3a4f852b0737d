import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { makeDice } from '#test/support/dice.ts'
import { startPostgres } from '#test/support/postgres.ts'

// A server killed while citizens answer: what was acknowledged is there, and nothing counts twice when it is sent again.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const KILLS = Math.max(1, Math.round(10 * SCALE))
const EACH = 15
const FILL_MS = 4500
const dice = makeDice()

const FORM = '/s/izin/dinas-a'

describe.each(['duckdb', 'postgres'] as const)(
  `answers on %s (TEST_SEED=${dice.seed}, ${KILLS} kills)`,
  (engine) => {
    it('are all there once they are acknowledged, and once only', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'terukur-survey-'))
      // PostgreSQL's own user must be able to walk into it.
      await chmod(folder, 0o755)
      const postgres = engine === 'postgres' ? await startPostgres(join(folder, 'postgres')) : null
      const env = {
        ...process.env,
        TERUKUR_DATA_DIR: join(folder, 'data'),
        TERUKUR_DEMO: 'off',
        TERUKUR_PROXIES: '1',
        PORT: '0',
        HOST: '127.0.0.1',
        LANG: 'en',
        ...(postgres && { DATABASE_URL: postgres.url }),
      }
      let child: ChildProcess
      let address = ''
      const start = async () => {
        child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
        let said = ''
        address = await new Promise<string>((done, fail) => {
          const listen = (chunk: Buffer) => {
            said += chunk
            const found = /Terukur: (http:\S+)/.exec(said)
            if (found) done(found[1]!)
          }
          child.stdout!.on('data', listen)
          child.stderr!.on('data', listen)
          child.once('exit', (code) => fail(new Error(`The server ended with ${code}: ${said}`)))
        })
      }
      const end = (signal: 'SIGKILL' | 'SIGTERM') =>
        new Promise<void>((done) => {
          child.once('exit', () => done())
          child.kill(signal)
        })
      await writeFile(join(folder, 'c.csv'), 'ref,agency,service,submitted\nA1,Dinas A,Izin,2026-01-05\n')
      await writeFile(
        join(folder, 'm.json'),
        JSON.stringify({
          dataset: 'cases',
          columns: { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'submitted' },
          create: ['agency', 'service'],
        }),
      )
      const imported = spawn(
        process.execPath,
        ['server/cli/main.ts', 'import', 'cases', join(folder, 'c.csv'), '--mapping', join(folder, 'm.json')],
        { env },
      )
      expect(await new Promise((done) => imported.once('close', done))).toBe(0)

      let from = 0
      const send = async (token: string): Promise<'counted' | 'repeat' | null> => {
        const fields = { form: token, ...Object.fromEntries(ELEMENTS.map((element) => [element, '3'])) }
        const response = await fetch(`${address}${FORM}?lang=en`, {
          method: 'POST',
          body: new URLSearchParams(fields),
          // Each citizen has an address of their own.
          headers: { 'x-forwarded-for': `198.51.${from >> 8}.${from++ & 255}` },
        }).catch(() => null)
        const html = (await response?.text().catch(() => '')) ?? ''
        if (html.includes('in the index now')) return 'counted'
        return html.includes('counts once only') ? 'repeat' : null
      }
      await start()
      let [all, acknowledged, lost] = [0, 0, 0]
      for (let kill = 1; kill <= KILLS; kill++) {
        const tokens = await Promise.all(
          Array.from({ length: EACH }, async () => {
            const html = await (await fetch(`${address}${FORM}`)).text()
            return /name="form" value="([^"]+)"/.exec(html)![1]!
          }),
        )
        await new Promise((done) => setTimeout(done, FILL_MS))
        // The first answer of a process takes as long as many later ones.
        const first = await send(tokens[0]!)
        const sent = tokens.map(async (token, i) => ({ token, said: i === 0 ? first : await send(token) }))
        await new Promise((done) => setTimeout(done, dice.int(0, 2500)))
        await end('SIGKILL')
        const before = await Promise.all(sent)
        await start()
        for (const { token, said } of before) {
          const again = await send(token)
          expect([kill, said, again]).toEqual([kill, said, said === null ? expect.any(String) : 'repeat'])
          if (said !== null) acknowledged++
          else lost++
        }
        all += EACH
        const answer = await fetch(
          `${address}/api/v1/readings?indicators=respondents&agency=dinas-a&grain=all&from=2026-01-01&to=2199-12-31`,
        )
        const { readings } = (await answer.json()) as { readings: { value: number | null }[] }
        expect([kill, readings[0]!.value]).toEqual([kill, all])
      }
      console.log(`${engine}: ${acknowledged} acknowledged before a kill, ${lost} sent again`)
      await end('SIGTERM')
      await postgres?.stop()
      await rm(folder, { recursive: true, force: true })
    })
  },
)
