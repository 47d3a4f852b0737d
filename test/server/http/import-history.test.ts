import { OpenAPIHono } from '@hono/zod-openapi'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpEnv } from '#server/http/env.ts'
import { onError } from '#server/http/problem.ts'
import { importHistory } from '#server/http/routes/agency/import-history.ts'
import { ImportQueue } from '#server/jobs/import-queue.ts'
import { type Actor, ANONYMOUS } from '#shared/access.ts'
import { personWith } from '#test/support/actors.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// What has been imported, as those see it who may, and taking it back.

interface Page {
  items: { importId: string; actor: string; status: string; agencies: string[]; isUndoable: boolean }[]
  next: string | null
}

describe.each(ENGINES)('the list of imports on %s', (engine) => {
  let test: TestWorld
  let queue: ImportQueue
  const ids: Record<string, string> = {}
  const officer: Actor = { ...personWith({ role: 'contributor', agency: 'dinas-a' }), id: 'officer' }

  beforeAll(async () => {
    test = await openTestWorld(engine)
    queue = new ImportQueue(test.context, pino({ level: 'silent' }))
    const root = test.context.actor
    const deliveries: [string, Actor, string, string[]][] = [
      ['all', root, '2026-03-01', ['1,Dinas A,Izin,2026-01-05', '2,Dinas B,Izin,2026-01-05']],
      ['below', root, '2026-03-02', ['3,Seksi A,Izin,2026-01-05']],
      ['a', root, '2026-03-02', ['4,Dinas A,Izin,2026-01-05']],
      ['b', root, '2026-03-03', ['5,Dinas B,Izin,2026-01-05']],
      ['own', officer, '2026-03-04', ['6,Dinas B,Izin,2026-01-05']],
    ]
    for (const [name, actor, day, rows] of deliveries) {
      test.setClock(`${day}T10:00:00.000Z`)
      const constants = name === 'below' ? { agencyParent: 'dinas-a' } : {}
      const { importId } = await importText(
        { ...test, context: { ...test.context, actor } },
        'cases',
        caseMapping({ constants }),
        lines('ref,agency,service,submitted', ...rows),
      )
      ids[name] = importId
    }
  })
  afterAll(() => test?.close())

  async function ask(path: string, actor = test.context.actor, method = 'GET') {
    const app = new OpenAPIHono<HttpEnv>()
    app.onError(onError(pino({ level: 'silent' })))
    app.use(async (c, next) => {
      c.set('world', test.world)
      c.set('context', { ...test.context, actor })
      c.set('locale', 'en')
      c.set('imports', queue)
      await next()
    })
    app.route('/', importHistory)
    return app.request(path, { method })
  }
  const page = async (query: string, actor?: Actor): Promise<Page> =>
    (await ask(`/imports${query}`, actor)).json() as Promise<Page>
  const names = (items: Page['items']) =>
    items.map(({ importId }) => Object.keys(ids).find((name) => ids[name] === importId))

  it('is in the order of commits, page by page', async () => {
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const { items, next } = await page(`?limit=2${cursor}`)
      seen.push(names(items))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    // Two of one moment stand by their ids, which tests make at random.
    expect(seen.flat()).toEqual(['own', 'b', expect.anything(), expect.anything(), 'all'])
    expect(new Set(seen.flat()).size).toBe(5)
    expect((await ask('/imports?cursor=nonsense')).status).toBe(400)
  })

  it('is cut by agency with all below it, by person, by day and by dataset', async () => {
    expect(names((await page('?agency=dinas-a')).items).sort()).toEqual(['a', 'all', 'below'])
    expect(names((await page('?agency=dinas-b&from=2026-03-03')).items)).toEqual(['b'])
    expect(names((await page('?to=2026-03-01')).items)).toEqual(['all'])
    expect(names((await page('?actor=person:officer')).items)).toEqual(['own'])
    expect((await page('?dataset=surveys')).items).toEqual([])
    expect((await ask('/imports?agency=nowhere')).status).toBe(404)
  })

  it('shows a person what is all theirs, and what they did', async () => {
    const { items } = await page('', officer)
    // All rows of the own one were of another agency: rejected, so it has none.
    expect(items.find(({ importId }) => importId === ids.own)).toMatchObject({
      status: 'rejected',
      agencies: [],
      isUndoable: false,
    })
    expect(names(items).sort()).toEqual(['a', 'below', 'own'])
    expect((await ask('/imports', ANONYMOUS)).status).toBe(401)
    expect((await ask('/imports', personWith({ role: 'administrator', agency: null }))).status).toBe(403)
  })

  it('lets a person take back what is all theirs, once', async () => {
    expect((await ask(`/imports/${ids.all}/undo`, officer, 'POST')).status).toBe(403)
    expect((await ask('/imports/nothing/undo', officer, 'POST')).status).toBe(404)
    const undone = await ask(`/imports/${ids.below}/undo`, officer, 'POST')
    expect(await undone.json()).toMatchObject({ id: ids.below, removed: 1, agencies: ['seksi-a'] })
    const done = await (await ask(`/imports/${ids.below}/undo`, officer)).json()
    expect(done).toMatchObject({ status: 'done', result: { removed: 1 }, error: null })
    const stranger = { ...personWith({ role: 'contributor', agency: 'dinas-b' }), id: 'stranger' }
    expect((await ask(`/imports/${ids.below}/undo`, stranger)).status).toBe(404)
    expect((await ask(`/imports/${ids.all}/undo`)).status).toBe(404)
    const again = await ask(`/imports/${ids.below}/undo`, officer, 'POST')
    expect(again.status).toBe(409)
    expect(((await again.json()) as { detail: string }).detail).toContain('was undone already')
    const { items } = await page('?from=2026-03-02&to=2026-03-02')
    expect(items.find(({ importId }) => importId === ids.below)).toMatchObject({
      status: 'undone',
      isUndoable: false,
      undoneBy: 'person:officer',
    })
  })
})
