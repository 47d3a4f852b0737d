import { hash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { UsageError } from '#server/cli/command.ts'
import { filesIn } from '#server/cli/package-folder.ts'
import { writePackage } from '#server/cli/release-package.ts'
import { askAt, folderRelease, type Get, listReleases, servedRelease } from '#server/cli/release-source.ts'
import { verifyCommand } from '#server/cli/verify.ts'
import { verifyOne } from '#server/cli/verify-package.ts'
import { verifyPlace } from '#server/cli/verify-place.ts'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { fileListText } from '#server/exports/package/file-list.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { caughtOutput, caughtVerdicts } from '#test/support/caught-output.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'
import { signAnew } from '#test/support/sign-anew.ts'

// Packages and servers made to mislead: each is named, and costs no more than what it is said to be.

const HOW = { locale: 'en', isJson: true, trustedKey: undefined } as const

describe('verify, of what somebody prepared', () => {
  let test: TestWorld
  let work: string
  let whole: string
  let get: Get
  beforeAll(async () => {
    test = await openTestWorld()
    work = await mkdtemp(join(tmpdir(), 'terukur-hostile-'))
    test.setClock('2026-02-05T03:00:00.000Z')
    await plantOffices(test)
    await deliverCases(test, 'north', '2026-01-01', '2026-01-31', [{ done: 12, late: 3 }])
    await freezeRelease(test.context, { through: '2026-01' })
    const app = createReleaseApp(test.context)
    get = async (path) => app.request(path)
    whole = join(work, 'whole')
    await mkdir(whole)
    await writePackage(get, '2026-01', whole, () => {})
  })
  afterAll(async () => {
    await rm(work, { recursive: true, force: true })
    await test.close()
  })

  async function told(run: () => Promise<number>): Promise<string[]> {
    const verdicts = await caughtVerdicts(run)
    const found = verdicts.flatMap(({ findings }) => findings)
    expect(verdicts[0]!.exit).toBe(found.length > 0 ? 1 : 0)
    return found.map(({ code, part }) => `${code} ${part}`)
  }

  let copies = 0
  async function changed(change: (folder: string) => Promise<unknown>): Promise<string[]> {
    const folder = join(work, `copy-${++copies}`)
    await cp(whole, folder, { recursive: true })
    await change(folder)
    return told(() => verifyPlace(folder, HOW))
  }

  it('a table beside which the list was taken away', async () => {
    expect(await changed((folder) => rm(join(folder, 'files.json')))).toEqual(['list-missing files.json'])
    // The signed documents alone need none.
    const signed = async (folder: string) => {
      for (const name of [
        'files.json',
        'data',
        'sdmx',
        'README.md',
        'BACA-SAYA.md',
        'datapackage.json',
        'dcat.jsonld',
      ])
        await rm(join(folder, name), { recursive: true })
    }
    expect(await changed(signed)).toEqual([])
  })

  /** The list of files, as whoever changed one writes it. */
  async function listAnew(folder: string): Promise<void> {
    const names = (await filesIn(folder)).filter((name) => name !== 'files.json')
    const files = await Promise.all(
      names.map(async (name) => {
        const bytes = await readFile(join(folder, name))
        return { name, sha256: hash('sha256', bytes, 'hex'), bytes: bytes.length }
      }),
    )
    await writeFile(join(folder, 'files.json'), fileListText(files))
  }
  const rewritten = (name: string, change: (text: string) => string) => async (folder: string) => {
    const path = join(folder, name)
    const text = await readFile(path, 'utf8').catch(() => '')
    expect(change(text)).not.toBe(text)
    await writeFile(path, change(text))
    await listAnew(folder)
  }

  it('a table that says otherwise than what was signed, on a list that was made anew', async () => {
    const more = (text: string) => text.replace(/,(\d+),count,/, (_, n) => `,${Number(n) + 1},count,`)
    expect(await changed(rewritten('data/readings.csv', more))).toEqual(['table-differs data/readings.csv'])
    const observed = (text: string) => text.replace(',12,', ',13,')
    expect(await changed(rewritten('sdmx/readings.csv', observed))).toEqual([
      'table-differs sdmx/readings.csv',
    ])
    const none = () => 'x'
    expect(await changed(rewritten('data/readings.parquet', none))).toEqual([
      'table-differs data/readings.parquet',
    ])
    expect(await changed(rewritten('manifest.json', (text) => text.replace('"by":"', '"by":"X')))).toEqual([
      'manifest-copy manifest.json',
    ])
    for (const name of ['data/corrected.csv', 'readings/all.ndjson'])
      expect(await changed(rewritten(name, () => 'a,b\r\n1,2\r\n'))).toEqual([`file-extra ${name}`])
    // Lines in another order are the same table.
    const turned = (text: string) => {
      const [head, ...rows] = text.trimEnd().split('\r\n')
      return `${[head, ...rows.reverse()].join('\n')}\n`
    }
    expect(await changed(rewritten('data/readings.csv', turned))).toEqual([])
  })

  it('Parquet with another figure, and with the same ones packed otherwise', async () => {
    const packed = (replace: string) => async (folder: string) => {
      const path = join(folder, 'data/readings.parquet')
      const engine = await openImportEngine(join(work, `${copies}.duckdb`), {
        tempDir: work,
        readable: [path],
        memoryLimitMb: 256,
      })
      const other = join(work, `${copies}.parquet`)
      await engine.run(
        `copy (select * ${replace} from read_parquet(${quote(path)})) to ${quote(other)} (format parquet)`,
      )
      engine.close()
      await rename(other, path)
      await listAnew(folder)
    }
    expect(await changed(packed('replace (n + 1 as n)'))).toEqual(['table-differs data/readings.parquet'])
    expect(await changed(packed(''))).toEqual([])
  })

  it('a text that nobody signed, of which it says so', async () => {
    const folder = join(work, 'unproved')
    await cp(whole, folder, { recursive: true })
    await rewritten('README.md', (text) => `${text}North is the best.\n`)(folder)
    const { exit, said } = await caughtOutput(() => verifyPlace(folder, { ...HOW, isJson: false }))
    expect([exit, said]).toEqual([0, expect.stringMatching(/Not signed.*: README\.md/)])
    const untouched = await caughtOutput(() => verifyPlace(whole, { ...HOW, isJson: false }))
    expect(untouched.said).toMatch(/\d+ files that nobody signed hold exactly/)
    expect(untouched.said).not.toMatch(/not proved/)
  })

  it('links out of the folder, and a part in the place of another', async () => {
    const away = async (folder: string) => {
      await rename(join(folder, 'rules.json'), join(work, 'rules-elsewhere.json'))
      await symlink(join(work, 'rules-elsewhere.json'), join(folder, 'rules.json'))
    }
    expect(await changed(away)).toEqual(['file-missing rules.json', 'part-missing rules.json'])
    const swapped = async (folder: string) => {
      const [a, b] = ['readings/north.ndjson', 'readings/together.ndjson'].map((name) => join(folder, name))
      await rename(a!, join(work, 'x'))
      await rename(b!, a!)
      await rename(join(work, 'x'), b!)
    }
    expect(await changed(swapped)).toEqual(
      expect.arrayContaining(['part-hash readings/north.ndjson', 'part-hash readings/together.ndjson']),
    )
  })

  it('a part grown beyond all measure, of which no more is read than it should have', async () => {
    const folder = join(work, 'grown')
    await cp(whole, folder, { recursive: true })
    await truncate(join(folder, 'rules.json'), 8 * 2 ** 30)
    const bytes = (await readFile(join(whole, 'rules.json'))).length
    expect((await folderRelease(folder).part('rules.json', bytes))!.length).toBe(bytes + 1)
  })

  it('a zip with names that lead elsewhere, or one name twice', async () => {
    const zip = join(work, 'named.zip')
    const text = await readFile(join(whole, 'release.json'))
    for (const name of [
      '../out.txt',
      '/out.txt',
      'a/../../out.txt',
      './release.json',
      'a\\..\\out.txt',
      'a\0b',
    ]) {
      await writeFile(zip, zipSync({ [name]: text, 'release.json': text }))
      expect(await told(() => verifyPlace(zip, HOW)), name).toContain(`zip-unreadable ${name}`)
    }
    // Of the same length, so that the name can be written over.
    const bytes = Buffer.from(zipSync({ 'release.json': text, 'release.jsox': text }))
    for (let at = bytes.indexOf('jsox'); at >= 0; at = bytes.indexOf('jsox')) bytes.write('json', at)
    await writeFile(zip, bytes)
    expect(await told(() => verifyPlace(zip, HOW))).toContain('zip-entry release.json')
    await rm(zip)
  })

  it('a zip with a file that its list does not name, or that has another name for others', async () => {
    const zip = join(work, 'hiding.zip')
    const text = await readFile(join(whole, 'release.json'))
    const both = Buffer.from(zipSync({ 'data/readings.csv': text, 'release.json': text }))
    // The first is taken from the list: who reads from the front still finds it.
    const end = both.length - 22
    const list = both.readUInt32LE(end + 16)
    const listed = 46 + 'data/readings.csv'.length
    const tail = Buffer.from(both.subarray(end))
    for (const at of [8, 10]) tail.writeUInt16LE(1, at)
    tail.writeUInt32LE(both.readUInt32LE(end + 12) - listed, 12)
    await writeFile(zip, Buffer.concat([both.subarray(0, list), both.subarray(list + listed, end), tail]))
    expect(await told(() => verifyPlace(zip, HOW))).toContain('zip-entry release.json')
    const other = Buffer.from('\u0001\0\0\0\0data/readings.csv')
    await writeFile(zip, zipSync({ 'release.json': [text, { extra: { 28789: other } }] }))
    expect(await told(() => verifyPlace(zip, HOW))).toContain('zip-entry release.json')
    await writeFile(zip, zipSync({ 'release.json': text }))
    expect(await told(() => verifyPlace(zip, HOW))).not.toContain('zip-entry release.json')
    await rm(zip)
  })

  it('two releases of one number', async () => {
    const several = join(work, 'several')
    await cp(whole, join(several, 'one'), { recursive: true })
    const other = join(several, 'other')
    await cp(whole, other, { recursive: true })
    expect(await told(() => verifyPlace(several, HOW))).toEqual([])
    const lying = await signAnew(folderRelease(whole), {
      manifest: (manifest) => ({ ...manifest, by: 'Nobody' }),
    })
    await writeFile(join(other, 'release.json'), (await lying.signed(null))!)
    const found = await told(() => verifyPlace(several, HOW))
    expect(found.filter((one) => one === 'forked release.json')).toHaveLength(2)
  })

  /** What is at an address. */
  async function served<T>(
    answer: RequestListener,
    run: (get: Get, origin: string) => Promise<T>,
  ): Promise<T> {
    const server = createServer(answer)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      return await run(askAt(origin), origin)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it('a server that sends elsewhere, answers something else, or lies about its keys', async () => {
    const answers = [200, '<p>Hello', '{"items":5}', '{"items":[{}]}', 'null']
    for (const text of answers.slice(1) as string[])
      await served(
        (_, response) => response.end(text),
        (at) => expect(listReleases(at), text).rejects.toMatchObject({ key: 'server-no-terukur' }),
      )
    await served(
      (_, response) => response.end('{"items":[]}'),
      (_, other) =>
        served(
          (request, response) => response.writeHead(302, { location: other + request.url }).end(),
          (at) => expect(listReleases(at)).rejects.toMatchObject({ key: 'server-leads-elsewhere' }),
        ),
    )
    const pass =
      (of: (path: string) => string | null): RequestListener =>
      async (request, response) => {
        const answer = await get(request.url!)
        const text = of(request.url!)
        response.writeHead(answer.status).end(text ?? Buffer.from(await answer.arrayBuffer()))
      }
    const seen = (of: (path: string) => string | null) =>
      served(pass(of), (at) => told(() => verifyOne(servedRelease(at, '2026-01'), { ...HOW, chain: [] })))
    expect(await seen(() => null)).toEqual([])
    for (const keys of ['', '{"items":[]}', '{"items":{}}', '[]'])
      expect(await seen((path) => (path.endsWith('/release-keys') ? keys : null))).toEqual([
        'key-unlisted release.json',
      ])
  })

  it('a server that withholds its newest release, from whoever noted it', async () => {
    const pass: RequestListener = async (request, response) => {
      const answer = await get(request.url!)
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
    }
    await served(pass, async (_, origin) => {
      const seen = (...args: string[]) =>
        told(() => verifyCommand([origin, '--json', '--at-least', ...args], 'en'))
      const { manifest, sha256 } = JSON.parse(await readFile(join(whole, 'release.json'), 'utf8'))
      expect(await seen('2026-01')).toEqual([])
      expect(await seen(`2026-01@${sha256}`, '--trust', JSON.parse(manifest).keyId)).toEqual([])
      expect(await seen('2026-02')).toEqual(['noted-missing 2026-02'])
      expect(await seen(`2026-01@${'0'.repeat(64)}`)).toEqual(['noted-other 2026-01'])
      // What is written wrong would check nothing.
      for (const args of [['2026'], [`2026-01@${sha256.slice(1)}`], [''], ['2026-01', '--trust', '']])
        await expect(verifyCommand([origin, '--at-least', ...args], 'en')).rejects.toThrow(UsageError)
    })
  })

  it('a definition that makes something else of a name', async () => {
    const source = folderRelease(whole)
    const said = async (from: ReleaseSource) =>
      (await caughtOutput(() => verifyOne(from, { ...HOW, isJson: false }))).said
    const other = await signAnew(source, {
      parts: {
        'rules.json': (text) => text.replace('"numerator":"cases.dueOnTime"', '"numerator":"cases.due"'),
      },
    })
    expect(await said(other)).toMatch(/own definitions.*: on-time-rate\n/)
    expect(await said(source)).not.toMatch(/own definitions/)
    const older = await signAnew(source, {
      parts: { 'rules.json': (text) => text.replaceAll(/"flagsMissing":\w+,/g, '') },
    })
    expect(await said(older)).not.toMatch(/own definitions/)
  })

  it('names that steer the terminal', async () => {
    const folder = join(work, 'steering')
    await cp(whole, folder, { recursive: true })
    const steering = { name: 'a\u001b[2J\u009b1A\u202e\r\nIt is whole', sha256: '', bytes: 0 }
    const lying = await signAnew(folderRelease(whole), {
      manifest: (manifest) => ({ ...manifest, parts: [...manifest.parts, steering] }),
    })
    await writeFile(join(folder, 'release.json'), (await lying.signed(null))!)
    const { said } = await caughtOutput(() => verifyPlace(folder, { ...HOW, isJson: false }))
    expect(said).toContain(String.raw`a\u{1b}[2J\u{9b}1A\u{202e}\u{d}\u{a}It is whole`)
    expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('an answer without end, of which no more is read than the part should have', async () => {
    let isOpen = true
    const endless: RequestListener = (_, response) => {
      response.on('close', () => {
        isOpen = false
      })
      const more = () => {
        while (isOpen && response.write(Buffer.alloc(1 << 16)));
        if (isOpen) response.once('drain', more)
      }
      more()
    }
    await served(endless, async (at) => {
      expect((await servedRelease(at, '2026-01').part('rules.json', 1000))!.length).toBe(1001)
      await vi.waitFor(() => expect(isOpen).toBe(false))
    })
  })
})
