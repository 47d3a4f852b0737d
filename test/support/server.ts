import type { Server } from 'node:http'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { pino } from 'pino'
import type { Identity, IdentityOptions } from '#server/auth/identity.ts'
import { createApp } from '#server/http/app.ts'
import { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import { ImportQueue } from '#server/jobs/import-queue.ts'
import { PushCollector } from '#server/jobs/push-collector.ts'
import { FreezeDesk } from '#server/jobs/releases/freeze-desk.ts'
import type { ImportStatus } from '#shared/contract/import.ts'
import { type Engine, openTestWorld, type TestWorld } from './database.ts'

export const TOKEN = 'a-token-for-tests'
export const BEARER = { authorization: `Bearer ${TOKEN}` }

/** Tests match on the English sentences; the product itself speaks Indonesian first. */
const ENGLISH = { 'accept-language': 'en' }

export interface TestServer {
  test: TestWorld
  queue: ImportQueue
  /** where asked for with hasPeople: it costs a moment that most tests need not spend */
  identity: Identity | null
  pushes: PushCollector
  drafts: DraftDesk
  freezes: FreezeDesk
  app: ReturnType<typeof createApp>
  /** Asks in English unless the headers say otherwise. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Asks over a real connection. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** what was logged as an error: a bug, never a refusal */
  problems: string[]
  /** Delivers a form over a real connection. */
  post(form: FormData, headers?: Record<string, string>): Promise<Response>
  /** Waits until an import is done or failed. */
  finished(id: string): Promise<ImportStatus>
  close(): Promise<void>
}

interface ServerOptions {
  hasPeople?: boolean
  proxies?: number
  sso?: IdentityOptions['sso']
  /** default `live`: most tests ask for what was just delivered */
  publication?: 'live' | 'released'
  /** default: a new one */
  on?: TestWorld
}

/** The whole HTTP edge on a database of its own; uploads come over loopback, everything else without a network. */
export async function openTestServer(
  engine?: Engine,
  { hasPeople = false, proxies = 0, sso = null, publication = 'live', on }: ServerOptions = {},
): Promise<TestServer> {
  const test = on ?? (await openTestWorld(engine))
  const problems: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => problems.push(line) })
  const queue = new ImportQueue(test.context, log)
  await queue.resume()
  const drafts = new DraftDesk(test.context, queue, log)
  await drafts.resume()
  const identity = hasPeople ? await openTestIdentity(test, sso) : null
  const pushes = new PushCollector(test.context, log)
  const freezes = new FreezeDesk(test.context, log)
  await freezes.resume()
  const app = createApp({
    context: test.context,
    imports: queue,
    drafts,
    pushes,
    freezes,
    token: TOKEN,
    publication,
    identity,
    proxies,
    log,
    webDir: join(test.dataDir, 'no-web'),
  })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return {
    test,
    drafts,
    freezes,
    queue,
    identity,
    pushes,
    app,
    get: async (path, headers = {}) => app.request(path, { headers: { ...ENGLISH, ...headers } }),
    problems,
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    post: (form, headers = BEARER) =>
      fetch(`http://127.0.0.1:${port}/api/v1/imports`, {
        method: 'POST',
        body: form,
        headers: { ...ENGLISH, ...headers },
      }),
    async finished(id) {
      for (;;) {
        const status = await queue.status(id, 'en')
        if (status.status !== 'running') return status
        await new Promise((done) => setTimeout(done, 20))
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await queue.stop(0)
      await identity?.close()
      await pushes.stop()
      await drafts.stop()
      await freezes.stop()
      await test.close()
    },
  }
}

/** What a mail would have brought, by address. */
export const resetTokens = new Map<string, string>()

/** Loaded only where people are needed. */
async function openTestIdentity(
  { world, dataDir }: TestWorld,
  sso: IdentityOptions['sso'],
): Promise<Identity> {
  const { openIdentity } = await import('#server/auth/identity.ts')
  return openIdentity({
    databaseUrl: world.db.url,
    dataDir,
    publicUrl: 'http://localhost:3000',
    sendResetLink: async ({ email }, token) => {
      resetTokens.set(email, token)
    },
    sso,
  })
}

/** A delivery as a browser would send it. */
export function delivery(
  mapping: unknown,
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData()
  form.set('mapping', typeof mapping === 'string' ? mapping : JSON.stringify(mapping))
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name)
  return form
}
