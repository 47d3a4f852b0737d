import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionContext } from '#server/actions/context.ts'
import { act } from '#server/actions/define-action.ts'
import { createAgencyKey } from '#server/actions/keys/create.ts'
import { revokeAgencyKey } from '#server/actions/keys/revoke.ts'
import { changeGrants } from '#server/actions/people/change-grants.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import { deactivateMember } from '#server/actions/people/set-active.ts'
import { ImportQueue } from '#server/jobs/import-queue.ts'
import type { Actor } from '#shared/access.ts'
import type { ImportStatus } from '#shared/contract/import.ts'
import { agencyTree } from '#test/support/agency-tree.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

const log = pino({ level: 'silent' })

describe.each(ENGINES)('an import that waited is done with the rights of when it runs: %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await agencyTree(test.world, { kota: null, lain: null })
    const grants = [{ role: 'administrator', agency: null }]
    await act(test.context, enrolMember, { memberId: 'administrator', grants })
  })
  afterAll(() => test.close())

  const role = { role: 'contributor', agency: 'kota' } as const
  const contributor = async (id: string): Promise<Actor> => {
    await act(test.context, enrolMember, { memberId: id, grants: [role] })
    return { kind: 'person', id, name: 'Somebody', grants: [role], only: null }
  }

  /** Hands an import in to a process that stops before it gets to it. */
  async function handIn(importId: string, actor: Actor, agency: string | null = null): Promise<void> {
    const stopped = new ImportQueue(test.context, log)
    await stopped.stop(0)
    const folder = stopped.folderOf(importId)
    await mkdir(folder, { recursive: true })
    const path = join(folder, 'cases')
    await writeFile(path, lines('ref,agency,service,submitted', `${importId},kota,Izin,2026-01-05`))
    await stopped.add({
      importId,
      dataset: 'cases',
      mapping: caseMapping({ create: ['service'] }),
      files: [{ path, name: 'cases.csv' }],
      dryRun: false,
      locale: 'en',
      actor,
      agency,
    })
  }

  /** The next process takes it up. */
  async function outcome(importId: string, context: ActionContext = test.context): Promise<ImportStatus> {
    const next = new ImportQueue(context, log)
    await next.resume()
    for (;;) {
      const status = await next.status(importId, 'en')
      if (status.status !== 'running') return status
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  async function expectRefused(importId: string, why: RegExp, context?: ActionContext): Promise<void> {
    const status = await outcome(importId, context)
    expect(status).toMatchObject({ status: 'failed', result: null, error: expect.stringMatching(why) })
    const { read } = test.world.db
    const facts = await read.selectFrom('serviceCase').select('ref').where('ref', '=', importId).execute()
    expect(facts).toEqual([])
    const services = await read.selectFrom('service').select('code').where('code', '=', 'izin').execute()
    expect(services).toEqual([])
  }

  it('somebody who has left', async () => {
    const actor = await contributor('left')
    await handIn('r1', actor)
    await act(test.context, deactivateMember, { memberId: 'left', grants: [role] })
    await expectRefused('r1', /not a member .* any more/)
  })

  it('somebody who has lost the role, everywhere or where it was handed in for', async () => {
    const actor = await contributor('lost')
    await handIn('r2', actor)
    await act(test.context, changeGrants, { memberId: 'lost', remove: [role] })
    await expectRefused('r2', /does not have the role/)
    await act(test.context, changeGrants, {
      memberId: 'lost',
      add: [{ role: 'contributor', agency: 'lain' }],
    })
    await handIn('r3', actor, 'kota')
    await expectRefused('r3', /does not have the role/)
  })

  it('a key that was revoked, or has ended', async () => {
    const made = { agency: 'kota', name: 'nightly', actions: ['import.commit'], days: 1 }
    const keys = [
      await act(test.context, createAgencyKey, made),
      await act(test.context, createAgencyKey, made),
    ]
    const actors = keys.map(
      ({ keyId }): Actor => ({
        kind: 'key',
        id: keyId,
        name: 'nightly',
        grants: [role],
        only: ['import.commit'],
      }),
    )
    await handIn('r4', actors[0]!)
    await act(test.context, revokeAgencyKey, { agency: 'kota', keyId: keys[0]!.keyId })
    await expectRefused('r4', /key .* revoked or has ended/)
    await handIn('r5', actors[1]!)
    const later = { ...test.context, clock: () => '2027-01-01T00:00:00.000Z' }
    await expectRefused('r5', /key .* revoked or has ended/, later)
  })

  it('somebody who leaves while it is worked on', async () => {
    const actor = await contributor('leaving')
    await handIn('r6', actor)
    let hasLeft = false
    const world = Object.assign(Object.create(test.world) as typeof test.world, {
      write: (async (run, about) => {
        if (!hasLeft) {
          hasLeft = true
          await act(test.context, deactivateMember, { memberId: 'leaving', grants: [role] })
        }
        return test.world.write(run, about)
      }) satisfies typeof test.world.write as typeof test.world.write,
    })
    await expectRefused('r6', /not a member .* any more/, { ...test.context, world })
    expect(hasLeft).toBe(true)
  })

  it('whoever still may: it is done', async () => {
    const actor = await contributor('stays')
    await handIn('r7', actor, 'kota')
    expect(await outcome('r7')).toMatchObject({ status: 'done', result: { inserted: 1 } })
  })
})
