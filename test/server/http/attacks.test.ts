import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkFiles, PackageFolder } from '#server/cli/package-folder.ts'
import { folderRelease } from '#server/cli/release-source.ts'
import { unpack } from '#server/cli/unpack.ts'
import { csvField } from '#server/exports/writers/csv.ts'
import { auditCsv } from '#server/http/audit-csv.ts'
import { ROUTE_RIGHTS } from '#server/http/route-rights.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { separated } from '#web/parts/due-table.ts'

// What an attacker sends: each test fails without its defence.

describe('a body that nobody needs', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer('duckdb', { hasPeople: true })
  })
  afterAll(() => server.close())

  /** Without end, of an unknown length; says how much of it was taken. */
  function endless() {
    const taken = { bytes: 0 }
    const body = new ReadableStream<Uint8Array>({
      pull(control) {
        taken.bytes += 256 << 10
        if (taken.bytes > 64 << 20) control.close()
        else control.enqueue(new Uint8Array(256 << 10).fill(32))
      },
    })
    return { taken, body }
  }
  const inPieces = /^POST \/(imports|[a-z]+(\/deletions)?)$|\/files\//
  const named = (path: string) => path.replace(/:[a-z]+/gi, '1')

  it('is read at no route further than its limit, by nobody', async () => {
    const routes = Object.keys(ROUTE_RIGHTS).filter(
      (name) => !name.startsWith('GET ') && !inPieces.test(name.replace('/session', '/x/y')),
    )
    expect(routes.length).toBeGreaterThan(60)
    const takenTooMuch: string[] = []
    for (const route of routes) {
      const [method, path] = route.split(' ') as [string, string]
      for (const headers of [{}, BEARER]) {
        const { taken, body } = endless()
        const answer = await server.app.request(`/api/v1${named(path)}`, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body,
          duplex: 'half',
        } as RequestInit)
        if (taken.bytes > 6 << 20 || answer.status >= 500) takenTooMuch.push(`${route} ${answer.status}`)
      }
    }
    expect(takenTooMuch).toEqual([])
    expect(server.problems).toEqual([])
  })

  it('is refused by the length it says, with a sentence', async () => {
    const answer = await server.fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
      body: `{"email":"${'x'.repeat(2 << 20)}"}`,
    })
    expect(answer.status).toBe(413)
    expect(((await answer.json()) as { detail: string }).detail).toContain('more than 1 MB')
  })
})

describe('a formula in a name', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['\n=1+1', '"\'\n\'=1+1"'],
    ['＝1+1', "'＝1+1"],
    ['a;=cmd|x!A0;b', "a;'=cmd|x!A0;b"],
    ['a\n@SUM(1)', '"a\n\'@SUM(1)"'],
    ['a;-1+1', "a;'-1+1"],
    ['list:\n- one\n- two', '"list:\n- one\n- two"'],
    ['a; b = c', 'a; b = c'],
  ])('%j is none in a table, whatever parts its cells', (text, safe) => {
    expect(csvField(text)).toBe(safe)
  })

  it('nor in a table that the browser copies or saves', () => {
    const name = 'a\t=1+1;=2+2\n=3'
    for (const sign of [',', '\t'] as const) {
      const cells = separated([['x', name]], sign).split(sign === ',' ? /[,;\n]/ : /[\t\n]/)
      expect(cells.filter((cell) => cell.startsWith('='))).toEqual([])
    }
  })

  it('nor in the audit log', () => {
    const item = { sequence: 1, actorName: 'x;=1+1;y', subject: '=2', detail: {} }
    const [, line] = auditCsv([item as never], true).split('\r\n')
    expect(line!.split(/[,;]/).filter((cell) => cell.startsWith('='))).toEqual([])
  })
})

describe('a package that was made to harm', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terukur-package-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const zipped = async (name: string, files: Record<string, Uint8Array>) => {
    const path = join(folder, name)
    await writeFile(path, zipSync(files))
    return path
  }

  it('fills no disk', async () => {
    const bomb = await zipped('bomb.zip', { 'readings/together.ndjson': new Uint8Array(16 << 20) })
    const into = new PackageFolder(join(folder, 'bomb'))
    await expect(unpack(bomb, into, () => {}, 1 << 20)).rejects.toThrow(/beyond all measure/)
    const honest = randomBytes(1 << 20)
    const good = new PackageFolder(join(folder, 'good'))
    // Other programs list folders too.
    const zip = await zipped('good.zip', { 'a/': new Uint8Array(), 'a/b.ndjson': honest })
    expect(await unpack(zip, good, () => {})).toEqual([])
    expect(good.files).toMatchObject([{ name: 'a/b.ndjson', bytes: honest.length }])
  })

  it.each(['../out', '/tmp/out', 'a/../../out', 'a\\..\\out'])('writes nothing outside: %s', async (name) => {
    const into = new PackageFolder(join(folder, 'slip'))
    const bad = await zipped('slip.zip', { [name]: new Uint8Array([1]) })
    await expect(unpack(bad, into, () => {})).rejects.toThrow(/Not a name/)
    expect(await readdir(folder)).not.toContain('out')
  })

  it('leads to no file that has no end, and to none elsewhere', async () => {
    for (const name of ['release.json', 'rules.json', 'keys.json'])
      await symlink('/dev/zero', join(folder, name))
    const source = folderRelease(folder)
    expect(await source.signed(null)).toBeNull()
    expect(await source.part('rules.json')).toBeNull()
    expect(await source.part('../etc/passwd')).toBeNull()
    const list = { format: 'terukur-files/1', files: [{ bytes: 1, name: 'rules.json', sha256: '0' }] }
    const { canonicalJson } = await import('#shared/proof/canonical.ts')
    await writeFile(join(folder, 'files.json'), `${canonicalJson(list)}\n`)
    const faults: string[] = []
    for await (const { code, part } of checkFiles(folder)) faults.push(`${code} ${part}`)
    expect(faults).toContain('file-missing rules.json')
  })
})
