import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startServerProcess } from '#test/support/server-process.ts'

describe('connections', () => {
  it('rest longer than a proxy keeps them, and hold up no stop', async () => {
    const server = await startServerProcess()
    const agent = new Agent({ keepAlive: true })
    const [answer] = (await once(get(`${server.address}/healthz`, { agent }), 'response')) as [
      IncomingMessage,
    ]
    await once(answer.resume(), 'end')
    expect(answer.headers['keep-alive']).toBe('timeout=75')
    const rests = performance.now()
    await server.stop()
    // It ends before the connection would have rested long enough.
    expect(performance.now() - rests).toBeLessThan(75_000)
  })
})
