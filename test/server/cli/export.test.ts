import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { writePackage } from '#server/cli/release-package.ts'
import { type Get, listCodes, readAddress, servedRelease } from '#server/cli/release-source.ts'
import { verifyFolder, verifyOne } from '#server/cli/verify-package.ts'
import { verifyPlace } from '#server/cli/verify-place.ts'
import { FILE_LIST, fileListText, type ListedFile, readFileList } from '#server/exports/package/file-list.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import { caughtVerdict } from '#test/support/caught-output.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'

const HOW = { locale: 'en', isJson: true, trustedKey: undefined } as const
const months = (count: number) => Array.from({ length: count }, () => ({ done: 12, late: 3 }))

describe('a release on the command line', () => {
  let test: TestWorld
  let folder: string
  let get: Get
  beforeAll(async () => {
    test = await openTestWorld()
    test.setClock('2026-02-05T03:00:00.000Z')
    await plantOffices(test)
    for (const office of ['north', 'south'])
      await deliverCases(test, office, '2025-12-01', '2026-01-31', months(2))
    await freezeRelease(test.context, { through: '2026-01' })
    const app = createReleaseApp(test.context)
    get = async (path) => app.request(path)
    folder = await mkdtemp(join(tmpdir(), 'terukur-package-'))
    await writePackage(get, (await listCodes(get))[0]!, folder, () => {})
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await test.close()
  })

  it('is whole in its folder and at its server', async () => {
    for (const run of [
      () => verifyFolder(folder, HOW),
      () => verifyOne(servedRelease(get, '2026-01'), { ...HOW, chain: [] }),
    ]) {
      const { exit, findings, figures } = await caughtVerdict(run)
      expect({ exit, findings }).toEqual({ exit: 0, findings: [] })
      expect(figures.same).toBeGreaterThan(500)
    }
  })

  it('is whole in its zip too, of which a changed byte is named, and in a folder of several', async () => {
    const several = await mkdtemp(join(tmpdir(), 'terukur-several-'))
    const zip = join(several, 'terukur.zip')
    const answer = await get('/api/v1/releases/2026-01/package.zip')
    const bytes = Buffer.from(await answer.arrayBuffer())
    await writeFile(zip, bytes)
    for (const place of [zip, several])
      expect(await caughtVerdict(() => verifyPlace(place, HOW))).toMatchObject({
        exit: 0,
        findings: [],
        log: 'first',
      })
    const entry = bytes.indexOf('data/readings.csv')
    for (const at of [entry + 300, entry + 400, bytes.length - 10]) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1
      await writeFile(zip, flipped)
      expect((await caughtVerdict(() => verifyPlace(zip, HOW))).exit, `${at}`).toBe(1)
    }
    // Packed anew its own sums are right; a table that is not signed is on the list all the same.
    const files = unzipSync(bytes)
    files['data/readings.csv']![300]! ^= 1
    await writeFile(zip, zipSync(files))
    expect(await caughtVerdict(() => verifyPlace(zip, HOW))).toMatchObject({
      exit: 1,
      findings: [{ code: 'file-hash', part: 'data/readings.csv' }],
    })
    await rm(several, { recursive: true })
  })

  it('names whichever file a byte of was flipped, and what came or went', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    expect(names).toEqual(
      expect.arrayContaining([
        'release.json',
        'files.json',
        'rules.json',
        'datapackage.json',
        'data/readings.csv',
      ]),
    )
    for (const name of names) {
      const path = join(folder, name)
      const before = await readFile(path)
      if (before.length === 0) continue
      const after = Buffer.from(before)
      after[Math.floor(after.length / 3)]! ^= 1
      await writeFile(path, after)
      const { exit, findings } = await caughtVerdict(() => verifyFolder(folder, HOW))
      await writeFile(path, before)
      expect(exit, name).toBe(1)
      expect(findings.map(({ part }) => part)).toContain(name)
    }
    // Keys are drawn: what is no list of them any more, or holds none, is found like every other byte.
    const keys = join(folder, 'keys.json')
    const before = await readFile(keys, 'utf8')
    for (const broken of [before.slice(1), before.replace(/(?<="publicKey":")./, '*'), '{"items":[{}]}']) {
      await writeFile(keys, broken)
      const { exit, findings } = await caughtVerdict(() => verifyFolder(folder, HOW))
      expect({ broken, exit }).toEqual({ broken, exit: 1 })
      expect(findings.map(({ part }) => part)).toContain('keys.json')
    }
    await writeFile(keys, before)
    // What was put right again after a change of the list says something else of a file; the list of the first packages
    // had no sum of its own.
    const list = join(folder, FILE_LIST)
    const text = await readFile(list, 'utf8')
    const listed = readFileList(text)!
    const longer = listed.map((one) => (one.name === 'README.md' ? { ...one, bytes: one.bytes + 1 } : one))
    for (const format of ['terukur-files/1', 'terukur-files/2']) {
      await writeFile(list, fileListText(longer, format))
      expect((await caughtVerdict(() => verifyFolder(folder, HOW))).findings).toEqual([
        { code: 'file-bytes', part: 'README.md' },
      ])
      await writeFile(list, fileListText(listed, format))
      expect((await caughtVerdict(() => verifyFolder(folder, HOW))).findings).toEqual([])
    }
    for (const broken of [{ ...listed[0]!, name: 5 }, listed[1]!])
      expect(readFileList(fileListText([...listed, broken as ListedFile]))).toBeNull()
    await writeFile(list, text)
    await writeFile(join(folder, 'more.csv'), 'a\n')
    await rm(join(folder, 'directory.json'))
    const { findings } = await caughtVerdict(() => verifyFolder(folder, HOW))
    expect(findings).toEqual(
      expect.arrayContaining([
        { code: 'file-extra', part: 'more.csv' },
        { code: 'file-missing', part: 'directory.json' },
      ]),
    )
  })

  it('is packed the same after its key was handed on', async () => {
    const bytes = async () => {
      const answer = await get('/api/v1/releases/2026-01/package.zip')
      return Buffer.from(await answer.arrayBuffer())
    }
    const before = await bytes()
    await rotateReleaseKey(test.context)
    // What is kept on the disk is worth nothing but time.
    await rm(join(test.context.dataDir, 'exports'), { recursive: true })
    expect((await bytes()).equals(before)).toBe(true)
  })

  it('is found by the address of its instance or its page', () => {
    expect(readAddress('https://x.go.id')).toEqual({ origin: 'https://x.go.id', code: null })
    expect(readAddress('https://x.go.id/api/v1/releases/2026-01-r2')).toMatchObject({ code: '2026-01-r2' })
    expect(readAddress('https://x.go.id/en/releases/2026-01')).toMatchObject({ code: '2026-01' })
    expect(readAddress('./folder')).toBeNull()
    expect(readAddress('file:///etc')).toBeNull()
  })
})
