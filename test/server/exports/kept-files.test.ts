import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepFile } from '#server/exports/kept-files.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'terukur-kept-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const read = async (name: string, content: string) => {
  const kept = await keepFile(dataDir, name, async function* () {
    yield Buffer.from(content)
  })
  return await text(Readable.from(kept.bytes))
}

it('answers with the bytes that were made first, however many others were asked for since', async () => {
  expect(await read('first.csv', 'as this version writes it')).toBe('as this version writes it')
  for (let i = 0; i < 30; i++) await read(`other-${i}.csv`, `${i}`)
  expect(await read('first.csv', 'as a later version writes it')).toBe('as this version writes it')
})

it('keeps nothing that was not read to its end', async () => {
  const kept = await keepFile(dataDir, 'broken.csv', async function* () {
    yield Buffer.from('half')
    yield Buffer.from(' of it')
  })
  for await (const _ of kept.bytes) break
  expect(await read('broken.csv', 'whole')).toBe('whole')
})
