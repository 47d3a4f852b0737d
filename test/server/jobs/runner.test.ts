import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findJobRun } from '#server/db/queries/jobs.ts'
import { listMails } from '#server/db/queries/mails.ts'
import { type Job, JobRunner } from '#server/jobs/runner.ts'
import { forgetMails, sendMails } from '#server/jobs/send-mails.ts'
import { openMailer, queueMail, sendMail } from '#server/mail/send-mail.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { openSmtpServer, type SmtpServer } from '#test/support/smtp.ts'

const log = pino({ level: 'silent' })
const NEVER = '0 0 0 1 1 *'

describe.each(ENGINES)('jobs on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())
  const runnerOf = (...jobs: Job[]) => new JobRunner(test.context, log, jobs)
  const found = (name: string) => findJobRun(test.world.db.read, name)

  it('keep their cursor and what they left out', async () => {
    const seen: (string | null)[] = []
    const runner = runnerOf({
      name: 'count',
      every: NEVER,
      run: async ({ cursor }) => {
        seen.push(cursor)
        return { done: 2, cursor: `${Number(cursor) + 2}`, skipped: [{ what: 'x', why: 'no address' }] }
      },
    })
    expect([await runner.run('count'), await runner.run('count')]).toEqual(['done', 'done'])
    expect(seen).toEqual([null, '2'])
    expect(JSON.parse((await found('count'))!.report!)).toMatchObject({
      skipped: [{ what: 'x', why: 'no address' }],
    })
  })

  it('with nothing to do leave no row', async () => {
    const runner = runnerOf({
      name: 'idle',
      every: NEVER,
      hasWork: async () => false,
      run: () => Promise.reject(new Error('must not run')),
    })
    expect(await runner.run('idle')).toBe('nothing')
    expect(await found('idle')).toBeUndefined()
  })

  it('run in one worker at a time, whichever process it is', async () => {
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    let runs = 0
    const job: Job = {
      name: 'alone',
      every: NEVER,
      async run() {
        runs++
        await held
        return { done: 1 }
      },
    }
    const [a, b] = [runnerOf(job), runnerOf(job)]
    const first = a.run('alone')
    while (runs === 0) await new Promise((done) => setTimeout(done, 5))
    expect(await b.run('alone')).toBe('busy')
    release()
    expect(await first).toBe('done')
    expect([await b.run('alone'), runs]).toEqual(['done', 2])
  })

  it('that fail are tried again, later each time', async () => {
    let isBroken = true
    const runner = runnerOf({
      name: 'shaky',
      every: NEVER,
      run: () => (isBroken ? Promise.reject(new Error('no luck')) : Promise.resolve({ done: 1 })),
    })
    test.setClock('2026-11-23T03:00:00.000Z')
    expect([await runner.run('shaky'), await runner.run('shaky')]).toEqual(['failed', 'waiting'])
    expect(await found('shaky')).toMatchObject({
      attempts: 1,
      nextAt: '2026-11-23T03:00:30.000Z',
      error: 'Error: no luck',
    })
    test.setClock('2026-11-23T03:00:30.000Z')
    expect(await runner.run('shaky')).toBe('failed')
    expect((await found('shaky'))!.nextAt).toBe('2026-11-23T03:01:30.000Z')
    test.setClock('2026-11-23T03:02:00.000Z')
    isBroken = false
    expect(await runner.run('shaky')).toBe('done')
    expect(await found('shaky')).toMatchObject({ attempts: 0, nextAt: null, error: null })
  })

  it('that failed while the clock ran ahead do not wait until it is there again', async () => {
    let isBroken = true
    const runner = runnerOf({
      name: 'early',
      every: NEVER,
      run: () => (isBroken ? Promise.reject(new Error('no luck')) : Promise.resolve({ done: 1 })),
    })
    test.setClock('2030-01-01T00:00:00.000Z')
    expect(await runner.run('early')).toBe('failed')
    test.setClock('2026-11-23T03:05:00.000Z')
    isBroken = false
    expect(await runner.run('early')).toBe('done')
  })

  it('end when the server stops', async () => {
    let isStarted = false
    const runner = runnerOf({
      name: 'long',
      every: NEVER,
      run: ({ signal }) => {
        isStarted = true
        return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error)))
      },
    })
    const run = runner.run('long')
    while (!isStarted) await new Promise((done) => setTimeout(done, 5))
    await runner.stop(5000)
    expect(await run).toBe('nothing')
    expect(await found('long')).toBeUndefined()
    expect(await runner.run('long')).toBe('nothing')
  })
})

describe.each(ENGINES)('mails on %s', (engine) => {
  let test: TestWorld
  let smtp: SmtpServer
  beforeAll(async () => {
    test = await openTestWorld(engine)
    smtp = await openSmtpServer()
  })
  afterAll(async () => {
    await smtp.close()
    await test.close()
  })
  const MAIL = { to: 'siti@dinas.go.id', subject: 'Laporan', text: 'Isi surat.', kind: 'reminder' }
  const mailer = () => openMailer({ smtpUrl: smtp.url, mailFrom: 'Terukur <no-reply@terukur.go.id>' })
  const latest = async () => (await listMails(test.world.db.read, { before: null, limit: 1 }))[0]!
  const now = () => test.context.clock()

  it('are there exactly when the change that causes them is', async () => {
    const failing = test.world.db.write(async (tx) => {
      await queueMail(tx, MAIL, now())
      throw new Error('the change fails')
    })
    await expect(failing).rejects.toThrow('the change fails')
    expect(await latest()).toBeUndefined()
  })

  it('stay in the list while there is no mail server', async () => {
    await sendMail(test.world.db, MAIL, now())
    const runner = new JobRunner(test.context, log, [sendMails(null)])
    expect(await runner.run('send-mails')).toBe('nothing')
    expect(await latest()).toMatchObject({ status: 'waiting', body: 'Isi surat.' })
  })

  it('are sent once, and what they said is not kept', async () => {
    const runner = new JobRunner(test.context, log, [sendMails(mailer())])
    expect([await runner.run('send-mails'), await runner.run('send-mails')]).toEqual(['done', 'nothing'])
    expect(smtp.received.map(({ recipients }) => recipients)).toEqual([['siti@dinas.go.id']])
    expect(smtp.received[0]!.data).toContain('Isi surat.')
    expect(await latest()).toMatchObject({ status: 'sent', body: null })
  })

  it('wait longer after each failure, and end when the server refuses for good', async () => {
    test.setClock('2026-11-24T03:00:00.000Z')
    await sendMail(test.world.db, MAIL, now())
    const runner = new JobRunner(test.context, log, [sendMails(mailer())])
    smtp.refuse('451 later')
    await runner.run('send-mails')
    expect(await latest()).toMatchObject({
      status: 'waiting',
      attempts: 1,
      nextAt: '2026-11-24T03:01:00.000Z',
    })
    expect(await runner.run('send-mails')).toBe('nothing')
    test.setClock('2026-11-24T03:01:00.000Z')
    smtp.refuse('550 No such user')
    await runner.run('send-mails')
    expect(await latest()).toMatchObject({ status: 'failed', attempts: 2 })
    smtp.refuse(null)
  })

  it('cannot be given headers or further recipients', async () => {
    const before = smtp.received.length
    for (const to of [
      'a@b.go.id\r\nBcc: c@d.go.id',
      'a@b.go.id, c@d.go.id',
      'a@b.go.id c@d.go.id',
      'Siti <a@b.go.id>',
      'a@b.go.id\u2028Bcc: x@y.z',
      '',
    ]) {
      await expect(sendMail(test.world.db, { ...MAIL, to }, now()), to).rejects.toThrow('e-mail address')
    }
    const hostile = {
      ...MAIL,
      subject: 'Dinas A\r\nBcc: c@d.go.id\r\n\r\nother text\u0000\u2028X-Evil: 1',
      text: 'a\r\n.\r\nRCPT TO:<c@d.go.id>\r\n',
      unsubscribeUrl: 'https://x.go.id/u\r\nBcc: c@d.go.id',
    }
    await sendMail(test.world.db, hostile, now())
    await new JobRunner(test.context, log, [sendMails(mailer())]).run('send-mails')
    expect(smtp.received).toHaveLength(before + 1)
    const { recipients, data } = smtp.received.at(-1)!
    expect(recipients).toEqual(['siti@dinas.go.id'])
    const headers = data.slice(0, data.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/)
    const names = headers.map((line) => line.split(':')[0]!.toLowerCase())
    expect(names).not.toContain('bcc')
    expect(names).not.toContain('x-evil')
    expect(headers.find((line) => line.startsWith('Subject:'))).toContain('Dinas A Bcc: c@d.go.id')
  })

  it('are forgotten after three months', async () => {
    test.setClock('2027-06-01T03:00:00.000Z')
    await new JobRunner(test.context, log, [forgetMails]).run('forget-mails')
    expect(await latest()).toBeUndefined()
  })

  it('that were written while the clock ran ahead are sent', async () => {
    test.setClock('2030-01-01T00:00:00.000Z')
    await sendMail(test.world.db, MAIL, now())
    test.setClock('2026-11-24T03:05:00.000Z')
    const runner = new JobRunner(test.context, log, [sendMails(mailer())])
    expect(await runner.run('send-mails')).toBe('done')
    expect(await latest()).toMatchObject({ status: 'sent' })
  })
})
