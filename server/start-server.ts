import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { pino } from 'pino'
import { systemActor } from '#shared/access.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from './actions/context.ts'
import { isDemoLoaded } from './actions/demo/demo-state.ts'
import { loadDemoIfEmpty } from './actions/demo/load-demo.ts'
import { releaseDemo } from './actions/demo/release-demo.ts'
import { workDemo } from './actions/demo/work-demo.ts'
import { prepareDatabase } from './actions/prepare-database.ts'
import { currentSigningKey } from './actions/releases/signing-key.ts'
import { SteadyClock } from './actions/steady-clock.ts'
import { copyIdentityOutbox } from './auth/copy-outbox.ts'
import { openIdentity } from './auth/identity.ts'
import { findServer, newToken, serverFilePath, writeServerFile } from './auth/server-token.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/database.ts'
import { holdFolder } from './db/hold-folder.ts'
import { findMailLanguage } from './db/queries/members.ts'
import { listDeliverers } from './db/queries/reminders.ts'
import { takeLock } from './db/take-lock.ts'
import { admitFirst } from './first-administrator.ts'
import { createApp } from './http/app.ts'
import { copyIdentityChanges } from './jobs/copy-identity-changes.ts'
import { DraftDesk } from './jobs/drafts/draft-desk.ts'
import { sweepDrafts } from './jobs/drafts/sweep-drafts.ts'
import { expireOldFacts } from './jobs/expire-facts.ts'
import { forgetJournals } from './jobs/expire-journals.ts'
import { followTold } from './jobs/follow-told.ts'
import { forgetPushAnswers } from './jobs/forget-answers.ts'
import { forgetRemarks } from './jobs/forget-remarks.ts'
import { forgetWorlds } from './jobs/forget-worlds.ts'
import { ImportQueue } from './jobs/import-queue.ts'
import { forgetNotes, mailNotes } from './jobs/mail-notes.ts'
import { PushCollector } from './jobs/push-collector.ts'
import { FreezeDesk } from './jobs/releases/freeze-desk.ts'
import { remind, remindNow } from './jobs/remind.ts'
import { JobRunner } from './jobs/runner.ts'
import { forgetMails, sendMails } from './jobs/send-mails.ts'
import { remindOfSubmission, tellReleases } from './jobs/tell-news.ts'
import { forgetDeliveries, sendWebhooks } from './jobs/webhooks/send-webhooks.ts'
import { tellSignals } from './jobs/webhooks/tell-signals.ts'
import { openMailer, sendMail } from './mail/send-mail.ts'
import { hideAhead } from './readings/hidden-cells.ts'
import { openWorld } from './readings/world.ts'

/** An import that cannot end within this is rolled back and starts again by itself at the next start. */
const IMPORT_GRACE_MS = 7000
const REQUEST_GRACE_MS = 2000
/**
 * How long a connection may rest between two requests. Longer than the 60 s of the usual proxies: who rests longer
 * than the server may send a request into a connection that is just being closed.
 */
const KEEP_ALIVE_MS = 75_000

export interface RunningServer {
  address: string
  serverFile: string
  /** null: there are people already; link null: the first administrator was made from the environment */
  first: { link: string | null } | null
  stop(): Promise<void>
}

/** Opens the database, makes it ready, serves. @throws what keeps it from starting. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const dataDir = resolve(config.dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const serverFile = serverFilePath(config.databaseUrl, dataDir)
  const other = config.databaseUrl.startsWith('duckdb:') ? findServer(serverFile) : null
  if (other && other.pid !== process.pid) {
    throw new Refusal('unavailable', 'server-runs-already', { address: other.address })
  }
  const letGo = holdFolder(dataDir)
  const closing: (() => Promise<void> | void)[] = [letGo]
  try {
    const db = await openDatabase(config.databaseUrl, { dataDir })
    closing.unshift(() => db.close())
    // Servers that start at the same time do so one after the other: each finds what the one before has made.
    const started = await takeLock(db, 'start', {
      onWait: () => log.info('another server is starting: waiting for it'),
    })
    closing.unshift(started)
    await sweep(join(dataDir, 'tmp'))
    await prepareDatabase(db)
    const world = openWorld(db)
    const clock = new SteadyClock()
    closing.unshift(await followTold(clock, db.read, log))
    const context: ActionContext = {
      world,
      dataDir,
      clock: clock.now,
      defaultTimezone: config.timezone,
      locale: 'id',
      actor: systemActor('system'),
      publicUrl: config.publicUrl ?? '',
      signingKeyFile: config.signingKeyFile,
      mayCallPrivate: config.mayCallPrivate,
    }
    if (config.isDemo) await loadDemoIfEmpty(context, config.demoThrough)
    const identity = await openIdentity({
      databaseUrl: config.databaseUrl,
      dataDir,
      publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
      sendResetLink: (person, token) => mailResetLink(context, person, token),
      sso: config.sso && {
        ...config.sso,
        onFailure: (error) => log.warn({ reason: String(error) }, 'single sign-on failed'),
      },
    })
    closing.unshift(() => identity.close())
    const imports = new ImportQueue(context, log, config.publication)
    const drafts = new DraftDesk(context, imports, log)
    await drafts.resume()
    const pushes = new PushCollector(context, log)
    const freezes = new FreezeDesk(context, log)
    await freezes.resume()
    await currentSigningKey(context)
    const token = newToken()
    let isPreparing = config.isDemoReleased && (await isDemoLoaded(db.read))
    const app = createApp({
      context,
      imports,
      drafts,
      pushes,
      freezes,
      token,
      publication: config.publication,
      isPreparing: () => isPreparing,
      identity,
      proxies: config.proxies,
      log,
      publicUrl: config.publicUrl,
      webDir: join(import.meta.dirname, '..', 'dist'),
    })
    const server = createAdaptorServer({
      fetch: app.fetch,
      serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
    })
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(config.port, config.host, done)
    })
    const { port } = server.address() as { port: number }
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    context.publicUrl = config.publicUrl ?? address
    const first = await admitFirst(context, identity, config.firstAdministrator)
    await writeServerFile(serverFile, { address, pid: process.pid, token })
    await started()
    closing.splice(closing.indexOf(started), 1)
    await hideAhead(world, { publication: config.publication, now: context.clock() })
    await imports.resume()
    const mailer = openMailer(config)
    const deliverers = { list: () => listDeliverers(db.read), find: identity.findPerson }
    const jobs = new JobRunner(context, log, [
      sendMails(mailer),
      forgetMails,
      copyIdentityChanges(() => copyIdentityOutbox(identity.db, db)),
      remind(deliverers),
      remindNow(deliverers),
      remindOfSubmission,
      tellReleases,
      mailNotes(identity.findPerson),
      forgetNotes,
      forgetRemarks,
      forgetWorlds,
      forgetJournals(config.undoDays),
      expireOldFacts,
      forgetPushAnswers,
      sweepDrafts(drafts),
      sendWebhooks({ mayBePrivate: config.mayCallPrivate }),
      tellSignals,
      forgetDeliveries,
    ])
    jobs.start()
    log.info({ address, engine: db.engine }, 'listening')
    const stopping = new AbortController()
    const demo = config.isDemoReleased
      ? finishDemo(context, stopping.signal)
          .then(
            (made) => made > 0 && log.info({ made }, 'the demo is released'),
            // What a stop ends goes on at the next start.
            (err: unknown) => stopping.signal.aborted || log.warn({ err }, 'the demo has no releases'),
          )
          .finally(() => {
            isPreparing = false
          })
      : null
    return {
      address,
      serverFile,
      first,
      async stop() {
        log.info('stopping')
        const closed = new Promise<void>((done) => server.close(() => done()))
        stopping.abort(new Error('stopping'))
        // Together: a job that writes may wait for the import.
        await Promise.all([
          imports.stop(IMPORT_GRACE_MS),
          jobs.stop(IMPORT_GRACE_MS),
          pushes.stop(),
          drafts.stop(),
          freezes.stop(),
          demo,
        ])
        mailer?.close()
        const timer = setTimeout(
          () => 'closeAllConnections' in server && server.closeAllConnections(),
          REQUEST_GRACE_MS,
        )
        if ('closeIdleConnections' in server) server.closeIdleConnections()
        await closed
        clearTimeout(timer)
        await db.checkpoint()
        for (const close of closing) await close()
        await rm(serverFile, { force: true })
        log.info('stopped')
      },
    }
  } catch (error) {
    for (const close of closing) await Promise.resolve(close()).catch(() => {})
    throw error
  }
}

/** What belongs to the demo beside its facts, made by one process. @returns how many releases it made */
async function finishDemo(context: ActionContext, signal: AbortSignal): Promise<number> {
  const release = await takeLock(context.world.db, 'demo', { signal })
  try {
    await workDemo(context, signal)
    return await releaseDemo(context, signal)
  } finally {
    await release()
  }
}

async function mailResetLink(
  { world, publicUrl, clock }: ActionContext,
  { id, email, name }: { id: string; email: string; name: string },
  token: string,
): Promise<void> {
  const url = `${publicUrl}/reset#${token}`
  const language = await findMailLanguage(world.db.read, id)
  const mail = mailIn(language, (texts) => texts.resetPassword({ name, url }))
  await sendMail(world.db, { to: email, ...mail, kind: 'reset-password' }, clock())
}

/** Work files that a crash left behind. */
async function sweep(folder: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (/^(import|copy)-/.test(entry)) await rm(join(folder, entry), { recursive: true, force: true })
  }
}
