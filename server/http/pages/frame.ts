import { html } from 'hono/html'
import { PAGE_LINKS, stringifySearch, type ViewSearch } from '#web/paths.ts'
import type { Language } from './language.ts'
import { address, link, releasePath } from './parts.ts'
import type { Html, Written } from './written.ts'

/** A written page in the frame that every page of the app stands in. `path`: '' for wherever one is */
export function frame(
  language: Language,
  path: string,
  search: ViewSearch,
  written: Written,
  badge: { text: string; code: string | null } | null,
): Html {
  const { t, locale } = language
  const other = locale === 'en' ? 'id' : 'en'
  // An empty address would keep the query.
  const otherAddress =
    `${path}${stringifySearch({ ...search, lang: other === 'en' ? 'en' : undefined })}` || '?'
  return html`<a class="skip" href="#content">${t.skip}</a>
<header class="site-header">${html`<a href="${address('/', search)}" class="site-name">${t.title}</a>`}
<nav aria-label="${t.navigation}"><ul>${PAGE_LINKS.map(
    ([to, key]) =>
      html`<li>${link({ href: address(to, search), text: t.nav[key], isCurrent: to === '/' ? path === to : path === to || path.startsWith(`${to}/`) })}</li>`,
  )}</ul></nav>
<div class="site-tools"><a class="site-desk" href="${otherAddress}" hreflang="${other}" lang="${other}">${t.language}</a></div></header>
${written.isDemo ? html`<p class="demo-banner" role="note">${t.demo}</p>` : ''}
${badge ? html`<p class="release-badge">${link({ href: address(badge.code ? releasePath(badge.code) : '/releases', search), text: badge.text })}</p>` : ''}
<main id="content" tabindex="-1"><h1>${written.title}</h1>
${written.body}</main>
<footer class="site-footer"><p>Terukur · ${t.tagline}</p></footer>`
}
