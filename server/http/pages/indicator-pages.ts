import { html } from 'hono/html'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { readingsUrl, SPAN, seriesUrl } from '#web/paths.ts'
import { type View, viewOfIndicator } from '#web/view.ts'
import { listAgencies } from './catalogue.ts'
import {
  address,
  agencyPath,
  cell,
  definitions,
  downloadsOf,
  indicatorPath,
  lineOf,
  link,
  overTime,
  standing,
  table,
} from './parts.ts'
import type { Html, PageWork, WritePage } from './written.ts'

const GROUPS: readonly IndicatorItem['group'][] = [
  'speed',
  'volume',
  'satisfaction',
  'complaints',
  'cost',
  'result',
  'given',
]
const PERIODS = 12
const ROWS = 60

export const listIndicators = async ({ ask }: PageWork) =>
  (await ask.get<{ items: IndicatorItem[] }>('/api/v1/indicators')).items

/** What the pages of a figure look at: it may have figures for other periods than the rest. */
export async function viewOfCard(
  { ask, search }: PageWork,
  card: IndicatorItem,
): Promise<{ view: View | null; isDemo: boolean }> {
  const months = await ask.get<Readings>(readingsUrl(SPAN))
  const { from, to } = SPAN
  const spans = card.given.some(({ grain }) => grain === 'given')
    ? (await ask.get<Readings>(readingsUrl({ indicators: card.id, grain: 'given', from, to }))).readings.map(
        ({ period }) => period,
      )
    : []
  const view = viewOfIndicator(card, spans, months, { ...search, channel: undefined })
  return { view, isDemo: months.demo }
}

/** Every figure with its definition. */
export const writeIndicators: WritePage = async (work) => {
  const { language, search } = work
  const { t, p, words, locale } = language
  const cards = await listIndicators(work)
  return {
    title: t.indicators,
    description: p.about(GROUPS.map((group) => words.groups[group]).join(', ')),
    body: html`${GROUPS.map((group) => {
      const own = cards.filter((card) => card.group === group)
      return own.length === 0
        ? ''
        : html`<section aria-labelledby="${group}"><h2 id="${group}">${words.groups[group]}</h2>${definitions(
            own.map((card) => [
              card.name[locale],
              html`${card.definition[locale]} ${link({ href: address(indicatorPath(card.id), search), text: t.card.title })}`,
            ]),
          )}</section>`
    })}`,
  }
}

/** One figure: what it means, what it is now, and how it came about. */
export const writeIndicator: WritePage = async (work) => {
  const { ask, language, id } = work
  const { t, p, words, locale, format } = language
  const card = (await listIndicators(work)).find((one) => one.id === id)
  if (!card) return null
  const name = card.name[locale]
  const { view, isDemo } = await viewOfCard(work, card)
  const question = view && {
    indicators: id,
    grain: view.grain,
    from: view.trendFrom,
    to: view.span.endsOn,
  }
  const data = question && (await ask.get<Readings>(readingsUrl(question)))
  // Of an achievement there is none of all together, and spans as given are no series.
  const series =
    view && card.group !== 'result' && view.grain !== 'given'
      ? await ask.get<Series>(
          seriesUrl({
            indicator: id,
            grain: view.grain,
            from: view.trendFrom,
            to: view.span.endsOn,
            lang: locale,
          }),
        )
      : null
  const latest = data?.readings.at(-1)
  return {
    title: name,
    description: series?.sentence ?? card.definition[locale],
    isDemo,
    figure: latest && { label: name, value: readingText(format, words.missing, latest) },
    dataset: question
      ? {
          name: p.dataset(name),
          from: question.from,
          to: question.to,
          asOf: data?.asOf ?? null,
          spatial: 'Indonesia',
          downloads: downloadsOf(question),
          variables: [name],
        }
      : undefined,
    body: html`${lineOf([words.groups[card.group], words.units[card.unit], words.directions[card.direction]])}
<p class="opening">${card.definition[locale]}</p><h2>${t.values}</h2>${series ? html`<p>${series.sentence}</p>` : ''}${
      data
        ? html`<p class="page-meta">${standing(language, data)}</p>${overTime(language, 'values', `${name}, ${t.nation}`, data.readings.slice(-PERIODS))}`
        : html`<p>${t.empty}</p>`
    }${view ? await byAgency(work, card, view) : ''}
<section aria-labelledby="card"><h2 id="card">${t.card.title}</h2>${definitions([
      [t.card.concept, card.concept[locale]],
      [t.card.interpretation, card.interpretation[locale]],
      [t.formula, card.formula[locale]],
      [t.card.measure, card.measure[locale]],
      [t.unit, words.units[card.unit]],
      [t.card.producer, card.producer[locale]],
      [t.source, card.source[locale]],
      [t.limits, card.limits[locale]],
      [t.card.lastUpdate, card.lastUpdate ? format.instant(card.lastUpdate) : t.card.neverUpdated],
      [t.card.code, html`<code>${card.id}</code>`],
    ])}</section>`,
  }
}

async function byAgency(work: PageWork, card: IndicatorItem, view: View): Promise<Html | ''> {
  const { ask, language, search } = work
  const { t, p, format, nameOf, locale } = language
  const agencies = await listAgencies(ask)
  const { readings } = await ask.get<Readings>(
    readingsUrl({
      indicators: card.id,
      agency: '*',
      grain: view.grain,
      from: view.span.startsOn,
      to: view.span.endsOn,
    }),
  )
  const isHere = ({ missing, coverage, period }: Reading) =>
    period === view.span.period &&
    (card.group !== 'given' || missing !== 'not-reported' || coverage.expected > 0)
  const byCode = new Map(readings.filter(isHere).map((one) => [one.agency, one]))
  const rows = agencyRows(
    agencies.filter(({ code }) => byCode.has(code)),
    agencies,
    nameOf,
  )
  if (rows.length === 0) return ''
  return html`<section aria-labelledby="by-agency"><h2 id="by-agency">${t.byAgency}</h2>
${rows.length > ROWS ? html`<p>${p.shown(format.number(ROWS), format.number(rows.length))}</p>` : ''}${table({
  id: 'by-agency',
  caption: `${t.byAgency}: ${format.period(view.span.period)}`,
  head: [t.agency, card.name[locale]],
  rows: rows
    .slice(0, ROWS)
    .map(({ code, name, note }) => [
      html`${link({ href: address(agencyPath(code), search), text: name })}${note ? ` (${note})` : ''}`,
      cell(language, byCode.get(code)),
    ]),
})}</section>`
}
