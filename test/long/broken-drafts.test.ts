import { gzipSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Draft } from '#shared/contract/draft.ts'
import { makeDice } from '#test/support/dice.ts'
import { deskOf } from '#test/support/drafts.ts'
import { hostileBody, hostileFile, hostileText } from '#test/support/hostile.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'

// Broken files dropped in by the hundred, and mappings spoilt in every way: each is told what is wrong, none breaks
// anything, and what can be read can be looked at and checked.

const FILES = Math.round(40 * Number(process.env.TEST_SCALE ?? '1'))
const dice = makeDice()
const table = lines(
  'ref,agency,service,submitted,completed',
  'A1,Dinas A,Izin,2026-01-05,2026-01-07',
  'A2,Dinas A,Izin,2026-01-13,',
)

let server: TestServer
let sound: { name: string; bytes: Uint8Array }[]
beforeAll(async () => {
  server = await openTestServer()
  const records = JSON.stringify([{ ref: 'A1', agency: 'Dinas A', service: 'Izin', submitted: '2026-01-05' }])
  sound = [
    { name: 'a.csv', bytes: Buffer.from(table) },
    { name: 'a.csv.gz', bytes: gzipSync(table) },
    { name: 'a.json', bytes: Buffer.from(records) },
    { name: 'a.ndjson', bytes: Buffer.from(records.slice(1, -1)) },
    {
      name: 'a.xlsx',
      bytes: await writeXlsx({
        sheets: [{ name: 'S', rows: table.split('\n').map((row) => row.split(',')) }],
      }),
    },
  ]
})
afterAll(() => server.close())

test(`${FILES} files`, async () => {
  console.log(`seed ${dice.seed}`)
  const desk = deskOf(server)
  const ways = new Map<string, number>()
  for (let i = 0; i < FILES; i++) {
    const { way, name, bytes } = hostileFile(dice, sound)
    const told = await desk.drop({ [name.slice(-200) || 'x']: bytes.length > 0 ? bytes : 'x' })
    ways.set(`${way} ${told.stage}`, (ways.get(`${way} ${told.stage}`) ?? 0) + 1)
    if (told.stage === 'broken') expect(told.problem).toMatch(/\.$/)
    else await lookAt(told)
    expect(server.problems, `${way} ${name}`).toEqual([])
    await desk.ask('DELETE', `/${told.id}`).catch(() => {})
  }
  console.log(
    [...ways]
      .sort()
      .map(([way, times]) => `${way} ${times}`)
      .join(', '),
  )

  async function lookAt(draft: Draft) {
    const statuses: number[] = []
    const ask = async (method: string, path: string, body?: unknown) => {
      const { status } = await desk.send(method, `/${draft.id}${path}`, body)
      statuses.push(status)
      return status
    }
    await ask('GET', '/preview')
    await ask('GET', '/entities/service')
    await ask('GET', '/values/outcome')
    if ((await ask('POST', '/check')) === 202) {
      const { check } = await desk.settled(draft.id)
      expect(check!.error ?? '.').toMatch(/\.$/)
      if (check!.status === 'done') await ask('GET', '/rejected.csv')
    }
    const spoilt = hostileBody(dice, { version: draft.mappingVersion, mapping: draft.mapping })
    await ask('PUT', '/mapping', Buffer.from(spoilt))
    await ask('GET', '/preview')
    await ask('GET', '/entities/agency')
    await ask('GET', `/values/${encodeURIComponent(hostileText(dice).toWellFormed().slice(0, 200)) || 'x'}`)
    await ask(
      'PATCH',
      '',
      Buffer.from(hostileBody(dice, { reading: { headerRow: 2, delimiter: ';' }, dataset: 'surveys' })),
    )
    await desk.settled(draft.id)
    expect(statuses.filter((status) => status >= 500)).toEqual([])
  }
})
