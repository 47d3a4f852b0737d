import { describe, expect, it } from 'vitest'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { makeDice } from '#test/support/dice.ts'
import { openKilledServer } from '#test/support/killed-server.ts'

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
      const server = await openKilledServer(engine, { TERUKUR_PROXIES: '1' })
      const { home } = server
      const file = await home.file('c.csv', 'ref,agency,service,submitted\nA1,Dinas A,Izin,2026-01-05\n')
      const columns = { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'submitted' }
      const document = { dataset: 'cases', columns, create: ['agency', 'service'] }
      const mapping = await home.file('m.json', JSON.stringify(document))
      const imported = await home.run(['import', 'cases', file, '--mapping', mapping], server.settings)
      expect(imported.code, imported.stderr).toBe(0)

      let from = 0
      const send = async (token: string): Promise<'counted' | 'repeat' | null> => {
        const fields = { form: token, ...Object.fromEntries(ELEMENTS.map((element) => [element, '3'])) }
        const response = await server
          .fetch(`${FORM}?lang=en`, {
            method: 'POST',
            body: new URLSearchParams(fields),
            // Each citizen has an address of their own.
            headers: { 'x-forwarded-for': `198.51.${from >> 8}.${from++ & 255}` },
          })
          .catch(() => null)
        const html = (await response?.text().catch(() => '')) ?? ''
        if (html.includes('in the index now')) return 'counted'
        return html.includes('counts once only') ? 'repeat' : null
      }
      await server.start()
      let [all, acknowledged, lost] = [0, 0, 0]
      for (let kill = 1; kill <= KILLS; kill++) {
        const tokens = await Promise.all(
          Array.from({ length: EACH }, async () => {
            const html = await (await server.fetch(FORM)).text()
            return /name="form" value="([^"]+)"/.exec(html)![1]!
          }),
        )
        await new Promise((done) => setTimeout(done, FILL_MS))
        // The first answer of a process takes as long as many later ones.
        const first = await send(tokens[0]!)
        const sent = tokens.map(async (token, i) => ({ token, said: i === 0 ? first : await send(token) }))
        await new Promise((done) => setTimeout(done, dice.int(0, 2500)))
        await server.kill()
        const before = await Promise.all(sent)
        await server.start()
        for (const { token, said } of before) {
          const again = await send(token)
          expect([kill, said, again]).toEqual([kill, said, said === null ? expect.any(String) : 'repeat'])
          if (said !== null) acknowledged++
          else lost++
        }
        all += EACH
        const answer = await server.fetch(
          '/api/v1/readings?indicators=respondents&agency=dinas-a&grain=all&from=2026-01-01&to=2199-12-31',
        )
        const { readings } = (await answer.json()) as { readings: { value: number | null }[] }
        expect([kill, readings[0]!.value]).toEqual([kill, all])
      }
      console.log(`${engine}: ${acknowledged} acknowledged before a kill, ${lost} sent again`)
      expect(await server.end()).toBe(0)
      await server.close()
    })
  },
)
