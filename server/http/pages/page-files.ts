import { hash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { embed as en } from '#shared/i18n/en/embed.ts'
import { embed as id } from '#shared/i18n/id/embed.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { readSearch, stringifySearch } from '#web/paths.ts'
import type { HttpEnv } from '../env.ts'
import { EMBED_HEADERS } from '../standard-headers.ts'
import { type AskApp, Asking } from './asking.ts'
import { badgeOf } from './badge.ts'
import { EMBED_THEMES, writeEmbed } from './embed-page.ts'
import { writeFeed } from './feed.ts'
import { findPage } from './find-page.ts'
import { languageOf } from './language.ts'
import { drawPng } from './preview-image.ts'
import { previewSvg } from './preview-svg.ts'
import { robotsText, writeSiteMap } from './site-map.ts'
import { StandingCache } from './standing-cache.ts'
import { readOf } from './written-pages.ts'

interface File {
  body: Buffer
  etag: string
}

const fileOf = (body: Buffer): File => ({ body, etag: `"${hash('sha1', body, 'base64url').slice(0, 22)}"` })

/** A feed in two languages, and a site map. */
const TEXTS = 8
/** Small pages. */
const EMBEDS = 500
/** Pictures of some 40 kB each. */
const PREVIEWS = 300

/** What tells others of the pages: a feed, a site map, the pictures of links, and figures to stand elsewhere. */
export function pageFiles(app: AskApp) {
  const texts = new StandingCache<File>(TEXTS)
  const embeds = new StandingCache<File | null>(EMBEDS)
  const previews = new StandingCache<File | null>(PREVIEWS)

  const write = (key: string, locale: Locale, make: (ask: Asking) => Promise<string>) =>
    texts.get(key, async () => {
      const asking = new Asking(app, locale)
      return { asking, value: fileOf(Buffer.from(await make(asking))) }
    })

  return new Hono<HttpEnv>()
    .get('/robots.txt', (c) =>
      c.text(robotsText(c.get('context').publicUrl), 200, { 'cache-control': 'public, max-age=3600' }),
    )
    .get('/sitemap.xml', async (c) => {
      const origin = c.get('context').publicUrl
      return send(c, await write('sitemap', 'id', (ask) => writeSiteMap(ask, origin)), 'application/xml')
    })
    .get('/feed.atom', async (c) => {
      const locale = localeOf(c)
      const origin = c.get('context').publicUrl
      const file = await write(`feed ${locale}`, locale, (ask) => writeFeed(ask, languageOf(locale), origin))
      return send(c, file, 'application/atom+xml; charset=utf-8')
    })
    .get('/embed', async (c) => {
      const locale = localeOf(c)
      const asked = readSearch(c.req.query())
      const { agency, service, indicator, period, channel, level, lang } = asked
      const search = { agency, service, indicator, period, channel, level, lang }
      const more = { peers: c.req.query('peers'), innovation: c.req.query('innovation') }
      const theme = EMBED_THEMES.find((one) => one === c.req.query('theme')) ?? 'auto'
      const origin = c.get('context').publicUrl
      const file = await embeds.get(JSON.stringify([search, more, theme]), async () => {
        const asking = new Asking(app, locale)
        const work = { ask: asking, language: languageOf(locale), search, id: '' }
        const page = await writeEmbed(work, more, theme, origin)
        return { asking, value: page && fileOf(Buffer.from(String(page))) }
      })
      c.set('hasStandardHeaders', true)
      const headers = { ...EMBED_HEADERS, 'x-request-id': c.get('requestId') }
      if (!file) return c.text(locale === 'en' ? en.none : id.none, 404, headers)
      return send(c, file, 'text/html; charset=utf-8', headers)
    })
    .get('/preview/*', async (c) => {
      const locale = localeOf(c)
      const url = new URL(c.req.url)
      const path = /^\/preview(\/.+)\.png$/.exec(url.pathname)?.[1]
      const page = path ? findPage(path === '/home' ? '/' : path) : null
      if (!page?.write) return c.notFound()
      const { write: writePage, id } = page
      const search = readOf(url)
      const file = await previews.get(`${path} ${locale} ${stringifySearch({ ...search })}`, async () => {
        const asking = new Asking(app, locale)
        const language = languageOf(locale)
        const written = await writePage({ ask: asking, language, search, id })
        const { text } = await badgeOf(asking, locale)
        return { asking, value: written && fileOf(await drawPng(previewSvg(language, written, text))) }
      })
      return file ? send(c, file, 'image/png') : c.notFound()
    })
}

const localeOf = (c: Context<HttpEnv>): Locale => (c.req.query('lang') === 'en' ? 'en' : 'id')

function send(
  c: Context<HttpEnv>,
  { body, etag }: File,
  type: string,
  more: Readonly<Record<string, string>> = {},
) {
  const headers = {
    ...more,
    etag,
    'cache-control': 'public, max-age=0, must-revalidate',
  }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  return c.body(new Uint8Array(body), 200, {
    ...headers,
    'content-type': type,
    // A picture and a feed are there to be shown elsewhere.
    'access-control-allow-origin': '*',
  })
}
