import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import type { MoveResult } from '#server/cli/move.ts'
import { listOutbox } from '#server/db/identity/outbox.ts'
import { listChain, verifyAudit } from '#server/db/queries/audit.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { TwoFactorBegun } from '#shared/contract/account.ts'
import type { NewKey } from '#shared/contract/api-key.ts'
import type { Me } from '#shared/contract/me.ts'
import type { ReleaseManifest } from '#shared/contract/release.ts'
import { type CommandHome, openCommandHome } from '#test/support/command.ts'
import { openPostgresDatabase, openWorldAt } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { cookiesOf, send, sessionFor } from '#test/support/people.ts'
import { plantProof } from '#test/support/proof-world.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'
import { totpOf } from '#test/support/totp.ts'

// An instance that has lived on the embedded database, with people and releases, moved to PostgreSQL by the real command,
// and lived on there.

const PASSWORD = 'kuda biru makan genteng'
const EMAIL = 'sri@example.go.id'
const HERE = { 'sec-fetch-site': 'same-origin' }
const NOW = '2026-04-05T03:00:00.000Z'
const CODES = ['2025-12', '2026-03', '2026-03-r1']

describe('terukur move', () => {
  let home: CommandHome
  let dataDir: string
  let path: string
  let target: Awaited<ReturnType<typeof openPostgresDatabase>>
  let server: TestServer | null = null
  let backupCode: string
  let key: string
  let before: Awaited<ReturnType<typeof whatIsSaid>>
  let bytes: string

  const open = async (url: string): Promise<TestServer> => {
    const test = await openWorldAt(url, dataDir)
    test.setClock(NOW)
    return openTestServer(undefined, { hasPeople: true, on: test })
  }
  const run = (...args: string[]) =>
    home.run(['move', ...args], { DATABASE_URL: `duckdb:${path}`, TERUKUR_DATA_DIR: dataDir })
  const hashOf = async () =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex')

  beforeAll(async () => {
    home = await openCommandHome()
    dataDir = await mkdtemp(join(tmpdir(), 'terukur-move-'))
    // PostgreSQL's own user must be able to walk into it.
    await chmod(dataDir, 0o755)
    path = join(dataDir, 'office.duckdb')
    target = await openPostgresDatabase(true)
    const old = await open(`duckdb:${path}`)
    const { test } = old
    await plantProof(test)
    await freezeRelease(test.context, { through: '2025-12' })
    await freezeRelease(test.context, { through: '2026-03' })
    await correct(old, '2026-02')
    await reviseRelease(test.context, { replaces: '2026-03', reason: 'Kasus tertinggal' })
    const person = await old.identity!.createPerson({ email: EMAIL, name: 'Sri', password: PASSWORD })
    const grants = [{ role: 'contributor', agency: 'north' } as const]
    await act(test.context, enrolMember, { memberId: person.id, grants })
    const headers = await sessionFor(old, person.id)
    const begun = await send(old, 'POST', '/api/v1/account/two-factor', { password: PASSWORD }, headers)
    const { uri, backupCodes } = (await begun.json()) as TwoFactorBegun
    backupCode = backupCodes[0]!
    await send(old, 'POST', '/api/v1/account/two-factor/confirm', { code: totpOf(uri) }, headers)
    const wanted = { name: 'laptop', actions: ['import.read'], days: 30 }
    const made = await send(old, 'POST', '/api/v1/account/keys', wanted, await sessionFor(old, person.id))
    key = ((await made.json()) as NewKey).key
    before = await whatIsSaid(old)
    await old.close()
    bytes = await hashOf()
  })
  afterAll(async () => {
    await server?.close()
    await target.drop()
    await rm(dataDir, { recursive: true, force: true })
    await home.remove()
  })

  it('refuses what it cannot move, and changes nothing', async () => {
    const full = await openPostgresDatabase()
    const serverFile = `${path}.server.json`
    await writeFile(serverFile, JSON.stringify({ address: 'http://there', pid: process.pid, token: '' }))
    expect(await run('--to', target.url)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/http:\/\/there uses this database. Stop it first/),
    })
    await rm(serverFile)
    for (const [args, code, message] of [
      [[], 2, 'Name where to move'],
      [['--to', 'mysql://here/x'], 2, '--to must be postgres://'],
      [['--to', 'postgres://nobody:secret@127.0.0.1:1/x'], 1, 'Check the address after --to'],
      [['--to', full.url], 1, 'not empty (public.'],
    ] as const) {
      const { stderr, ...result } = await run(...args)
      expect(result).toMatchObject({ code, stdout: '' })
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('secret')
    }
    const there = { DATABASE_URL: `duckdb:${join(dataDir, 'none.duckdb')}`, TERUKUR_DATA_DIR: dataDir }
    expect(await home.run(['move', '--to', target.url], there)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no database at/),
    })
    const back = { DATABASE_URL: full.url, TERUKUR_DATA_DIR: dataDir }
    expect(await home.run(['move', '--to', target.url, '--lang', 'id', '--json'], back)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('pg_dump'),
    })
    await full.drop()
    expect(await hashOf()).toBe(bytes)
  })

  it.each([
    ['while tables are copied', /Copying case_cell/],
    ['while a frozen release is copied', /Copying release_2\.finished_row/],
    ['while it is compared', /Comparing the figures/],
  ])(
    'killed %s, keeps servers away from the new database and leaves the old one as it was',
    async (_, when) => {
      const settings = { DATABASE_URL: `duckdb:${path}`, TERUKUR_DATA_DIR: dataDir }
      const moving = home.start(['move', '--to', target.url], settings)
      await moving.says(when)
      moving.child.kill('SIGKILL')
      expect((await moving.ended).code).toBe(null)
      expect(await home.run(['serve'], { ...settings, DATABASE_URL: target.url })).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/filled in part only: a move to it broke off. Run “terukur move/),
      })
      expect(await hashOf()).toBe(bytes)
    },
  )

  it('begins that anew, copies everything, compares it and says so', async () => {
    const { code, stdout, stderr } = await run('--to', target.url, '--json')
    expect([code, stderr.replaceAll(/^(Copying|Comparing|Verifying) .*\n/gm, '')]).toEqual([0, ''])
    expect(stderr).toMatch(/Copying service_case \d+%/)
    const result = JSON.parse(stdout) as MoveResult
    expect(result.to).toContain(':***@')
    expect(result.left).toEqual([])
    expect(result.audit).toEqual({ rows: before.chain.length, fault: null })
    expect(result.readings.readings).toBeGreaterThan(500)
    expect(result.readings.indicators).toBeGreaterThan(20)
    expect(result.releases.map((one) => [one.code, one.findings, one.figures > 100])).toEqual(
      CODES.toReversed().map((one) => [one, 0, true]),
    )
    const rows = new Map(result.tables.map((table) => [table.table, table.rows]))
    for (const table of ['service_case', 'survey_answer', 'complaint', 'target', 'release_3.finished_row'])
      expect([table, rows.get(table)! > 0]).toEqual([table, true])
    expect(rows.get('release_3.service_case')).toBe(0)
    const people = new Map(result.identity.map((table) => [table.table, table.rows]))
    expect([people.get('user'), people.get('account'), people.get('twoFactor')]).toEqual([1, 1, 1])
    expect(await hashOf()).toBe(bytes)
    expect(await run('--to', target.url)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not empty/),
    })
  })

  it('says the same on the new engine, byte for byte', async () => {
    server = await open(target.url)
    const { chain, outbox, ...said } = await whatIsSaid(server)
    expect(said).toEqual({ ...said, readings: before.readings, releases: before.releases })
    expect(chain.slice(0, -1)).toEqual(before.chain)
    expect(chain.at(-1)).toMatchObject({ action: 'database.move', actor: 'command line' })
    expect(outbox).toEqual(before.outbox)
    expect(outbox.length).toBeGreaterThan(3)
    const { read } = server.test.world.db
    expect((await verifyAudit(read)).fault).toBe(null)
    expect((await checkInvariants(read)).filter(({ violations }) => violations > 0)).toEqual([])
    expect((await prepareDatabase(server.test.world.db)).applied).toEqual([])
  })

  it('knows people by the same password, second factor and key', async () => {
    const at = server!
    const signIn = (password: string) => send(at, 'POST', '/api/v1/session', { email: EMAIL, password }, HERE)
    expect((await signIn('sawah lonceng perahu')).status).toBe(401)
    const first = await signIn(PASSWORD)
    expect(await first.json()).toEqual({ next: 'second-factor' })
    const proved = await send(
      at,
      'POST',
      '/api/v1/session/second-factor',
      { code: backupCode, isBackup: true },
      { ...HERE, cookie: cookiesOf(first) },
    )
    const me = async (headers: Record<string, string>) =>
      (await (await send(at, 'GET', '/api/v1/me', undefined, headers)).json()) as Me
    expect(await me({ cookie: cookiesOf(proved) })).toMatchObject({ kind: 'person', name: 'Sri' })
    expect(await me({ authorization: `Bearer ${key}` })).toMatchObject({ kind: 'key', name: 'laptop' })
  })

  it('goes on: the same file again is unchanged, new cases count, and the next release follows the last', async () => {
    const at = server!
    expect(await correct(at, '2026-02')).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 })
    expect(await correct(at, '2026-03')).toMatchObject({ inserted: 3 })
    await reviseRelease(at.test.context, { replaces: '2026-03-r1', reason: 'Kasus tertinggal lagi' })
    const { manifest } = (await (await at.get('/api/v1/releases/2026-03-r2')).json()) as { manifest: string }
    const { sequence, previous } = JSON.parse(manifest) as ReleaseManifest
    expect([sequence, previous?.code]).toEqual([4, '2026-03-r1'])
    const verified = await home.run(['verify', '--releases'], {
      DATABASE_URL: target.url,
      TERUKUR_DATA_DIR: dataDir,
    })
    expect([verified.code, verified.stdout.match(/whole/g)?.length]).toEqual([0, 4])
  })
})

/** Three cases of a month that were left behind. */
const correct = ({ test }: TestServer, month: string) =>
  importText(
    test,
    'cases',
    {
      dataset: 'cases',
      source: `late of ${month}`,
      create: ['service'],
      columns: { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'in', completedAt: 'out' },
      asOf: '2026-04-03',
    },
    lines(
      'ref,agency,service,in,out',
      ...[1, 2, 3].map((i) => `late-${month}-${i},north,permit,${month}-0${i},${month}-0${i + 3}`),
    ),
  )

/** What an instance answers and holds, to be held against the same somewhere else. */
async function whatIsSaid(server: TestServer) {
  const text = async (path: string) => {
    const answer = await server.get(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }
  const releases: Record<string, string> = {}
  for (const code of CODES) {
    const signed = await text(`/api/v1/releases/${code}`)
    releases[code] = signed
    const { manifest } = JSON.parse(signed) as { manifest: string }
    for (const { name } of (JSON.parse(manifest) as ReleaseManifest).parts)
      releases[`${code} ${name}`] = await text(`/api/v1/releases/${code}/parts/${name}`)
  }
  const { read } = server.test.world.db
  const asked = 'indicators=received,on-time-rate,median-time,satisfaction-index,achievement&agency=*'
  return {
    readings: JSON.parse(await text(`/api/v1/readings?${asked}&from=2025-08-01&to=2026-03-31`)) as unknown,
    releases,
    chain: await listChain(read, 0, 1000),
    outbox: (await listOutbox(server.identity!.db, 1000)).map(({ outboxId, ...row }) => row),
  }
}
