import type { Series } from '#shared/contract/series.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { seriesUrl } from '#web/paths.ts'
import type { View } from '#web/view.ts'
import { lineDrawing } from './embed-drawing.ts'
import { type EmbedFigure, findScope } from './embed-figure.ts'
import { listIndicators } from './indicator-pages.ts'
import { intervalOf, table } from './parts.ts'
import type { PageWork } from './written.ts'

/** One figure of a scope over time, with its sentence about what is usual. */
export async function lineFigure(work: PageWork, view: View | null): Promise<EmbedFigure | null> {
  const { ask, language, search } = work
  const { t, words, locale, format } = language
  // Also one that an import created, which is in no dictionary.
  const indicator = (await listIndicators(work)).find(({ id }) => id === search.indicator)
  const found = indicator && (await findScope(work, indicator.id))
  if (!found) return null
  const { scope, path, ...of } = found
  const name = words.list[indicator.id]?.name ?? indicator.name[locale]
  if (!view) return { name, scope, path, sentence: '', drawing: '', table: null, of: null }
  const series = await ask.get<Series>(
    seriesUrl({
      indicator: indicator.id,
      ...of,
      grain: view.grain,
      from: view.trendFrom,
      to: view.span.endsOn,
      lang: locale,
    }),
  )
  const { unit, sentence } = series
  return {
    name,
    scope,
    path,
    sentence,
    drawing: lineDrawing(language, series),
    table: table({
      id: 'numbers',
      caption: `${name}, ${scope}`,
      head: [t.period, t.value, t.interval, t.n],
      rows: [...series.points]
        .reverse()
        .map((point) => [
          format.period(point.period),
          readingText(format, words.missing, { ...point, unit }),
          intervalOf(language, { ...point, unit }),
          point.n === null ? '–' : format.number(point.n),
        ]),
    }),
    of: series,
  }
}
