import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#server/db/database.ts'
import { openIdentityDb } from '#server/db/identity/open.ts'
import { type CommandHome, openCommandHome, type RunningCommand } from '../support/command.ts'
import { openPostgresDatabase } from '../support/database.ts'

const ADMINISTRATOR = {
  TERUKUR_ADMIN_EMAIL: 'admin@dinas.go.id',
  TERUKUR_ADMIN_PASSWORD: 'Kata-sandi-panjang-1',
}

describe('servers of one empty PostgreSQL database', () => {
  let database: Awaited<ReturnType<typeof openPostgresDatabase>>
  let home: CommandHome
  let keyFile: string
  const running: RunningCommand[] = []
  beforeAll(async () => {
    database = await openPostgresDatabase(true)
    home = await openCommandHome()
    const { privateKey } = generateKeyPairSync('ed25519')
    keyFile = await home.file('signing.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }))
  })
  afterAll(async () => {
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    await home.remove()
    await database.drop()
  })

  const folder = (name: string) => join(home.dir, name)
  function serve(name: string): RunningCommand {
    const server = home.start(['serve'], {
      ...ADMINISTRATOR,
      DATABASE_URL: database.url,
      TERUKUR_DATA_DIR: folder(name),
      TERUKUR_SIGNING_KEY_FILE: keyFile,
      TERUKUR_LOG: 'silent',
    })
    running.push(server)
    return server
  }
  const isUp = (server: RunningCommand) => server.says(/Terukur: (http:\S+)/)

  it('that start at the same time both run, and what is made once is there once', async () => {
    await Promise.all(['one', 'two', 'three'].map(serve).map(isUp))
    const identity = await openIdentityDb(database.url, home.dir)
    const people = await identity.kysely.selectFrom('user').select('email').execute()
    await identity.close()
    const db = await openDatabase(database.url, { dataDir: home.dir })
    const members = await db.read.selectFrom('member').select('memberId').execute()
    await db.close()
    expect([people, members]).toMatchObject([[{ email: ADMINISTRATOR.TERUKUR_ADMIN_EMAIL }], [{}]])
  })

  it('have a data folder each: of two in one, the second does not start, until the first has ended', async () => {
    const { code, stderr } = await serve('one').ended
    expect(code).toBe(1)
    expect(stderr).toContain(`Another server uses the data folder ${folder('one')}.`)
    const [first] = running
    first!.child.kill('SIGKILL')
    await first!.ended
    await isUp(serve('one'))
  })
})
