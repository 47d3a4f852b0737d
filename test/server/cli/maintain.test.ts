import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts'

// Maintenance by the command line while a server owns the database: the server does it.

const run = promisify(execFile)

describe('maintenance while a server runs', () => {
  let server: ServerProcess
  let elsewhere: string
  const command = async (args: string[], env = server.env) => {
    const { stdout } = await run(process.execPath, ['server/cli/main.ts', ...args], { env })
    return stdout
  }
  beforeAll(async () => {
    server = await startServerProcess()
    elsewhere = await mkdtemp(join(tmpdir(), 'terukur-backup-'))
    const folder = server.env.TERUKUR_DATA_DIR!
    await writeFile(
      join(folder, 'c.csv'),
      'no,office,service,in,out\n1,A,S,2025-03-03,2025-03-05\n2,A,S,2025-03-04,\n',
    )
    await writeFile(
      join(folder, 'm.json'),
      JSON.stringify({
        dataset: 'cases',
        format: { datetime: 'yyyy-MM-dd' },
        columns: { ref: 'no', agency: 'office', service: 'service', submittedAt: 'in', completedAt: 'out' },
        create: ['agency', 'service'],
      }),
    )
    await command(['import', 'cases', join(folder, 'c.csv'), '--mapping', join(folder, 'm.json'), '--json'])
  })
  afterAll(async () => {
    await server.stop()
    await rm(elsewhere, { recursive: true, force: true })
  })

  it('checks and rebuilds', async () => {
    const { findings } = JSON.parse(await command(['doctor', '--json']))
    expect(findings.length).toBeGreaterThan(3)
    expect(findings.every((finding: { violations: number }) => finding.violations === 0)).toBe(true)
    expect(JSON.parse(await command(['rebuild', '--json']))).toHaveProperty('seconds')
    expect(JSON.parse(await command(['demo', '--json']))).toEqual({ loaded: false })
  })

  it('makes a backup that opens and says the same', async () => {
    const copy = join(elsewhere, 'copy.duckdb')
    const { path, bytes } = JSON.parse(await command(['backup', copy, '--json']))
    expect(path).toBe(copy)
    expect(bytes).toBeGreaterThan(10_000)
    const question = [
      'readings',
      '--indicators',
      'received,median-time,backlog',
      '--from',
      '2025-03-01',
      '--to',
      '2025-03-31',
      '--json',
    ]
    const ofCopy = {
      ...process.env,
      TERUKUR_DATA_DIR: elsewhere,
      DATABASE_URL: `duckdb:${copy}`,
      TERUKUR_DEMO: 'off',
    }
    expect(JSON.parse(await command(question, ofCopy))).toEqual(JSON.parse(await command(question)))
    expect((await command(['doctor'], ofCopy)).includes('BAD')).toBe(false)
    await expect(command(['backup', copy])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/exists already/),
    })
  })

  it('makes a dated backup in the data folder', async () => {
    const { path } = JSON.parse(await command(['backup', '--json']))
    expect(path.startsWith(join(server.env.TERUKUR_DATA_DIR!, 'backups'))).toBe(true)
    expect(existsSync(path)).toBe(true)
  })

  it('needs the token', async () => {
    for (const name of ['rebuild', 'check', 'demo', 'backup']) {
      const answer = await fetch(`${server.address}/api/v1/maintenance/${name}`, { method: 'POST' })
      expect(answer.status).toBe(401)
    }
  })

  it('takes a change of a standard over HTTP and refuses a wrong one by name', async () => {
    const file = JSON.parse(
      await (await import('node:fs/promises')).readFile(
        join(server.env.TERUKUR_DATA_DIR!, 'terukur.duckdb.server.json'),
        'utf8',
      ),
    )
    const put = (body: unknown) =>
      fetch(`${server.address}/api/v1/standards`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${file.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const done = await put({ service: 's', value: 1, unit: 'workingDay' })
    expect(done.status).toBe(200)
    expect(await done.json()).toEqual({ recomputedCases: 2 })
    const refused = await put({ service: 's', value: -1, unit: 'workingDay' })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ issues: [{ parameter: 'value' }] })
    expect((await put({ service: 'none', value: 1, unit: 'hour' })).status).toBe(404)
  })
})
