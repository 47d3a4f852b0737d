import type { Comparison } from '#shared/contract/comparison.ts'
import { AGENCY_LEVELS } from '#shared/contract/reading.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { comparisonUrl } from '#web/paths.ts'
import type { View } from '#web/view.ts'
import { listAgencies } from './catalogue.ts'
import { funnelDrawing } from './embed-drawing.ts'
import type { EmbedFigure } from './embed-figure.ts'
import { table } from './parts.ts'
import type { PageWork } from './written.ts'

/** Agencies at their number of cases, between the limits that chance alone would keep: all of a level, or the peers of
 *  one. Null also for a figure that has no such limits. */
export async function funnelFigure(
  { ask, language, search }: PageWork,
  view: View | null,
  peersOf: string | undefined,
): Promise<EmbedFigure | null> {
  const { t, words, locale, format, nameOf } = language
  const indicator = findIndicator(search.indicator ?? '')
  const agencies = await listAgencies(ask)
  const own = agencies.find(({ code }) => code === peersOf)
  const level = AGENCY_LEVELS.find((one) => one === search.level)
  if (!indicator || !view || (peersOf ? !own : !level)) return null
  const group = peersOf ? { peersOf } : { level: level! }
  const data = await ask.get<Comparison>(
    comparisonUrl({ indicator: indicator.id, period: view.span.period, ...group, lang: locale }),
  )
  const { funnel, unit, sentence } = data
  if (!funnel) return null
  const names = fullNames(agencies, nameOf)
  const shown = data.agencies
    .filter((one) => one.value !== null && one.n !== null && one.n > 0 && !isOfPart(one))
    .sort((a, b) => a.n! - b.n!)
  const name = `${t.comparison.funnel}: ${words.list[indicator.id]!.name}`
  const whose = own ? t.comparison.peersOf(nameOf(own)) : t.comparison.levelGroup(words.levels[level!])
  const scope = `${whose} · ${format.period(data.period)}`
  return {
    name,
    scope,
    path: '/comparison',
    search: { indicator: indicator.id, ...(own ? { agency: own.code } : { level }) },
    sentence,
    drawing: funnelDrawing(language, { funnel, unit, sentence, agencies: shown }),
    table:
      shown.length === 0
        ? null
        : table({
            id: 'numbers',
            caption: `${name}, ${scope}`,
            head: [t.agency, t.n, t.value, t.comparison.class, t.comparison.classAdjusted],
            rows: shown.map((one) => [
              names.get(one.agency) ?? one.agency,
              format.number(one.n!),
              format.value(unit, one.value!),
              one.funnel ? t.comparison.classes[one.funnel.plain] : '–',
              one.funnel ? t.comparison.classes[one.funnel.adjusted] : '–',
            ]),
          }),
    of: data,
  }
}
