import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Locale } from '#shared/i18n/text.ts'
import { readSearch, stringifySearch, type ViewSearch } from '#web/paths.ts'
import { type AskApp, Asking } from './asking.ts'
import { badgeOf } from './badge.ts'
import { findPage } from './find-page.ts'
import { frame } from './frame.ts'
import { headOf, headOfNone } from './head.ts'
import { languageOf } from './language.ts'
import { writeLost } from './lost-page.ts'
import { StandingCache } from './standing-cache.ts'

// The page of the app with its first content written by the server: readable at once, and without JavaScript. It stands
// in the element that the app takes over.

/** Each is a page of some 30 kB; a site that is crawled has more of them than are read again. */
const PAGES = 500
/** Anything else would only fill the caches. */
const READ = ['lang', 'period', 'channel', 'indicator', 'agency', 'level'] as const

const HEAD = /<!--head-->[\s\S]*<!--\/head-->/
const PAGE = /<div id="root">[\s\S]*<!--\/page--><\/div>/

export interface WrittenPage {
  html: Buffer
  etag: string
  /** there is no such thing: the page says so */
  isLost: boolean
}

export class WrittenPages {
  readonly #cache = new StandingCache<WrittenPage>(PAGES)
  readonly #app: AskApp
  readonly #log: Logger

  constructor(app: AskApp, log: Logger) {
    this.#app = app
    this.#log = log
  }

  /** Null where the page needs the app or an account, and where nothing could be written: the app then says why.
   *  `shell`: the built page of the app; `origin`: how people reach the instance */
  async find(url: URL, shell: string, origin: string): Promise<WrittenPage | null> {
    const page = findPage(url.pathname)
    if (page && !page.write) return null
    const search = readOf(url)
    const locale: Locale = search.lang === 'en' ? 'en' : 'id'
    // What is said of nothing is the same everywhere: it takes one place in the cache.
    const path = page ? url.pathname.replace(/(?<=.)\/$/, '') : ''
    try {
      return await this.#cache.get(`${path}${stringifySearch({ ...search })}`, async () => {
        const asking = new Asking(this.#app, locale)
        const language = languageOf(locale)
        const written = (await page?.write?.({ ask: asking, language, search, id: page.id })) ?? null
        const head = written
          ? headOf(language, { origin, path, search }, written)
          : headOfNone(language.t.lost)
        const badge = await badgeOf(asking, locale)
        const body = frame(language, path, search, written ?? writeLost(language, search), badge)
        const text = shell
          .replace('<html lang="id">', `<html lang="${locale}">`)
          .replace(HEAD, () => String(head))
          .replace(PAGE, () => `<div id="root" data-written>${body}</div>`)
        return { asking, value: { html: Buffer.from(text), etag: etagOf(text), isLost: written === null } }
      })
    } catch (error) {
      this.#log.warn({ err: error, path: url.pathname }, 'page not written')
      return null
    }
  }
}

/** What of an address changes what is written, and the picture that stands for it. */
export function readOf(url: URL): ViewSearch {
  const given = readSearch(Object.fromEntries(url.searchParams))
  const search: ViewSearch = {}
  for (const key of READ) if (given[key]) Object.assign(search, { [key]: given[key] })
  return search
}

const etagOf = (text: string): string => `W/"${hash('sha1', text, 'base64url').slice(0, 22)}"`
