import type { InnovationEffect } from '#shared/contract/innovation.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { effectUrl } from '#web/paths.ts'
import { listAgencies } from './catalogue.ts'
import { linesDrawing } from './embed-drawing.ts'
import type { EmbedFigure } from './embed-figure.ts'
import { innovationPath, table } from './parts.ts'
import type { PageWork } from './written.ts'

const LINES = ['fitted', 'expected', 'peers'] as const

/** A figure before and after an innovation, with the lines that were fitted to it. */
export async function effectFigure(
  { ask, language, search }: PageWork,
  innovation: string,
): Promise<EmbedFigure | null> {
  const { t, words, locale, format, nameOf } = language
  const indicator = search.indicator && findIndicator(search.indicator)?.id
  if (search.indicator && !indicator) return null
  const data = await ask.find<InnovationEffect>(effectUrl({ innovation, indicator, lang: locale }))
  if (!data) return null
  const { points, unit, sentence } = data
  const agency = data.innovation.agency
  const name = `${words.list[data.indicator]?.name ?? data.indicator}: ${t.innovations.verdicts[data.verdict]}`
  const scope = [data.innovation.name, fullNames(await listAgencies(ask), nameOf).get(agency) ?? agency].join(
    ' · ',
  )
  const said = (value: number | null) => (value === null ? '–' : format.value(unit, value))
  const start = points.findIndex(({ period }) => period >= data.innovation.startedOn.slice(0, 7))
  const drawn = LINES.filter((line) => points.some((point) => point[line] !== null))
  return {
    name,
    scope,
    path: innovationPath(data.innovation.id),
    search: { indicator: data.indicator },
    sentence,
    drawing: linesDrawing(language, {
      unit,
      sentence,
      periods: points.map(({ period }) => period),
      lines: [
        { label: t.value, values: points.map(({ value }) => value), isDots: true },
        ...drawn.map((line) => ({
          label: t.innovations[line],
          values: points.map((point) => point[line]),
          // Before and after are two lines: nothing is drawn across the start.
          breaksAt: line === 'fitted' ? start : -1,
        })),
      ],
      ...(start > 0 && { upright: { at: start, note: t.innovations.start } }),
    }),
    table: points.every(({ value }) => value === null)
      ? null
      : table({
          id: 'numbers',
          caption: `${name}, ${scope}`,
          head: [t.period, t.value, ...drawn.map((line) => t.innovations[line])],
          rows: [...points]
            .reverse()
            .map((point) => [
              format.period(point.period),
              said(point.value),
              ...drawn.map((line) => said(point[line])),
            ]),
        }),
    of: data,
  }
}
