import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportResult } from '#shared/contract/import.ts'
import { type CommandHome, openCommandHome } from '#test/support/command.ts'
import { mountSmallDisk } from '#test/support/small-disk.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// What goes wrong around the command: folders, disks, databases, ports, signals. One clear line, nothing lost.

let home: CommandHome
let args: string[]
beforeEach(async () => {
  home = await openCommandHome()
  const mapping = await home.file('mapping.json', JSON.stringify(caseMapping()))
  const file = await home.file(
    'cases.csv',
    lines('ref,agency,service,submitted', 'A1,Dinas A,Izin,2026-01-05'),
  )
  args = ['import', 'cases', file, '--mapping', mapping, '--json']
})
afterEach(() => home.remove())

async function line(command: string[], settings?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await home.run(command, settings)
  const said = stderr.trimEnd().split('\n').at(-1)!
  expect({ code, told: toldIn(stdout) }, stderr).toEqual({
    code: 1,
    told: command.includes('--json') ? said : null,
  })
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(
    stderr
      .trimEnd()
      .split('\n')
      .filter((text) => !/^(reading|checking|merging|writing|working out figures)/.test(text)),
  ).toHaveLength(1)
  return said
}

/** The sentence in the one JSON value that --json prints when nothing could be done; null for an empty output. */
const toldIn = (stdout: string): string | null =>
  stdout === '' ? null : (JSON.parse(stdout) as { error: { message: string } }).error.message

const database = () => join(home.dir, 'data', 'terukur.duckdb')

describe('settings', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a database of no kind', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be duckdb:PATH'],
    [
      'a database that nobody serves',
      { DATABASE_URL: 'postgres://a:b@localhost:1/x' },
      'PostgreSQL cannot be reached (connect ECONNREFUSED',
    ],
    ['a port of no kind', { PORT: 'http' }, 'PORT: '],
    [
      'a zone of no kind',
      { TERUKUR_TIMEZONE: '+07:00' },
      'TERUKUR_TIMEZONE: must be a time zone such as Asia/Jakarta',
    ],
    [
      'a data folder in no folder',
      { TERUKUR_DATA_DIR: '/dev/null/data' },
      '/dev/null/data/tmp cannot be used (ENOTDIR',
    ],
  ])('%s', async (_, settings, message) => {
    expect(await line(args, settings)).toContain(message)
    expect(await line(['serve'], settings)).toContain(message.replace('/tmp cannot', ' cannot'))
  })
})

describe('the database', () => {
  test('is no database', async () => {
    await mkdir(join(home.dir, 'data'))
    await home.file('data/terukur.duckdb', 'not a database, but long enough to have a header of some kind')
    expect(await line(args)).toBe(
      `The file ${database()} is not a Terukur database. Set DATABASE_URL to another path, or restore a backup.`,
    )
  })

  test('was written by a newer version', async () => {
    expect((await home.run(['migrate', '--json'])).stdout).toMatch(/^\{"applied":\[".+"\]\}\n$/)
    const instance = await DuckDBInstance.create(database())
    const connection = await instance.connect()
    await connection.run(`insert into kysely_migration values ('2999-01-01-what-is-to-come', '2999-01-01')`)
    connection.closeSync()
    instance.closeSync()
    const message =
      'The database was written by a newer version of Terukur. Update the program, or restore a backup.'
    expect(await line(args)).toBe(message)
    expect(await line(['serve'])).toContain(message)
  })

  test('is held by another process that is no server', async () => {
    await home.run(['migrate'])
    const instance = await DuckDBInstance.create(database())
    expect(await line(args)).toBe(
      `Another process has the database ${database()} open. Stop it, or let this command talk to the running server.`,
    )
    instance.closeSync()
    expect((await home.run(args)).code).toBe(0)
  })
})

test('a port in use', async () => {
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as { port: number }
  expect(await line(['serve'], { PORT: String(port), TERUKUR_LOG: 'fatal' })).toBe(
    `Terukur cannot start. Port ${port} is in use. Stop the other program, or set PORT to a free one.`,
  )
  other.close()
})

test('a full disk', async ({ skip }) => {
  const data = join(home.dir, 'data')
  await mkdir(data)
  const unmount = mountSmallDisk(data, '12m') ?? skip('needs the right to mount')
  try {
    expect((await home.run(args)).code).toBe(0)
    const rows = Array.from(
      { length: 150_000 },
      (_, i) => `B${i * 7919},Dinas ${i % 50},Izin ${i % 20},2026-01-05 08:${10 + (i % 50)}`,
    )
    const big = await home.file('big.csv', ['ref,agency,service,submitted', ...rows].join('\n'))
    expect(await line(['import', 'cases', big, ...args.slice(3)])).toBe(
      'The disk is full: free some space and run it again. Nothing was written, nothing is lost.',
    )
    const again = JSON.parse((await home.run(args)).stdout) as ImportResult
    expect(again).toMatchObject({ unchanged: 1, inserted: 0 })
    const asked = [
      'readings',
      '--indicators',
      'received',
      '--from',
      '2026-01-01',
      '--to',
      '2026-01-31',
      '--json',
    ]
    expect(JSON.parse((await home.run(asked)).stdout)).toMatchObject({ readings: [{ value: 1 }] })
  } finally {
    unmount()
  }
})

test('SIGTERM during an import: nothing is written, and it says so', async () => {
  const rows = Array.from({ length: 120_000 }, (_, i) => `C${i},Dinas ${i % 50},Izin,2026-01-05 08:00`)
  const big = await home.file('big.csv', ['ref,agency,service,submitted', ...rows].join('\n'))
  await home.run(args)
  for (const phase of [/reading/, /writing|working out figures/]) {
    const running = home.start(['import', 'cases', big, ...args.slice(3)])
    await running.says(phase)
    running.child.kill('SIGTERM')
    const { code, stdout, stderr } = await running.ended
    expect({ code, told: toldIn(stdout) }, stderr).toEqual({
      code: 1,
      told: 'Stopped: nothing was written. Run the command again.',
    })
    expect(stderr).toMatch(/Stopped: nothing was written. Run the command again.\n$/)
  }
  const again = JSON.parse((await home.run(args)).stdout) as ImportResult
  expect(again).toMatchObject({ unchanged: 1, inserted: 0 })
})
