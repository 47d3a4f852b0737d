import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'

// What the pages, the feed and the site map tell of releases: everything of what is public, nothing of what is not yet.

const REASON = 'Counted "twice" <b>in the north</b>'
const INSTANT = '2026-04-20T02:00:00.000Z'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer('duckdb', { publication: 'released' })
  const { test } = server
  const webDir = join(test.dataDir, 'no-web')
  await mkdir(webDir)
  await copyFile(join(import.meta.dirname, '../../../web/index.html'), join(webDir, 'index.html'))
  test.setClock('2026-04-05T03:00:00.000Z')
  await plantOffices(test)
  const months = (done: number) => Array.from({ length: 5 }, () => ({ done, late: 4 }))
  for (const agency of ['north', 'south']) {
    await deliverCases(test, agency, '2025-11-01', '2026-03-31', months(20))
  }
  await freezeRelease(test.context, { through: '2026-02' })
  await deliverCases(test, 'north', '2025-11-01', '2026-03-31', months(30))
  test.setClock('2026-04-10T03:00:00.000Z')
  await reviseRelease(test.context, { replaces: '2026-02', reason: REASON, publishAt: INSTANT })
})
afterAll(() => server.close())

const text = async (path: string, status = 200) => {
  const response = await server.get(path)
  expect(response.status, path).toBe(status)
  return response.text()
}
const PLACES = [
  '/',
  '/?lang=en',
  '/releases',
  '/releases?lang=en',
  '/feed.atom',
  '/sitemap.xml',
  '/agencies/north',
]

it('tell nothing of a release before its instant, and everything the moment it comes', async () => {
  const before = new Map<string, string>()
  for (const path of PLACES) {
    const said = await text(path)
    before.set(path, said)
    expect(said, path).not.toMatch(/2026-02-r1|revisi 1|revision 1|twice|10 Apr/i)
  }
  expect(await text('/releases/2026-02-r1', 404)).toContain('noindex')
  expect((await server.get('/preview/releases/2026-02-r1.png')).status).toBe(404)
  server.test.setClock('2026-04-20T01:59:59.999Z')
  for (const path of PLACES) expect(await text(path), path).toBe(before.get(path))
  server.test.setClock(INSTANT)
  expect(await text('/?lang=en')).toContain('Release February 2026, revision 1 · published 20 April 2026')
  for (const path of ['/releases', '/feed.atom']) expect(await text(path)).toContain('&quot;twice&quot;')
  expect(await text('/sitemap.xml')).toContain('/releases/2026-02-r1')
})

it('say of a release what it is, why, what it changed and what proves it', async () => {
  server.test.setClock(INSTANT)
  const page = await text('/releases/2026-02-r1?lang=en')
  const { items } = (await (await server.get('/api/v1/releases')).json()) as { items: { sha256: string }[] }
  expect(page).toContain('Release February 2026, revision 1 was published on 20 April 2026')
  expect(page).toContain('in the north')
  expect(page).not.toContain('<b>in the north')
  expect(page).toContain(items[0]!.sha256)
  expect(page).toContain('/api/v1/releases/2026-02-r1/data.parquet')
  expect(page).toMatch(/November 2025<\/td><td>100\.0% \(n \d+\)<\/td><td>100\.0% \(n \d+\)/)
  const data = JSON.parse(/ld\+json">([^<]*)</.exec(page)![1]!)
  expect(data).toMatchObject({
    version: '2026-02-r1',
    temporalCoverage: expect.stringMatching(/\/2026-02-28$/),
  })
})

it('keep the name of each entry of the feed, in well-formed Atom', async () => {
  server.test.setClock(INSTANT)
  const [feed, again] = [await text('/feed.atom?lang=en'), await text('/feed.atom')]
  const ids = (xml: string) => [...xml.matchAll(/<entry>\s*<id>([^<]+)<\/id>/g)].map((found) => found[1])
  expect(ids(feed)).toHaveLength(2)
  expect(ids(feed)).toEqual(ids(again))
  for (const id of ids(feed)) expect(id).toMatch(/^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  for (const xml of [feed, again, await text('/sitemap.xml')]) expectWellFormed(xml)
  expect(feed).toContain('<updated>2026-04-20T02:00:00.000Z</updated>')
})

/** Every element is closed in its order, and no letter stands for markup. */
function expectWellFormed(xml: string): void {
  const open: string[] = []
  const rest = xml
    .replace(/^<\?xml [^>]*\?>/, '')
    .replace(
      /<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)\s*(\/?)>/g,
      (_, end, name, __, self) => {
        if (end) expect(open.pop()).toBe(name)
        else if (!self) open.push(name)
        return ''
      },
    )
  expect(open).toEqual([])
  expect(rest.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>&]/)
}
