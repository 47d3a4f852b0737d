import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { checkFiles } from '#server/cli/package-folder.ts'
import { writePackage } from '#server/cli/release-package.ts'
import type { Get } from '#server/cli/release-source.ts'
import { verifyPlace } from '#server/cli/verify-place.ts'
import { withUnpacked } from '#server/cli/verify-zip.ts'
import { type ZipEntry, zipEntries } from '#server/cli/zip-entries.ts'
import { FILE_LIST } from '#server/exports/package/file-list.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import { caughtVerdict } from '#test/support/caught-output.ts'
import { openTestWorld, type TestWorld } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { deliverAnswers } from '#test/support/release-world.ts'
import { releaseAndRevise } from '#test/support/revised-release.ts'

// A bit of any byte of an exported package is flipped: `verify` must name the file. Of a small file and of the list of files
// every byte, of a larger one some that are drawn. The package is that of a revision, so that its log of changes says something.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const SMALL_BYTES = 512
const DRAWN = Math.max(1, Math.round(60 * SCALE))
const dice = makeDice()
const CODE = '2026-01-r1'
const HOW = { locale: 'en', isJson: true, trustedKey: undefined } as const

describe(`flips in a package (TEST_SEED=${dice.seed})`, () => {
  let test: TestWorld
  let work: string
  let folder: string
  let zip: string
  beforeAll(async () => {
    test = await openTestWorld()
    work = await mkdtemp(join(tmpdir(), 'terukur-flips-'))
    folder = join(work, 'package')
    zip = join(work, 'package.zip')
    const scores = Array.from({ length: 14 }, () => 4)
    await releaseAndRevise(test, {
      before: () => deliverAnswers(test, 'north', '2026-01-10', '2026-01-31', scores),
      between: () => rotateReleaseKey(test.context),
    })
    const app = createReleaseApp(test.context)
    const get: Get = async (path) => app.request(path)
    await writePackage(get, CODE, folder, () => {})
    const answer = await get(`/api/v1/releases/${CODE}/package.zip`)
    await writeFile(zip, new Uint8Array(await answer.arrayBuffer()))
  })
  afterAll(async () => {
    await rm(work, { recursive: true, force: true })
    await test.close()
  })

  /** Parts that the command names, from its first word to its last. */
  async function verified(place: string): Promise<string[]> {
    const { findings } = await caughtVerdict(() => verifyPlace(place, HOW))
    return findings.map(({ part }) => part)
  }

  /** What the command begins with: the files by their list. */
  async function checked(place: string): Promise<string[]> {
    const found: string[] = []
    for await (const { part } of checkFiles(place)) found.push(part)
    return found
  }

  const checkedZip = (place: string) =>
    withUnpacked(place, async (one) => [
      ...one.faults.map(({ part }) => part),
      ...(await checked(one.folder)),
    ])

  /** Runs with one bit of a byte of a file the other way. */
  async function flipped<T>(path: string, bytes: Buffer, at: number, run: () => Promise<T>): Promise<T> {
    const after = Buffer.from(bytes)
    after[at]! ^= 1 << dice.int(0, 7)
    await writeFile(path, after)
    try {
      return await run()
    } finally {
      await writeFile(path, bytes)
    }
  }

  const drawn = (bytes: Buffer, count: number) =>
    Array.from({ length: count }, () => dice.int(0, bytes.length - 1))

  it('name the file in the folder', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    expect(names.length).toBeGreaterThan(25)
    expect(names).toEqual(expect.arrayContaining(['files.json', 'keys.json', 'changes.ndjson', 'README.md']))
    const unnamed: string[] = []
    for (const name of names) {
      const path = join(folder, name)
      const bytes = await readFile(path)
      if (bytes.length === 0) continue
      const every =
        bytes.length <= SMALL_BYTES || name === FILE_LIST ? [...bytes.keys()] : drawn(bytes, DRAWN)
      for (const at of every)
        if (!(await flipped(path, bytes, at, () => checked(folder))).includes(name))
          unnamed.push(`${name} ${at}`)
      for (const at of drawn(bytes, 2))
        if (!(await flipped(path, bytes, at, () => verified(folder))).includes(name))
          unnamed.push(`${name} ${at}, by the command`)
    }
    expect(unnamed).toEqual([])
    expect(await verified(folder)).toEqual([])
  })

  /** Bytes of a zip that say nothing of its files: by which program and for which system it was packed, and the last
   *  byte of packed data, of which the bits behind the end are not read. */
  async function meaningless(bytes: Buffer, entries: readonly ZipEntry[]): Promise<Set<number>> {
    const found = new Set<number>()
    for (const { start, packed } of entries) found.add(start + packed - 1)
    for (let at = bytes.readUInt32LE(bytes.length - 6); bytes.readUInt32LE(at) === 0x02014b50; ) {
      for (const offset of [4, 5, 36, 37, 38, 39, 40, 41]) found.add(at + offset)
      at += 46 + bytes.readUInt16LE(at + 28)
    }
    return found
  }

  it('name the file in the zip, or say nothing of any', async () => {
    const file = await open(zip)
    const entries = await zipEntries(file)
    await file.close()
    const bytes = await readFile(zip)
    const whole = unzipSync(bytes)
    const silent = await meaningless(bytes, entries)
    const list = bytes.readUInt32LE(bytes.length - 6)
    const every = new Set(drawn(bytes, 4 * DRAWN))
    const add = (from: number, to: number) => {
      for (let at = from; at < to; at++) every.add(at)
    }
    // All that stands beside the data of some files, and the end of the list.
    const starts = entries.map(({ start, name }) => start - 30 - Buffer.byteLength(name))
    for (const i of [0, dice.int(1, entries.length - 2), entries.length - 1]) {
      const { start, packed } = entries[i]!
      add(starts[i]!, start)
      add(start + packed - 2, starts[i + 1] ?? list)
    }
    const listed = entries.map(({ name }) => 46 + Buffer.byteLength(name))
    const some = dice.int(0, entries.length - 1)
    const before = list + listed.slice(0, some).reduce((sum, one) => sum + one, 0)
    add(before, before + listed[some]!)
    add(bytes.length - 22, bytes.length)

    const unnamed: string[] = []
    for (const at of every) {
      const of = at >= list ? null : entries[starts.findLastIndex((start) => start <= at)]!.name
      const found = await flipped(zip, bytes, at, async () => {
        const parts = await checkedZip(zip)
        // Nothing was named: then every file has to come out as it was.
        if (parts.length > 0) return parts
        const files = unzipSync(await readFile(zip))
        expect(Object.keys(files)).toEqual(Object.keys(whole))
        for (const [name, content] of Object.entries(files)) expect(content, name).toEqual(whole[name])
        return null
      })
      // A change of the list at the end is told of the zip itself, or of the files that it no longer names.
      const isNamed = found === null ? silent.has(at) : of === null || found.includes(of)
      if (!isNamed) unnamed.push(`${at} of ${of}: ${found}`)
    }
    expect(unnamed).toEqual([])
    expect(await verified(zip)).toEqual([])
  })
})
