import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { InnovationList } from '#shared/contract/innovation.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'
import { PAGE_PATHS } from '#web/page-paths.ts'
import { type EmbedQuestion, embedUrl } from '#web/paths.ts'

// What the server writes into the pages of the app: as the API says it, in both languages, whatever the data are named.

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert(2)> "& '`

describe('written pages', () => {
  let server: TestServer
  let code: string
  beforeAll(async () => {
    server = await openTestServer('duckdb')
    const webDir = join(server.test.dataDir, 'no-web')
    await mkdir(webDir)
    await copyFile(join(import.meta.dirname, '../../../web/index.html'), join(webDir, 'index.html'))
    await writeFile(join(webDir, 'styles.css'), 'main{color:red}')
    const done = Array.from({ length: 14 }, () => ({ done: 40, late: 10 }))
    for (const [office, months] of [
      ['Quiet', done.slice(0, 13)],
      [HOSTILE, done],
    ] as const) {
      await importCases(server.test, monthlyCases(office, '2024-01-01', months), {
        columns: MONTHLY_COLUMNS,
        covers: ['2024-01-01', office === 'Quiet' ? '2025-01-31' : '2025-02-28'],
        asOf: office === 'Quiet' ? '2025-02-01' : '2025-03-02',
      })
    }
    await importText(
      server.test,
      'values',
      {
        dataset: 'values',
        columns: Object.fromEntries(['agency', 'indicator', 'period', 'value'].map((name) => [name, name])),
        constants: { indicatorUnit: 'count', indicatorAdds: 'sum' },
        create: ['indicator'],
      },
      lines('agency,indicator,period,value', 'quiet,visits,2025-01,1200'),
    )
    const { agencies } = await server.test.world.directory()
    code = agencies.find(({ name }) => name !== 'Quiet')!.code
  })
  afterAll(() => server.close())

  const page = async (path: string) => {
    const response = await server.get(path, { 'accept-language': 'id' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    return response.text()
  }
  const attribute = (html: string, pattern: RegExp) => pattern.exec(html)?.[1]

  it('say the sentence, the figures, and who is missing, in the language of the address', async () => {
    for (const [path, sentence, missing] of [
      ['/', 'Separuh permohonan yang selesai pada Februari 2025', 'Yang tidak ada'],
      ['/?lang=en', 'Half of the cases completed in February 2025', 'What is missing'],
    ] as const) {
      const html = await page(path)
      expect(html).toContain(`<p class="opening">${sentence}`)
      expect(html).toContain(`<html lang="${path === '/' ? 'id' : 'en'}">`)
      expect(html).toContain('75')
      expect(html).toMatch(new RegExp(`<h2 id="missing">${missing}</h2>[\\s\\S]*>Quiet</a>`))
      expect(html).not.toContain('class="skeleton"')
    }
    const english = await page('/agencies/quiet?lang=en')
    expect(english).toContain('not reported')
    expect(english).toContain('The agency has not delivered data for this period.')
  })

  it('say what the API says, to the letter', async () => {
    const { readings } = (await (
      await server.get('/api/v1/readings?indicators=on-time-rate&grain=month&from=2025-02-01&to=2025-02-28')
    ).json()) as { readings: { low: number; high: number; n: number }[] }
    const { low, high, n } = readings[0]!
    const said = `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}%; n ${n}`
    expect(await page('/?lang=en')).toContain(said)
  })

  it('tell what a shared link shows, and where the same page is in another language', async () => {
    const html = await page('/agencies/quiet?lang=en&q=nothing')
    const origin = server.test.context.publicUrl
    expect(attribute(html, /<title>([^<]*)/)).toBe('Quiet · Terukur')
    expect(attribute(html, /<link rel="canonical" href="([^"]*)"/)).toBe(`${origin}/agencies/quiet?lang=en`)
    expect(attribute(html, /hreflang="id" href="([^"]*)"/)).toBe(`${origin}/agencies/quiet`)
    expect(attribute(html, /property="og:image" content="([^"]*)"/)).toBe(
      `${origin}/preview/agencies/quiet.png?lang=en`,
    )
    expect(attribute(html, /property="og:description" content="([^"]*)"/)).toMatch(/February 2025/)
    const data = JSON.parse(attribute(html, /<script type="application\/ld\+json">([^<]*)<\/script>/)!)
    expect(data).toMatchObject({
      '@type': 'Dataset',
      license: expect.stringMatching(/^https:/),
      temporalCoverage: '2024-01-01/2025-02-28',
      spatialCoverage: 'Indonesia',
    })
    for (const { contentUrl } of data.distribution) {
      expect((await server.get(contentUrl.slice(origin.length))).status).toBe(200)
    }
  })

  it('hold no markup from names, in text, attributes, data or picture', async () => {
    for (const path of [
      `/agencies/${encodeURIComponent(code)}`,
      '/indicators/on-time-rate',
      '/comparison?level=unit',
    ]) {
      const html = await page(path)
      expect(html).not.toContain('<script>alert')
      expect(html).not.toContain('<img')
    }
    const html = await page(`/agencies/${encodeURIComponent(code)}`)
    expect(html).toContain('&lt;/script&gt;')
    expect(JSON.parse(attribute(html, /ld\+json">([^<]*)<\/script>/)!).name).toContain(HOSTILE.trim())
    const picture = await server.get(`/preview/agencies/${encodeURIComponent(code)}.png`)
    const bytes = new Uint8Array(await picture.arrayBuffer())
    expect(String.fromCharCode(...bytes.slice(1, 4))).toBe('PNG')
    expect(new DataView(bytes.buffer).getUint32(16)).toBe(1200)
  })

  it('are stood for by a picture of the same period', async () => {
    const pictureOf = async (path: string) => {
      const url = attribute(await page(path), /property="og:image" content="([^"]*)"/)!
      const answer = await server.get(
        url.replaceAll('&amp;', '&').slice(server.test.context.publicUrl.length),
      )
      expect(answer.status).toBe(200)
      return Buffer.from(await answer.arrayBuffer()).toString('base64')
    }
    const [latest, same, before] = await Promise.all(
      ['', '&period=2025-02', '&period=2025-01'].map((query) => pictureOf(`/?lang=en${query}`)),
    )
    expect(same).toBe(latest)
    expect(before).not.toBe(latest)
  })

  it('have text of their own at every public address, and none where there is nothing', async () => {
    for (const path of [
      '/services',
      '/indicators',
      '/comparison',
      '/signals',
      '/innovations',
      '/data',
      '/about',
    ]) {
      for (const query of ['', '?lang=en']) {
        const html = await page(path + query)
        expect(html).toContain('data-written')
        expect(html.match(/<h1>[^<]+<\/h1>/g)).toHaveLength(1)
        expect(attribute(html, /name="description" content="([^"]*)"/)!.length).toBeGreaterThan(20)
      }
    }
    expect(await page('/desk')).not.toContain('data-written')
    expect((await server.get('/agencies/%E0')).status).toBe(404)
  })

  it('compare by an indicator that an import created', async () => {
    const html = await page('/comparison?level=unit&indicator=visits&lang=en')
    expect(html).toContain('<h2 id="intervals">Each agency with its interval, January 2025</h2>')
    expect(html).toMatch(/<th scope="col">visits<\/th>[\s\S]*>Quiet<\/a>[\s\S]*1,200/)
  })

  it('are kept until an answer changes', async () => {
    const first = await server.get('/')
    const etag = first.headers.get('etag')!
    expect((await server.get('/', { 'if-none-match': etag })).status).toBe(304)
    await importCases(server.test, monthlyCases('Third', '2025-02-01', [{ done: 9, late: 1 }]), {
      columns: MONTHLY_COLUMNS,
      covers: ['2025-02-01', '2025-02-28'],
      asOf: '2025-03-03',
    })
    const second = await server.get('/', { 'if-none-match': etag })
    expect(second.status).toBe(200)
    expect(second.headers.get('etag')).not.toBe(etag)
  })

  it('say where one is, and that there is no such page', async () => {
    expect(await page('/agencies/quiet')).not.toContain('aria-current')
    expect(await page('/indicators/received')).toContain(
      '<a href="/indicators" aria-current="page" class="active">',
    )
    for (const path of [
      '/nothing',
      '/desk/nothing',
      '/nothing.php',
      '/data/more',
      '/agencies/nobody',
      '/indicators/nothing',
      '/services/nothing',
      '/innovations/nothing',
      '/releases/2020-01',
    ]) {
      const lost = await server.get(path)
      expect([lost.status, lost.headers.get('etag')], path).toEqual([404, null])
      expect(lost.headers.get('content-type')).toMatch(/^text\/html/)
      const text = await lost.text()
      expect(text).toContain('<h1>Halaman ini tidak ada.</h1>')
      expect(text).toContain('<a href="/services">Layanan</a>')
      expect(text).toMatch(/<p lang="en"><a href="\?lang=en">This page does not exist/)
      expect(text).toContain('<meta name="robots" content="noindex">')
    }
    const english = await (await server.get('/nothing?lang=en')).text()
    expect(english).toContain('<h1>This page does not exist.</h1>')
    expect(english).toContain('<a class="site-desk" href="?" hreflang="id"')
  })

  it('answer at every address of the app, and the app has every one of them', async () => {
    const routes = await readFile(join(import.meta.dirname, '../../../web/routes.tsx'), 'utf8')
    for (const path of PAGE_PATHS) {
      expect(routes).toContain(`'${path}'`)
      if (!path.includes('$')) await page(path)
    }
    for (const path of ['/desk/import/some-draft', '/f/some.token', '/desk/', '/docs']) await page(path)
    expect(await page('/services/')).toBe(await page('/services'))
  })

  it('are seen without asking for anything else', async () => {
    const html = await page('/')
    expect(html).toContain('<style>main{color:red}</style>')
    expect(html.match(/<link[^>]*stylesheet[^>]*>/g)).toEqual([
      '<link media="not all" rel="stylesheet" href="/styles.css" />',
    ])
  })

  it('alone may stand in a frame where they are made for it', async () => {
    const address = `/embed?indicator=on-time-rate&agency=${encodeURIComponent(code)}&theme=dark&lang=en`
    const response = await server.get(address)
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(response.headers.get('x-frame-options')).toBeNull()
    const html = await response.text()
    expect(html.length).toBeLessThan(20_000)
    expect(html).toContain('data-theme="dark"')
    const series = await server.get(
      `/api/v1/series?indicator=on-time-rate&agency=${encodeURIComponent(code)}&grain=month&from=2024-01-01&to=2025-02-28&lang=en`,
    )
    expect(html).toContain(`<p>${((await series.json()) as { sentence: string }).sentence}</p>`)
    expect(html.match(/<th scope="row">/g)).toHaveLength(14)
    expect(html).not.toContain('<script>')
    const created = await server.get('/embed?indicator=visits&lang=en')
    expect(await created.text()).toMatch(/<h1>visits<\/h1>[\s\S]*<td>1,200<\/td>/)
    for (const wrong of [
      '/embed',
      '/embed?indicator=nothing',
      '/embed?indicator=received&agency=nobody',
      '/embed?indicator=received,nothing',
      '/embed?indicator=received,received',
      '/embed?indicator=received,median-time',
      '/embed?indicator=received&channel=pigeon',
      '/embed?indicator=received&level=unit',
      '/embed?indicator=on-time-rate&level=village',
      '/embed?indicator=on-time-rate&peers=nobody',
      '/embed?innovation=nothing',
      '/embed?indicator=nothing&innovation=nothing',
    ]) {
      expect((await server.get(wrong)).status, wrong).toBe(404)
    }
    const page = await server.get('/')
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('of every kind of chart stand there, with the same numbers as the API gives', async () => {
    const embedded = async (of: EmbedQuestion) => {
      const html = await (await server.get(embedUrl({ ...of, lang: 'en' }))).text()
      expect(html.length).toBeLessThan(25_000)
      expect(html).not.toMatch(/<script>|<img|NaN|undefined/)
      return html
    }
    const both = await embedded({ indicator: 'received,completed', agency: 'quiet' })
    expect(both.match(/<path class="line line-\d" d="M/g)).toHaveLength(4)
    expect(both).toMatch(/<th scope="row">January 2025<\/th><td>40<\/td><td>40<\/td>/)
    const through = await embedded({ indicator: 'received', channel: 'unknown' })
    expect(through).toMatch(/<th scope="row">January 2025<\/th><td>80<\/td>/)

    const funnel = await embedded({ indicator: 'on-time-rate', level: 'unit' })
    expect(funnel.match(/<circle class="usual"/g)).toHaveLength(2)
    const comparison = await server.get(
      '/api/v1/comparison?indicator=on-time-rate&level=unit&period=2025-02&lang=en',
    )
    const { sentence, agencies } = (await comparison.json()) as Comparison
    expect(funnel).toContain(`<p>${sentence}</p>`)
    expect(funnel.match(/<th scope="row">/g)).toHaveLength(
      agencies.filter(({ value }) => value !== null).length,
    )
    expect(funnel).toMatch(/href="[^"]*\/comparison\?lang=en&amp;level=unit&amp;indicator=on-time-rate"/)
    expect(await embedded({ indicator: 'on-time-rate', peers: 'quiet' })).toContain('Peers of Quiet')

    await importText(
      server.test,
      'innovations',
      {
        dataset: 'innovations',
        columns: { agency: 'agency', name: 'name', startedOn: 'started' },
      },
      lines('agency,name,started', 'quiet,Queue tickets <b>,2024-08-01'),
    )
    const { items } = (await (await server.get('/api/v1/innovations')).json()) as InnovationList
    const effect = await embedded({ innovation: items[0]!.id, indicator: 'received' })
    expect(effect).toContain('Queue tickets &lt;b&gt;')
    expect(effect.match(/<circle class="dot dot-0"/g)!.length).toBeGreaterThan(12)
    expect(effect).toContain('class="upright"')
  })

  it('are listed for crawlers, each address there', async () => {
    const origin = server.test.context.publicUrl
    const map = await (await server.get('/sitemap.xml')).text()
    const addresses = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)].map((found) =>
      found[1]!.replaceAll('&amp;', '&'),
    )
    expect(new Set(addresses).size).toBe(addresses.length)
    expect(addresses).toContain(`${origin}/agencies/quiet?lang=en`)
    for (const one of addresses.filter((_, i) => i % 7 === 0)) {
      expect(await page(one.slice(origin.length))).toContain('data-written')
    }
    expect(await (await server.get('/robots.txt')).text()).toContain(`Sitemap: ${origin}/sitemap.xml`)
  })
})
