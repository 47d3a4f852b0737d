import type { Readings } from '#shared/contract/reading.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { trendSentence } from '#shared/i18n/trend-sentence.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { readingsUrl } from '#web/paths.ts'
import type { View } from '#web/view.ts'
import { NotAnswered } from './asking.ts'
import { linesDrawing } from './embed-drawing.ts'
import { type EmbedFigure, findScope } from './embed-figure.ts'
import { table } from './parts.ts'
import type { PageWork } from './written.ts'

/** More lines are no longer told apart. */
const MAX_LINES = 3

/** Figures of one unit over time that are read together, or those of a channel. */
export async function trendFigure(work: PageWork, view: View | null): Promise<EmbedFigure | null> {
  const { ask, language, search } = work
  const { t, words, format } = language
  const asked = (search.indicator ?? '').split(',')
  const indicators = asked.flatMap((id) => findIndicator(id) ?? [])
  const [first] = indicators
  const isOne = first && indicators.length === asked.length && new Set(asked).size === asked.length
  if (!isOne || indicators.length > MAX_LINES || indicators.some(({ unit }) => unit !== first.unit))
    return null
  if (search.channel && view && !view.channel) return null
  const found = await findScope(work, first.id)
  if (!found) return null
  const { path, scope: whose, ...of } = found
  const channel = view?.channel && t.throughChannel(words.channels[view.channel])
  const scope = [whose, channel].filter(Boolean).join(' · ')
  const labels = indicators.map(({ id }) => words.list[id]!.name)
  const name = labels.join(', ')
  const data = view && (await readings())
  if (!data) return { name, scope, path, sentence: '', drawing: '', table: null, of: null }
  const lines = indicators.map(({ id }) => data.readings.filter(({ indicator }) => indicator === id))
  const sentence = trendSentence(language, labels[0]!, lines[0]!, view.span.period) ?? name
  const periods = lines[0]!.map(({ period }) => period)
  return {
    name,
    scope,
    path,
    sentence,
    drawing: linesDrawing(language, {
      unit: first.unit,
      sentence,
      periods,
      lines: lines.map((line, i) => ({ label: labels[i]!, values: line.map(({ value }) => value) })),
    }),
    table: table({
      id: 'numbers',
      caption: `${name}, ${scope}`,
      head: [t.period, ...labels],
      rows: periods
        .map((period, i) => [
          format.period(period),
          ...lines.map((line) => readingText(format, words.missing, line[i])),
        ])
        .reverse(),
    }),
    of: data,
  }

  /** Null where a release holds nothing by channel. */
  async function readings(): Promise<Readings | null> {
    const { grain, trendFrom: from, span, channel: through } = view!
    try {
      return await ask.get<Readings>(
        readingsUrl({ indicators: asked.join(','), ...of, channel: through, grain, from, to: span.endsOn }),
      )
    } catch (error) {
      if (error instanceof NotAnswered && error.status < 500) return null
      throw error
    }
  }
}
