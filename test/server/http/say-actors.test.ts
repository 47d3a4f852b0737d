import { afterAll, beforeAll, expect, it } from 'vitest'
import type { NewKey } from '#shared/contract/api-key.ts'
import type { PlanHistory } from '#shared/contract/plan.ts'
import type { SubmissionBoard } from '#shared/contract/submission.ts'
import type { TargetHistory } from '#shared/contract/target.ts'
import { send, signedIn, type TestPerson } from '#test/support/people.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// Who did something is said by name to people, and never by the id that the product knows them by.

const TARGET = { agency: 'east', indicator: 'on-time-rate', period: '2026' }
const HISTORY = '/api/v1/targets/history?agency=east&indicator=on-time-rate&period=2026'

let server: TestServer
let approver: TestPerson
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  server.test.setClock('2026-11-05T03:00:00Z')
  await importCases(server.test, lines('ref,agency,service,submitted', '1,East,Permit,2026-10-05'))
  approver = await signedIn(server, { role: 'approver', agency: 'east' })
  const target = { ...TARGET, kind: 'min', value: 0.8 }
  expect((await send(server, 'PUT', '/api/v1/targets', target, approver.headers)).status).toBe(200)
  const months = { items: [{ agency: 'east', month: '2026-10' }] }
  expect((await send(server, 'POST', '/api/v1/submissions', months, approver.headers)).status).toBe(200)
})
afterAll(() => server.close())

async function ask<T>(path: string, headers: Record<string, string>): Promise<T> {
  const answer = await send(server, 'GET', path, undefined, headers)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}
const toldOf = async (headers: Record<string, string>) => [
  (await ask<TargetHistory>(HISTORY, headers)).items[0]!.actor,
  (await ask<SubmissionBoard>('/api/v1/submissions?months=1', headers)).items[0]!.by,
]

it('is a name for colleagues', async () => {
  const colleague = await signedIn(server, { role: 'viewer', agency: 'east' })
  expect(await toldOf(colleague.headers)).toEqual(['Somebody', 'Somebody'])
})

it('is nobody’s name for a program, nor the name of who has no account any more', async () => {
  const wanted = { name: 'figures', actions: ['target.read-history', 'submission.read'], days: 30 }
  const made = await send(server, 'POST', '/api/v1/account/keys', wanted, approver.headers)
  const { key } = (await made.json()) as NewKey
  const nameless = ['an official', 'an official']
  expect(await toldOf({ authorization: `Bearer ${key}` })).toEqual(nameless)
  const steward = await signedIn(server, { role: 'steward', agency: null })
  const { internalAdapter } = await server.identity!.auth.$context
  await internalAdapter.deleteUser(approver.id)
  expect(await toldOf(steward.headers)).toEqual(nameless)
})

it('is a name in the history of a plan as well', async () => {
  const steward = await signedIn(server, { role: 'steward', agency: null })
  const plan = {
    agency: 'east',
    service: null,
    period: '2026-S1',
    element: 'time',
    problem: 'Two offices read the same papers',
    action: 'A shorter form',
    owner: 'Office of licences',
    dueMonth: '2026-12',
  }
  const set = await send(server, 'PUT', '/api/v1/plans', plan, steward.headers)
  expect([set.status, await set.text()]).toEqual([200, expect.any(String)])
  const { items } = await ask<PlanHistory>(
    '/api/v1/plans/history?agency=east&period=2026-S1&element=time',
    steward.headers,
  )
  expect(items.map(({ actor }) => actor)).toEqual(['Somebody'])
})
