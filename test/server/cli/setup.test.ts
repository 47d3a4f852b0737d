import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The first lines that anybody reads, before anything is installed. No npm is found, so that nothing is fetched.

let clone: string
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'terukur-setup-'))
  await mkdir(join(clone, 'server', 'cli'), { recursive: true })
  for (const name of ['setup.mjs', 'early-words.mjs'])
    await cp(join('server', 'cli', name), join(clone, 'server', 'cli', name))
  await writeFile(join(clone, 'package-lock.json'), '{}')
})
afterAll(() => rm(clone, { recursive: true, force: true }))

const setUp = (env: Record<string, string>) =>
  new Promise<{ code: unknown; stderr: string }>((done) => {
    const path = join(clone, 'server', 'cli', 'setup.mjs')
    execFile(process.execPath, [path], { env: { PATH: clone, ...env } }, (error, _, stderr) =>
      done({ code: error?.code ?? 0, stderr }),
    )
  })

test.each([
  [{}, 'Memasang dependensi', 'Periksa jaringan dan disk'],
  [{ LANG: 'id_ID.UTF-8' }, 'Memasang dependensi', 'Periksa jaringan dan disk'],
  [{ LANG: 'en_GB.UTF-8' }, 'Installing dependencies', 'Check the network and the disk'],
  [{ LC_ALL: 'en_US.UTF-8', TERUKUR_LANG: 'id' }, 'Memasang dependensi', 'Periksa jaringan dan disk'],
  [{ LANG: 'id_ID.UTF-8', TERUKUR_LANG: 'en' }, 'Installing dependencies', 'Check the network and the disk'],
])('a fresh clone is set up in the language of %j', async (env, begins, fails) => {
  const { code, stderr } = await setUp(env)
  expect(code).toBe(1)
  expect(stderr).toContain(begins)
  expect(stderr).toContain(fails)
})
