import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { undoImport } from '#server/actions/imports/undo.ts'
import {
  changeDelivery,
  changeWebhook,
  openWebhook,
  pingWebhook,
  removeWebhook,
  resendDelivery,
  resumeWebhook,
} from '#server/actions/webhooks/change.ts'
import { isPrivateAddress } from '#server/actions/webhooks/receiver.ts'
import { findWebhook, listDeliveries } from '#server/db/queries/webhooks.ts'
import { JobRunner } from '#server/jobs/runner.ts'
import { sendWebhooks } from '#server/jobs/webhooks/send-webhooks.ts'
import { tellSignals } from '#server/jobs/webhooks/tell-signals.ts'
import type { WebhookEvent } from '#shared/contract/webhook-events.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// Other systems are told of events once they are committed: signed, in order, tried again, given up, never inwards.

const NOW = '2026-11-23T03:00:00.000Z'
const later = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString()

let test: TestWorld
let receiver: Server
let url: string
let answer = { status: 200 }
const got: { headers: IncomingHttpHeaders; body: string }[] = []

beforeAll(async () => {
  test = await openTestWorld()
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(answer.status, { location: 'http://127.0.0.1:1/' }).end('thanks')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(receiver.address() as { port: number }).port}/hook?token=t`
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await test.close()
})
afterEach(() => {
  got.length = 0
  answer = { status: 200 }
  test.setClock(NOW)
})

const runner = (mayBePrivate = true) =>
  new JobRunner(test.context, pino({ level: 'silent' }), [
    sendWebhooks({ mayBePrivate, chance: () => 0.5 }),
    tellSignals,
  ])
const send = (mayBePrivate?: boolean) => runner(mayBePrivate).run('send-webhooks')
const open = (events: WebhookEvent[], agency: string | null = null) =>
  openWebhook({ ...test.context, mayCallPrivate: true }, { url, events, agency })
const close = (id: string) => changeWebhook(test.context, removeWebhook, id)
const deliveriesOf = (id: string) => listDeliveries(test.world.db.read, id, { before: null, limit: 100 })
const told = () => got.map(({ body }) => JSON.parse(body) as { event: string; data: Record<string, unknown> })

describe('a webhook', () => {
  it('is told of imports and their undoing, signed over time and body', async () => {
    const { id, secret } = await open(['import.accepted', 'import.undone'])
    const { importId } = await importText(
      test,
      'cases',
      caseMapping(),
      lines('ref,agency,service,submitted', '1,Office,Permit,2026-01-05'),
    )
    await undoImport(test.context, importId)
    expect(await send()).toBe('done')
    expect(told().map(({ event }) => event)).toEqual(['import.accepted', 'import.undone'])
    expect(told()[0]!.data).toMatchObject({ importId, inserted: 1, agencyCodes: ['office'] })
    const { headers, body } = got[0]!
    const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['terukur-signature']))!
    expect(Number(seconds)).toBe(Date.parse(NOW) / 1000)
    expect(mac).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'))
    expect(await deliveriesOf(id)).toMatchObject([
      { status: 'sent', responseStatus: 200 },
      { status: 'sent' },
    ])
    expect(await send()).toBe('nothing')
    await close(id)
  })

  it('is told of its own agencies only, and of nothing that was not committed', async () => {
    const row = (agency: string) => lines('ref,agency,service,submitted', `1,${agency},Permit,2026-01-05`)
    await importText(test, 'cases', caseMapping(), row('Office'))
    const { id } = await open(['import.accepted'], 'office')
    await importText(test, 'cases', caseMapping(), row('Office'))
    await importText(test, 'cases', caseMapping(), row('Elsewhere'))
    await send()
    expect(told().map(({ data }) => data.agencyCodes)).toEqual([['office']])
    await close(id)
  })

  it('is told nothing that adds up with other agencies: of an import of several only that it was', async () => {
    const both = lines(
      'ref,agency,service,submitted',
      '7,Office,Permit,2026-02-05',
      '8,Elsewhere,Permit,2026-02-06',
      '9,Elsewhere,Permit,2026-03-06',
    )
    const { id } = await open(['import.accepted', 'import.undone'], 'office')
    const all = await open(['import.accepted'])
    const { importId } = await importText(test, 'cases', caseMapping(), both)
    await undoImport(test.context, importId)
    await send()
    const bodies = told().filter(({ data }) => data.isPart)
    expect(bodies.map(({ event, data }) => ({ event, ...data }))).toEqual([
      { event: 'import.accepted', importId, dataset: 'cases', agencyCodes: ['office'], isPart: true },
      { event: 'import.undone', id: importId, agencyCodes: ['office'], isPart: true },
    ])
    expect(told().filter(({ data }) => data.inserted === 3)).toHaveLength(1)
    await close(id)
    await close(all.id)
  })

  it('is tried again later each time, in order, and given up after a day', async () => {
    const { id } = await open(['import.accepted'])
    await changeWebhook(test.context, pingWebhook, id)
    await changeWebhook(test.context, pingWebhook, id)
    answer = { status: 500 }
    await send()
    // The second does not overtake the first.
    expect(got).toHaveLength(1)
    const [, first] = await deliveriesOf(id)
    expect(first).toMatchObject({
      status: 'waiting',
      attempts: 1,
      responseStatus: 500,
      error: 'HTTP 500',
      nextAt: later(0.5),
    })
    test.setClock(later(1))
    await send()
    expect((await deliveriesOf(id))[1]).toMatchObject({ attempts: 2, nextAt: later(2) })
    test.setClock(later(24 * 60 + 5))
    await send()
    expect((await deliveriesOf(id))[1]).toMatchObject({ status: 'failed', attempts: 3 })
    answer = { status: 204 }
    await changeDelivery(test.context, resendDelivery, first!.deliveryId)
    await send()
    expect(got.at(-1)!.headers['terukur-delivery']).toBeDefined()
    expect((await deliveriesOf(id)).map(({ status }) => status)).toEqual(['sent', 'sent'])
    expect((await findWebhook(test.world.db.read, id))!.failingSince).toBeNull()
    await close(id)
  })

  it('is left alone when it has failed for days, until somebody resumes it', async () => {
    const { id } = await open(['import.accepted'])
    answer = { status: 302 }
    for (const days of [0, 3]) {
      test.setClock(later(days * 24 * 60))
      await changeWebhook(test.context, pingWebhook, id)
      await send()
      // A redirect is not followed.
      expect(got.at(-1)!.headers.host).toContain('127.0.0.1')
    }
    test.setClock(later(3 * 24 * 60 + 60))
    await send()
    expect(await findWebhook(test.world.db.read, id)).toMatchObject({ isActive: false })
    await expect(changeWebhook(test.context, pingWebhook, id)).rejects.toMatchObject({ code: 'conflict' })
    const before = got.length
    await send()
    expect(got.length).toBe(before)
    answer = { status: 200 }
    await changeWebhook(test.context, resumeWebhook, id)
    test.setClock(later(4 * 24 * 60))
    await send()
    expect(got.length).toBeGreaterThan(before)
    await close(id)
  })

  it('never leads to this machine or a private network unless that is allowed', async () => {
    const { id } = await open(['import.accepted'])
    await changeWebhook(test.context, pingWebhook, id)
    await send(false)
    expect(got).toEqual([])
    expect(await deliveriesOf(id)).toMatchObject([
      { status: 'waiting', error: 'inside', responseStatus: null },
    ])
    await close(id)
    for (const place of [
      url,
      'http://[::1]:80/',
      'http://0x7f.1/',
      'http://localhost/',
      'http://169.254.169.254/',
    ])
      await expect(
        openWebhook(test.context, { url: place, events: ['import.accepted'], agency: null }),
      ).rejects.toMatchObject({
        code: 'invalid',
        key: 'webhook-inside',
        details: { parameter: 'url' },
      })
    const inside = [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ]
    for (const address of [
      ...inside,
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      'fec0::1',
      '3fff::1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::a00:1',
      '2002:7f00:1::',
    ])
      expect([address, isPrivateAddress(address)]).toEqual([address, true])
    for (const address of ['8.8.8.8', '103.28.12.1', '2606:4700::1111', '::ffff:8.8.8.8'])
      expect([address, isPrivateAddress(address)]).toEqual([address, false])
  })

  it('is told in words what kept it from an answer', async () => {
    const { id } = await openWebhook(test.context, {
      url: 'http://nowhere.invalid/',
      events: ['import.accepted'],
      agency: null,
    })
    await changeWebhook(test.context, pingWebhook, id)
    await send()
    expect(await deliveriesOf(id)).toMatchObject([{ status: 'waiting', error: 'unknown-name' }])
    await close(id)
  })

  it('keeps its secret out of the audit log', async () => {
    const { id, secret } = await open(['import.accepted'])
    const rows = await test.world.db.read
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('subject', '=', id)
      .execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]!.detail).not.toContain(secret)
    expect(rows[0]!.detail).not.toContain('token=t')
    await close(id)
  })
})

it('tells a signal once, and none that was there before', async () => {
  const { id } = await open(['signal.appeared'])
  const months = Array.from({ length: 18 }, (_, i) =>
    new Date(Date.UTC(2025, i, 10)).toISOString().slice(0, 10),
  )
  let ref = 0
  const rows = (each: readonly (readonly [string, number])[]) =>
    lines(
      'ref,agency,service,submitted',
      ...each.flatMap(([day, n]) => Array.from({ length: n }, () => `s${ref++},Counted,Permit,${day}`)),
    )
  await importText(
    test,
    'cases',
    { ...caseMapping(), asOf: '2026-07-05', covers: ['2025-01-01', '2026-06-30'] },
    rows(months.map((day, i) => [day, 20 + (i % 3)])),
  )
  const jobs = runner()
  expect(await jobs.run('tell-signals')).toBe('done')
  await send()
  expect(got).toEqual([])
  await importText(
    test,
    'cases',
    { ...caseMapping(), asOf: '2026-08-05', covers: ['2026-07-01', '2026-07-31'] },
    rows([['2026-07-10', 200]]),
  )
  expect(await jobs.run('tell-signals')).toBe('done')
  await send()
  const signals = told().filter(({ data }) => data.agency === 'counted')
  expect(signals.length).toBeGreaterThan(0)
  expect(signals[0]).toMatchObject({
    event: 'signal.appeared',
    data: { indicator: 'received', rule: 'outside-limit' },
  })
  expect(await jobs.run('tell-signals')).toBe('nothing')
  await close(id)
})
