import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ImportResult, ImportStatus } from '#shared/contract/import.ts'
import { type CommandHome, openCommandHome, type RunningCommand } from '#test/support/command.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// A server that owns the database, and commands that talk to it.

let home: CommandHome
let server: RunningCommand
let address: string
beforeEach(async () => {
  home = await openCommandHome()
  await start()
})
afterEach(async () => {
  server.child.kill('SIGKILL')
  await server.ended
  await home.remove()
})

async function start(): Promise<void> {
  server = home.start(['serve'], { TERUKUR_LOG: 'info' })
  address = (await server.says(/Terukur: (http:\S+)/))[1]!
}

const head = 'ref,agency,service,submitted'
const serverFile = () => join(home.dir, 'data', 'terukur.duckdb.server.json')
const token = async () => (JSON.parse(await readFile(serverFile(), 'utf8')) as { token: string }).token
const ask = ['readings', '--indicators', 'received', '--from', '2026-01-01', '--to', '2026-01-31', '--json']

test('commands send their files to the server, and ask it', async () => {
  expect((await stat(serverFile())).mode & 0o777).toBe(0o600)
  expect((await stat(join(home.dir, 'data'))).mode & 0o777).toBe(0o700)
  const mapping = caseMapping({
    columns: { service: 'kind.name' },
    lookups: { kind: { file: 'kinds.csv', on: { service: 'id' } } },
  })
  const path = await home.file('mapping.json', JSON.stringify(mapping))
  await home.file('kinds.csv', lines('id,name', 'k1,Kartu'))
  const file = await home.file('cases.csv', lines(head, 'A1,Dinas A,k1,2026-01-05', 'A2,Dinas A,k1,never'))
  const sent = await home.run(['import', 'cases', file, '--mapping', path, '--json'])
  expect(sent.code).toBe(3)
  expect(JSON.parse(sent.stdout)).toMatchObject({ rows: 2, inserted: 1, rejected: 1, services: 1 })
  expect(JSON.parse((await home.run(ask)).stdout)).toMatchObject({ readings: [{ value: 1 }] })

  const wrong = await home.file('wrong.csv', lines('Ref,agency,service,submitted', 'A,B,k1,2026-01-05'))
  const failed = await home.run(['import', 'cases', wrong, '--mapping', path, '--json'])
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('has no column “ref”') })
  expect(JSON.parse(failed.stdout)).toEqual({
    error: { code: 'invalid', message: expect.stringContaining('has no column “ref”') },
  })

  const second = await home.run(['serve'])
  expect(second).toMatchObject({ code: 1, stdout: '' })
  expect(second.stderr).toContain(`A server already runs on this database: ${address}.`)
  expect(await home.run(['doctor'])).toMatchObject({ code: 0, stderr: '' })

  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
  await expect(stat(serverFile())).rejects.toThrow('ENOENT')
  expect(JSON.parse((await home.run(ask)).stdout)).toMatchObject({ readings: [{ value: 1 }] })
})

test('a command elsewhere talks to the server with a key', async () => {
  const away = await openCommandHome()
  try {
    const mapping = await away.file('mapping.json', JSON.stringify(caseMapping()))
    const file = await away.file('cases.csv', lines(head, 'A1,Dinas A,Izin,2026-01-05'))
    const there = ['--server', `${address}/`, '--key', await token()]
    const importing = ['import', 'cases', file, '--mapping', mapping, '--json']
    const sent = await away.run([...importing, ...there])
    expect(sent, sent.stderr).toMatchObject({ code: 0 })
    const { importId, inserted } = JSON.parse(sent.stdout) as ImportResult
    expect(inserted).toBe(1)
    const settings = { TERUKUR_SERVER: address, TERUKUR_KEY: await token() }
    expect(JSON.parse((await away.run(ask, settings)).stdout)).toMatchObject({ readings: [{ value: 1 }] })
    expect(await away.run(['import', '--undo', importId], settings)).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse((await home.run(ask)).stdout)).toMatchObject({
      readings: [{ missing: 'not-reported' }],
    })

    const keyless = await away.run([...importing, '--server', address])
    expect(keyless.code).toBe(2)
    expect(JSON.parse(keyless.stdout).error.message).toContain('with --key or TERUKUR_KEY')
    expect(keyless.stderr).toContain('with --key or TERUKUR_KEY')
    const wrong = await away.run([...importing, '--server', address, '--key', 'guessed'])
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('send a key') })
    const nobody = await away.run([...importing, '--server', 'http://127.0.0.1:1', '--key', 'x'])
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('does not answer') })
  } finally {
    await away.remove()
  }
})

test('an upload that breaks off says that repeating is safe', async () => {
  const broken = createServer((socket) => socket.once('data', () => socket.destroy()))
  await new Promise<void>((done) => broken.listen(0, '127.0.0.1', done))
  const { port } = broken.address() as { port: number }
  const mapping = await home.file('mapping.json', JSON.stringify(caseMapping()))
  const rows = Array.from({ length: 100_000 }, (_, i) => `A${i},Dinas A,Izin,2026-01-05`)
  const file = await home.file('cases.csv', lines(head, ...rows))
  const there = ['--server', `http://127.0.0.1:${port}`, '--key', 'x']
  const sent = await home.run(['import', 'cases', file, '--mapping', mapping, ...there])
  broken.close()
  expect(sent).toMatchObject({ code: 1, stdout: '' })
  expect(sent.stderr).toContain('broke off before it confirmed the delivery')
  expect(sent.stderr).toContain('run the same command again')
})

test('SIGTERM during an import: it ends, or it is kept and starts again by itself', async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `B${i},Dinas ${i % 50},Izin,2026-01-05 08:00`)
  const form = new FormData()
  form.set('mapping', JSON.stringify(caseMapping()))
  for (const part of [1, 2]) {
    form.append('file', new Blob([[head, ...rows.map((row) => `${part}${row}`)].join('\n')]), `${part}.csv`)
  }
  const headers = { authorization: `Bearer ${await token()}` }
  const ids: string[] = []
  // The second waits for the first, so a stop always leaves one behind.
  for (let i = 0; i < 2; i++) {
    const answer = await fetch(`${address}/api/v1/imports`, { method: 'POST', body: form, headers })
    ids.push(((await answer.json()) as { id: string }).id)
  }
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)

  await start()
  const again = { authorization: `Bearer ${await token()}` }
  const results: ImportResult[] = []
  for (const id of ids) {
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${address}/api/v1/imports/${id}`, { headers: again })
          const status = (await answer.json()) as ImportStatus
          if (status.status === 'done') results.push(status.result!)
          return status.status
        },
        { interval: 100 },
      )
      .toBe('done')
  }
  expect(results.map(({ inserted, unchanged }) => [inserted, unchanged])).toEqual([
    [120_000, 0],
    [0, 120_000],
  ])
})

test('a dead server is ignored; one that does not answer is named', async () => {
  server.child.kill('SIGKILL')
  await server.ended
  expect(JSON.parse((await home.run(ask)).stdout)).toMatchObject({ readings: [{ missing: 'not-reported' }] })
  // A process that lives, but serves nothing.
  await writeFile(
    serverFile(),
    JSON.stringify({ address: 'http://127.0.0.1:1', pid: process.pid, token: 'x' }),
  )
  const message = `The server of this database (process ${process.pid}, http://127.0.0.1:1) does not answer. Wait until it runs again; if that process is none of ours, delete ${serverFile()}.\n`
  const asked = await home.run(ask)
  expect(asked).toMatchObject({ code: 1, stderr: message })
  expect(JSON.parse(asked.stdout).error).toEqual({ code: 'unavailable', message: message.trim() })
  const mapping = await home.file('mapping.json', JSON.stringify(caseMapping()))
  const file = await home.file('cases.csv', lines(head, 'A1,Dinas A,Izin,2026-01-05'))
  const sent = await home.run(['import', 'cases', file, '--mapping', mapping])
  expect(sent).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(message) })
})
