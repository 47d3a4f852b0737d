import { html, raw } from 'hono/html'
import { LOCALES, type Locale } from '#shared/i18n/text.ts'
import { stringifySearch, type ViewSearch } from '#web/paths.ts'
import type { Language } from './language.ts'
import type { Html, Written } from './written.ts'

/** What longer ones are cut to by those who show them. */
const DESCRIPTION_LENGTH = 300
const PREVIEW = { width: 1200, height: 630 } as const

export interface Place {
  /** how people reach the instance */
  origin: string
  /** of the page, as in its address */
  path: string
  search: ViewSearch
}

/** Address of a page in a language, from anywhere. */
export const absolute = ({ origin, path, search }: Place, locale: Locale): string =>
  `${origin}${path}${stringifySearch({ ...search, lang: locale === 'en' ? 'en' : undefined })}`

/** Address of the picture that stands for a page where it is shared: of the same period, and whatever else is asked. */
export const previewUrl = ({ path, ...place }: Place, locale: Locale): string =>
  absolute({ ...place, path: `/preview${path === '/' ? '/home' : path}.png` }, locale)

/** Title, description, the same page in other languages, and what shows a link to it: all that a page says of itself. */
export function headOf(language: Language, place: Place, written: Written): Html {
  const { locale } = language
  const title = `${written.title} · Terukur`
  const description = shorten(`${written.isDemo ? `${language.p.demo} ` : ''}${written.description}`)
  const url = absolute(place, locale)
  const other = locale === 'en' ? 'id_ID' : 'en_GB'
  const picture = previewUrl(place, locale)
  return html`<title>${title}</title>
<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
${LOCALES.map((one) => html`<link rel="alternate" hreflang="${one}" href="${absolute(place, one)}">`)}
<link rel="alternate" hreflang="x-default" href="${absolute(place, 'id')}">
<link rel="alternate" type="application/atom+xml" title="${language.p.feedTitle}" href="/feed.atom${locale === 'en' ? '?lang=en' : ''}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="Terukur">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="${locale === 'en' ? 'en_GB' : 'id_ID'}">
<meta property="og:locale:alternate" content="${other}">
<meta property="og:image" content="${picture}">
<meta property="og:image:width" content="${PREVIEW.width}">
<meta property="og:image:height" content="${PREVIEW.height}">
<meta property="og:image:alt" content="${title}: ${description}">
<meta name="twitter:card" content="summary_large_image">
${written.dataset ? html`<script type="application/ld+json">${raw(scriptText(datasetOf(language, place, written)))}</script>` : ''}`
}

/** Where there is no such page, or none could be written: not for search engines. */
export const headOfNone = (title: string): Html =>
  html`<title>${title} · Terukur</title><meta name="robots" content="noindex">`

const shorten = (text: string): string =>
  text.length <= DESCRIPTION_LENGTH ? text : `${text.slice(0, DESCRIPTION_LENGTH).replace(/\s+\S*$/, '')}…`

/** https://schema.org/Dataset, as data set searches read it. */
function datasetOf({ p, locale }: Language, place: Place, { dataset, description, isDemo }: Written) {
  const { name, from, to, asOf, spatial, version, downloads, variables } = dataset!
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    name,
    description: shorten(
      `${isDemo ? `${p.demo} ` : ''}${description}${variables.length > 0 ? ` ${variables.join(', ')}.` : ''}`,
    ),
    url: absolute(place, locale),
    inLanguage: locale,
    license: p.licence,
    isAccessibleForFree: true,
    temporalCoverage: `${from}/${to}`,
    spatialCoverage: spatial,
    ...(asOf && { dateModified: asOf }),
    publisher: { '@type': 'Organization', name: p.publisher, url: place.origin },
    creator: { '@type': 'Organization', name: p.publisher, url: place.origin },
    ...(version && { version }),
    ...(variables.length > 0 && { variableMeasured: variables }),
    distribution: downloads.map(({ type, url }) => ({
      '@type': 'DataDownload',
      encodingFormat: type,
      contentUrl: `${place.origin}${url}`,
    })),
  }
}

/** JSON in a script element: nothing in it can end the element. */
const scriptText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
