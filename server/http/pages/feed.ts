import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { ReleaseItem } from '#shared/contract/release.ts'
import { releaseSentence, releaseTitle } from '#shared/i18n/release-sentence.ts'
import type { Asking } from './asking.ts'
import type { Language } from './language.ts'
import { releasePath } from './parts.ts'
import { listReleases } from './release-pages.ts'
import type { Html } from './written.ts'
import { xmlText } from './xml-text.ts'

/** Releases that a feed tells of: readers keep the older ones. */
const ENTRIES = 30

/** The feed of releases and revisions (RFC 4287), newest first: what was published when, why, and what it changed. */
export async function writeFeed(ask: Asking, language: Language, origin: string): Promise<string> {
  const { locale, p } = language
  const items = await listReleases(ask)
  const query = locale === 'en' ? '?lang=en' : ''
  const updated = items[0]?.publishedAt ?? '1970-01-01T00:00:00.000Z'
  return String(html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
<id>${`${origin}/feed.atom${query}`}</id>
<title>${p.feedTitle}</title>
<updated>${updated}</updated>
<author><name>Terukur</name></author>
<link rel="self" type="application/atom+xml" href="${`${origin}/feed.atom${query}`}"/>
<link rel="alternate" type="text/html" href="${`${origin}/releases${query}`}"/>
${items.slice(0, ENTRIES).map((item) => entry(language, item, `${origin}${releasePath(item.code)}${query}`))}
</feed>
`)
}

function entry(language: Language, item: ReleaseItem, href: string): Html {
  return html`<entry>
<id>${entryId(item.sha256)}</id>
<title>${releaseTitle(language.locale, item)}</title>
<published>${item.publishedAt}</published>
<updated>${item.publishedAt}</updated>
<author><name>${xmlText(item.by)}</name></author>
<link rel="alternate" type="text/html" href="${href}"/>
<summary>${xmlText(`${item.isDemo ? `${language.p.demo} ` : ''}${releaseSentence(language.locale, item)}`)}</summary>
</entry>
`
}

/** A release never changes, and neither does its hash: a name for ever, also where the instance moves to another host.
 *  As a UUID of version 8 (RFC 9562), which Atom has a scheme for. */
function entryId(sha256: string): string {
  const hex = createHash('sha256').update(`terukur-release ${sha256}`).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
