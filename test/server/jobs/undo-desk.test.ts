import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { changeGrants } from '#server/actions/people/change-grants.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import { UndoDesk } from '#server/jobs/undo-desk.ts'
import type { Actor } from '#shared/access.ts'
import type { UndoStatus } from '#shared/contract/undo.ts'
import { agencyTree } from '#test/support/agency-tree.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const log = pino({ level: 'silent' })
const LARGE = 2

describe.each(ENGINES)('undos of large imports on %s', (engine) => {
  let test: TestWorld
  const role = { role: 'contributor', agency: 'kota' } as const
  const person: Actor = { kind: 'person', id: 'p', name: 'P', grants: [role], only: null }
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await agencyTree(test.world, { kota: null })
    const grants = [{ role: 'administrator', agency: null }]
    await act(test.context, enrolMember, { memberId: 'administrator', grants })
    await act(test.context, enrolMember, { memberId: 'p', grants: [role] })
  })
  afterAll(() => test.close())

  const desk = (context = test.context) => new UndoDesk(context, log, LARGE)
  const deliver = async (...refs: string[]) => {
    const rows = refs.map((ref) => `${ref},kota,Izin,2026-01-05`)
    return (await importCases(test, lines('ref,agency,service,submitted', ...rows))).importId
  }
  const received = async () => (await ask(test, 'received', '2026-01', { agency: 'kota' })).value
  const kept = () => readdir(join(test.dataDir, 'undos'))
  async function ended(undos: UndoDesk, id: string): Promise<UndoStatus> {
    for (;;) {
      const status = await undos.status(id, 'en')
      if (status.status !== 'running') return status
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  /** Asks for an undo in a process that ends before it gets to it. */
  async function askBeforeStop(id: string, context = test.context): Promise<void> {
    const stopped = desk(context)
    await stopped.stop(0)
    expect(await stopped.undo(context, id)).toMatchObject({ status: 'running', result: null })
  }
  async function next(): Promise<UndoDesk> {
    const undos = desk()
    await undos.resume()
    return undos
  }

  it('a small one is done at once', async () => {
    const id = await deliver('1')
    expect(await desk().undo(test.context, id)).toMatchObject({ id, removed: 1 })
  })

  it('a large one goes on by itself and tells what it took back, also after a restart', async () => {
    const id = await deliver('1', '2')
    const undos = desk()
    await expect(undos.status(id, 'en')).rejects.toMatchObject({ code: 'not_found' })
    expect(await undos.undo(test.context, id)).toMatchObject({ id, status: 'running' })
    const status = await ended(undos, id)
    expect(status).toMatchObject({ status: 'done', result: { id, removed: 2, restored: 0 } })
    expect(await (await next()).status(id, 'id')).toEqual(status)
    expect(await received()).not.toBe(2)
    await expect.poll(kept).toEqual([])
    await expect(undos.undo(test.context, id)).rejects.toMatchObject({ key: 'import-undone' })
  })

  it('one that a crash interrupted starts again by itself', async () => {
    const id = await deliver('1', '2')
    await askBeforeStop(id)
    expect(await kept()).toEqual([`${id}.json`])
    expect(await received()).toBe(2)
    expect(await ended(await next(), id)).toMatchObject({ status: 'done', result: { removed: 2 } })
    await expect.poll(kept).toEqual([])
  })

  it('one that was committed before the crash is not done again', async () => {
    const id = await deliver('1', '2')
    await askBeforeStop(id)
    await undoImport(test.context, id)
    await writeFile(join(test.dataDir, 'undos', 'other.json.part'), '{"importId":')
    expect(await ended(await next(), id)).toMatchObject({ status: 'done', result: { removed: 2 } })
    await expect.poll(kept).toEqual([])
  })

  it('is refused where rights ended or something came to rest on it meanwhile, and can be asked for again', async () => {
    const id = await deliver('1', '2')
    await askBeforeStop(id, { ...test.context, actor: person })
    await act(test.context, changeGrants, { memberId: 'p', remove: [role] })
    const undos = await next()
    expect(await ended(undos, id)).toMatchObject({ status: 'failed', error: expect.stringMatching(/role/) })
    expect((await undos.stands()).get(id)).toBe('failed')
    expect(await received()).toBe(2)
    await askBeforeStop(id)
    const resting = await deliver('1')
    expect(await ended(await next(), id)).toMatchObject({ status: 'failed', error: expect.any(String) })
    expect(await received()).toBe(2)
    await undoImport(test.context, resting)
    const again = desk()
    await again.undo(test.context, id)
    expect(await ended(again, id)).toMatchObject({ status: 'done' })
  })
})
