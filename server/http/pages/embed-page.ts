import { html } from 'hono/html'
import type { Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { releaseBadge } from '#shared/i18n/release-sentence.ts'
import { readingsUrl, SPAN, seriesUrl } from '#web/paths.ts'
import { viewOf } from '#web/view.ts'
import { listAgencies, listServices } from './catalogue.ts'
import { embedDrawing } from './embed-drawing.ts'
import { listIndicators } from './indicator-pages.ts'
import { address, agencyPath, indicatorPath, intervalOf, servicePath, standing, table } from './parts.ts'
import { readCalendar } from './release-pages.ts'
import type { Html, PageWork } from './written.ts'

export const EMBED_THEMES = ['auto', 'light', 'dark'] as const
export type EmbedTheme = (typeof EMBED_THEMES)[number]

/** One figure to stand in somebody else's page: its sentence, its line over time, its numbers as a table, what they are of
 *  and where there is more. Whole without a script, and without the app. Null: there is no such figure. */
export async function writeEmbed(work: PageWork, theme: EmbedTheme, origin: string): Promise<Html | null> {
  const { ask, language, search } = work
  const { t, words, locale, format, nameOf } = language
  // Also one that an import created, which is in no dictionary.
  const indicator = (await listIndicators(work)).find(({ id }) => id === search.indicator)
  if (!indicator) return null
  const agency = search.agency ? (await listAgencies(ask)).find(({ code }) => code === search.agency) : null
  const service = search.service
    ? (await listServices(ask)).find(({ code }) => code === search.service)
    : null
  if (agency === undefined || service === undefined) return null
  const months = await ask.get<Readings>(readingsUrl(SPAN))
  const view = viewOf(months, { period: search.period })
  const name = words.list[indicator.id]?.name ?? indicator.name[locale]
  const scope = [agency && nameOf(agency), service && nameOf(service)].filter(Boolean).join(', ') || t.nation
  const series =
    view &&
    (await ask.get<Series>(
      seriesUrl({
        indicator: indicator.id,
        agency: agency?.code,
        service: service?.code,
        grain: view.grain,
        from: view.trendFrom,
        to: view.span.endsOn,
        lang: locale,
      }),
    ))
  const path = agency
    ? agencyPath(agency.code)
    : service
      ? servicePath(service.code)
      : indicatorPath(indicator.id)
  const more = `${origin}${address(path, search)}`
  const badge = releaseBadge(locale, months.release ?? null, await readCalendar(ask))
  return html`<!doctype html>
<html lang="${locale}" data-theme="${theme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${name}, ${scope} · Terukur</title><meta name="robots" content="noindex"><link rel="canonical" href="${more}">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/embed.css"><script src="/embed.js" defer></script></head>
<body><main><h1>${name}</h1><p class="muted">${scope}</p>
${
  series
    ? html`<p>${series.sentence}</p>${embedDrawing(language, series)}
<details><summary>${t.chart.table}</summary>${table({
        id: 'numbers',
        caption: `${name}, ${scope}`,
        head: [t.period, t.value, t.interval, t.n],
        rows: [...series.points]
          .reverse()
          .map((point) => [
            format.period(point.period),
            readingText(format, words.missing, { ...point, unit: series.unit }),
            intervalOf(language, { ...point, unit: series.unit }),
            point.n === null ? '–' : format.number(point.n),
          ]),
      })}</details>`
    : html`<p>${t.empty}</p>`
}<p class="muted">${badge}. ${t.source}: <a href="${more}" target="_blank" rel="noopener">Terukur</a>, ${standing(language, series ?? months)}.</p>
</main></body></html>`
}
