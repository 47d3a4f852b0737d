import { html } from 'hono/html'
import type { Readings } from '#shared/contract/reading.ts'
import { releaseBadge } from '#shared/i18n/release-sentence.ts'
import { readingsUrl, SPAN } from '#web/paths.ts'
import { viewOf } from '#web/view.ts'
import { effectFigure } from './embed-effect.ts'
import type { EmbedFigure } from './embed-figure.ts'
import { funnelFigure } from './embed-funnel.ts'
import { lineFigure } from './embed-line.ts'
import { trendFigure } from './embed-trend.ts'
import { address, standing } from './parts.ts'
import { readCalendar } from './release-pages.ts'
import type { Html, PageWork } from './written.ts'

export const EMBED_THEMES = ['auto', 'light', 'dark'] as const
export type EmbedTheme = (typeof EMBED_THEMES)[number]

/** What an embed is asked for beside what every page is. */
export interface EmbedSearch {
  /** the funnel of the peers of an agency */
  peers: string | undefined
  /** the effect of one */
  innovation: string | undefined
}

/** One figure to stand in somebody else's page: its sentence, its drawing, its numbers as a table, what they are of and
 *  where there is more. Whole without a script, and without the app. Null: there is no such figure. */
export async function writeEmbed(
  work: PageWork,
  asked: EmbedSearch,
  theme: EmbedTheme,
  origin: string,
): Promise<Html | null> {
  const { ask, language, search } = work
  const { t, locale } = language
  const months = await ask.get<Readings>(readingsUrl(SPAN))
  const view = viewOf(months, { period: search.period, channel: search.channel })
  const figure = await find()
  if (!figure) return null
  const { name, scope, sentence, drawing, table } = figure
  const more = `${origin}${address(figure.path, search, figure.search)}`
  const badge = releaseBadge(locale, months.release ?? null, await readCalendar(ask))
  return html`<!doctype html>
<html lang="${locale}" data-theme="${theme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${name}, ${scope} · Terukur</title><meta name="robots" content="noindex"><link rel="canonical" href="${more}">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/embed.css"><script src="/embed.js" defer></script></head>
<body><main><h1>${name}</h1><p class="muted">${scope}</p>
${
  table
    ? html`<p>${sentence}</p>${drawing}
<details><summary>${t.chart.table}</summary>${table}</details>`
    : html`<p>${t.empty}</p>`
}<p class="muted">${badge}. ${t.source}: <a href="${more}" target="_blank" rel="noopener">Terukur</a>, ${standing(language, figure.of ?? months)}.</p>
</main></body></html>`

  function find(): Promise<EmbedFigure | null> {
    if (asked.innovation) return effectFigure(work, asked.innovation)
    if (asked.peers || search.level) return funnelFigure(work, view, asked.peers)
    return search.indicator?.includes(',') || search.channel
      ? trendFigure(work, view)
      : lineFigure(work, view)
  }
}
