import { html, raw } from 'hono/html'
import type { Reading } from '#shared/contract/reading.ts'
import { fewPhrase } from '#shared/i18n/few-phrase.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { readingNote } from '#shared/i18n/reading-note.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { keep, type ReadingsParameters, readingsUrl, stringifySearch, type ViewSearch } from '#web/paths.ts'
import type { Language } from './language.ts'
import type { Html } from './written.ts'

// Pieces of written pages, in the classes of the web app: before it comes and after, they look alike.

/** Address of a page of the app. Language, period and channel stay. */
export const address = (path: string, search: ViewSearch, more: ViewSearch = {}): string =>
  `${path}${stringifySearch({ ...keep(search), ...more })}`

export const agencyPath = (code: string): string => `/agencies/${encodeURIComponent(code)}`
export const servicePath = (code: string): string => `/services/${encodeURIComponent(code)}`
export const indicatorPath = (id: string): string => `/indicators/${encodeURIComponent(id)}`
export const innovationPath = (id: string): string => `/innovations/${encodeURIComponent(id)}`
export const releasePath = (code: string): string => `/releases/${encodeURIComponent(code)}`

export interface Linked {
  href: string
  text: string
  note?: string | undefined
  /** it leads to where one is */
  isCurrent?: boolean
}

export const link = ({ href, text, isCurrent }: Linked): Html =>
  html`<a href="${href}"${isCurrent ? raw(' aria-current="page" class="active"') : ''}>${text}</a>`

/** A list of links under a heading of its own; nothing where there are none. */
export const linkList = (id: string, title: string, links: readonly Linked[]): Html | '' =>
  links.length === 0
    ? ''
    : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul class="columns">${links.map(
        (one) => html`<li>${link(one)}${one.note ? ` (${one.note})` : ''}</li>`,
      )}</ul></section>`

/** Links in a line, as below the headings of the app. */
export const lineOf = (parts: readonly (Html | string)[]): Html =>
  html`<p class="page-meta">${parts.map((part, i) => (i === 0 ? html`${part}` : html` · ${part}`))}</p>`

/** A table with its name, that scrolls by itself on a small screen. */
export const table = (of: {
  id: string
  caption: string
  head: readonly string[]
  rows: readonly (readonly (Html | string)[])[]
  /** the last column is text to be read, not a number */
  hasNotes?: boolean
}): Html => html`<section class="table-scroll" aria-labelledby="${of.id}-caption" tabindex="0"><table class="numbers">
<caption class="visually-hidden" id="${of.id}-caption">${of.caption}</caption><thead><tr>${of.head.map(
  (one) => html`<th scope="col">${one}</th>`,
)}</tr></thead><tbody>${of.rows.map(
  ([first, ...rest]) =>
    html`<tr><th scope="row">${first ?? ''}</th>${rest.map((cell, i) => (of.hasNotes && i === rest.length - 1 ? html`<td class="note">${cell}</td>` : html`<td>${cell}</td>`))}</tr>`,
)}</tbody></table></section>`

/** A figure with the days it is of where these are not all, and its interval, or of how few it is; or why there is none. */
export function cell(
  { format, words, t, locale }: Language,
  reading: Reading | undefined,
  hasInterval = true,
): Html {
  const said = readingText(format, words.missing, reading)
  if (!reading || reading.value === null) return html`<span class="missing">${said}</span>`
  if (!hasInterval) return html`${said}`
  const part = coveredPhrase(locale, reading)
  const beside = part ? html`<span class="cell-interval">${part}</span>` : ''
  if (reading.low === null || reading.high === null) {
    const few = fewPhrase(format, reading)
    return html`${said}${beside}${few ? html`<span class="cell-interval">${few}</span>` : ''}`
  }
  const interval = format.interval(reading.unit, reading.low, reading.high)
  return html`${said}${beside}<span class="cell-interval"><span class="visually-hidden">${t.interval}: </span>${interval}</span>`
}

/** Readings over time, newest first: value, interval, n, and what a reader must know. */
export function overTime(
  language: Language,
  id: string,
  caption: string,
  readings: readonly Reading[],
): Html {
  const { t, format } = language
  return table({
    id,
    caption,
    head: [t.period, t.value, t.interval, t.n, t.note],
    hasNotes: true,
    rows: [...readings]
      .reverse()
      .map((reading) => [
        format.period(reading.period),
        cell(language, reading, false),
        intervalOf(language, reading),
        reading.n === null ? '–' : format.number(reading.n),
        readingNote(language, reading),
      ]),
  })
}

export const intervalOf = (
  { format, t }: Language,
  { unit, value, low, high }: Pick<Reading, 'unit' | 'value' | 'low' | 'high'>,
): string =>
  low === null || high === null ? (value === null ? '–' : t.noInterval) : format.interval(unit, low, high)

/** Terms with what is said of them; those of which nothing is said are left out. */
export const definitions = (pairs: readonly (readonly [Html | string, Html | string | null])[]): Html =>
  html`<dl class="definitions">${pairs
    .filter(([, said]) => said !== null && said !== '')
    .map(([term, said]) => html`<div><dt>${term}</dt><dd>${said}</dd></div>`)}</dl>`

/** What kind of figures these are, and up to when they are true. */
export const standing = (
  { t, format }: Language,
  { asOf, ...of }: { demo: boolean; asOf: string | null; release?: string | undefined },
): string => `${stateOf(t, of)}${asOf ? `, ${t.asOf(format.instant(asOf))}` : ''}`

/** Where the figures of a question can be had as files. */
export const downloadsOf = (question: ReadingsParameters): { type: string; url: string }[] => [
  { type: 'text/csv', url: readingsUrl(question, 'csv') },
  { type: 'application/json', url: readingsUrl(question) },
]
