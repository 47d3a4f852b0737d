import { html } from 'hono/html'
import { PAGE_LINKS, type ViewSearch } from '#web/paths.ts'
import type { Language } from './language.ts'
import { address, link } from './parts.ts'
import type { Written } from './written.ts'

/** What stands at an address that leads nowhere, and at a code that nobody has: where to go instead, in both languages. */
export function writeLost({ t, locale }: Language, search: ViewSearch): Written {
  const other = locale === 'en' ? 'id' : 'en'
  return {
    title: t.lost,
    description: t.lostHint,
    body: html`<p>${t.lostHint}</p>
<ul>${PAGE_LINKS.map(([to, key]) => html`<li>${link({ href: address(to, search), text: t.nav[key] })}</li>`)}</ul>
<p lang="${other}">${link({ href: other === 'en' ? '?lang=en' : '?', text: t.lostOther })}</p>`,
  }
}
