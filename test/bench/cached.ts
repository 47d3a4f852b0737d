import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import autocannon from 'autocannon'
import { Hono } from 'hono'
import { startServerProcess } from '../support/server-process.ts'
import { median } from './measure.ts'

export interface CachedRates {
  kept: number
  keptReference: number
  notModified: number
  notModifiedReference: number
  bytes: number
}

const SECONDS = 4
const ROUNDS = 3

/** Requests a second of a kept answer and of a 304, beside a bare route with ready bytes of the same size. */
export async function measureCached(env: Record<string, string>, path: string): Promise<CachedRates> {
  const server = await startServerProcess(env)
  try {
    const first = await fetch(server.address + path, { headers: { 'accept-encoding': 'identity' } })
    const body = new Uint8Array(await first.arrayBuffer())
    const etag = first.headers.get('etag')!
    const type = { 'content-type': 'application/json' }
    const bare = new Hono()
      .get('/ready', (c) => c.body(body, 200, type))
      .get('/unchanged', (c) => c.body(null, 304, { etag }))
    const reference = createServer(getRequestListener(bare.fetch))
    await new Promise<void>((done) => reference.listen(0, '127.0.0.1', done))
    const { port } = reference.address() as { port: number }
    const base = `http://127.0.0.1:${port}`
    const rates = {
      kept: [] as number[],
      keptReference: [] as number[],
      notModified: [] as number[],
      notModifiedReference: [] as number[],
    }
    for (let round = 0; round < ROUNDS; round++) {
      rates.kept.push(await rate(server.address + path, { 'accept-encoding': 'identity' }))
      rates.keptReference.push(await rate(`${base}/ready`))
      rates.notModified.push(await rate(server.address + path, { 'if-none-match': etag }))
      rates.notModifiedReference.push(await rate(`${base}/unchanged`, { 'if-none-match': etag }))
    }
    reference.close()
    return {
      kept: median(rates.kept),
      keptReference: median(rates.keptReference),
      notModified: median(rates.notModified),
      notModifiedReference: median(rates.notModifiedReference),
      bytes: body.byteLength,
    }
  } finally {
    await server.stop()
  }
}

async function rate(url: string, headers: Record<string, string> = {}): Promise<number> {
  const { requests } = await autocannon({ url, headers, connections: 20, duration: SECONDS })
  return requests.average
}
