import { html, raw } from 'hono/html'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { InnovationList } from '#shared/contract/innovation.ts'
import { LOCALES } from '#shared/i18n/text.ts'
import { innovationsUrl } from '#web/paths.ts'
import type { Asking } from './asking.ts'
import { listAgencies, listServices } from './catalogue.ts'
import { absolute } from './head.ts'
import { agencyPath, indicatorPath, innovationPath, releasePath, servicePath } from './parts.ts'

import { listReleases } from './release-pages.ts'

/** What the protocol allows in one file; two languages of each page. */
const MOST_PAGES = 25_000
const FIXED = [
  '/',
  '/services',
  '/comparison',
  '/signals',
  '/innovations',
  '/indicators',
  '/releases',
  '/data',
  '/about',
]

/** Every public page, in each language, with its sisters (https://www.sitemaps.org). */
export async function writeSiteMap(ask: Asking, origin: string): Promise<string> {
  const [agencies, services] = [await listAgencies(ask), await listServices(ask)]
  const { items: indicators } = await ask.get<{ items: IndicatorItem[] }>('/api/v1/indicators')
  const releases = await listReleases(ask)
  const innovations: string[] = []
  for (let cursor: string | null | undefined; cursor !== null && innovations.length < MOST_PAGES; ) {
    const page: InnovationList = await ask.get(innovationsUrl(undefined, cursor))
    innovations.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  const paths = [
    ...FIXED,
    ...releases.map(({ code }) => releasePath(code)),
    ...services.map(({ code }) => servicePath(code)),
    ...indicators.map(({ id }) => indicatorPath(id)),
    ...agencies.map(({ code }) => agencyPath(code)),
    ...innovations.map(innovationPath),
  ].slice(0, MOST_PAGES)
  return String(html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${paths.flatMap((path) =>
  LOCALES.map(
    (locale) => html`<url><loc>${absolute({ origin, path, search: {} }, locale)}</loc>${LOCALES.map(
      (other) =>
        html`<xhtml:link rel="alternate" hreflang="${other}" href="${absolute({ origin, path, search: {} }, other)}"/>`,
    )}</url>
`,
  ),
)}</urlset>
`)
}

/** What crawlers need not go to: it is behind an account, or says the same in other words. */
export const robotsText = (origin: string): string => `User-agent: *
Disallow: /admin
Disallow: /desk
Disallow: /account
Disallow: /sign-in
Disallow: /join
Disallow: /reset
Disallow: /f/
Disallow: /api/
Allow: /

Sitemap: ${origin}/sitemap.xml
`
