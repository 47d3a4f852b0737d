import { html } from 'hono/html'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { AgencyItem, AgencyLevel } from '#shared/contract/reading.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { comparisonUrl } from '#web/paths.ts'
import { listAgencies } from './catalogue.ts'
import { listIndicators, viewOfCard } from './indicator-pages.ts'
import { address, agencyPath, intervalOf, link, standing, table } from './parts.ts'
import type { WritePage } from './written.ts'

const FIRST = 'on-time-rate'
/** The most alike first, as on the page of the app. */
const LEVELS: readonly AgencyLevel[] = ['city', 'regency', 'province', 'ministry', 'agency', 'unit']
const ROWS = 100

const levelsOf = (agencies: readonly AgencyItem[]): AgencyLevel[] =>
  LEVELS.filter((level) => agencies.filter((agency) => agency.level === level).length > 1)

/** Agencies side by side: who truly differs, and whose difference may be chance. */
export const writeComparison: WritePage = async (work) => {
  const { ask, language, search } = work
  const { t, p, words, locale, format, nameOf } = language
  const agencies = await listAgencies(ask)
  const cards = await listIndicators(work)
  const card = cards.find(({ id }) => id === search.indicator) ?? cards.find(({ id }) => id === FIRST)!
  const { view } = await viewOfCard(work, card)
  const levels = levelsOf(agencies)
  const own = agencies.find(({ code }) => code === search.agency)
  const level = levels.find((one) => one === search.level) ?? levels[0]
  const isPeers = own !== undefined && !search.level
  const intro = html`<p class="page-meta">${t.comparison.intro}</p>`
  if (!view || (!isPeers && !level)) {
    return {
      title: t.comparison.title,
      description: t.comparison.intro,
      body: html`${intro}<p>${t.empty}</p>`,
    }
  }
  const data = await ask.get<Comparison>(
    comparisonUrl({
      indicator: card.id,
      period: view.span.period,
      ...(isPeers ? { peersOf: own.code } : { level: level! }),
      lang: locale,
    }),
  )
  const names = fullNames(agencies, nameOf)
  const name = (code: string) => names.get(code) ?? code
  const { unit, funnel, peers } = data
  const rows = [...data.agencies].sort((a, b) => name(a.agency).localeCompare(name(b.agency)))
  return {
    title: t.comparison.title,
    description: data.sentence,
    isDemo: data.demo,
    body: html`${intro}<p class="opening">${data.sentence}</p><p class="page-meta">${standing(language, data)}</p>
${
  peers
    ? html`<p class="league-note">${
        peers.agencies.length === 0
          ? t.comparison.noPeers
          : t.comparison.peersUsed(peers.agencies.map(name).join('; '), format.number(peers.factor, 1))
      }</p>`
    : ''
}<section aria-labelledby="intervals"><h2 id="intervals">${t.comparison.intervalsTitle(format.period(data.period))}</h2>
${rows.length > ROWS ? html`<p>${p.shown(format.number(ROWS), format.number(rows.length))}</p>` : ''}${table({
  id: 'intervals',
  caption: t.comparison.intervals,
  head: [
    t.agency,
    card.name[locale],
    t.interval,
    t.n,
    t.comparison.rank,
    ...(funnel ? [t.comparison.class] : []),
  ],
  rows: rows
    .slice(0, ROWS)
    .map((one) => [
      link({ href: address(agencyPath(one.agency), search), text: name(one.agency) }),
      html`<span class="${one.value === null ? 'missing' : ''}">${readingText(format, words.missing, { ...one, unit })}</span>`,
      intervalOf(language, { ...one, unit }),
      one.n === null ? '–' : format.number(one.n),
      one.rank
        ? t.comparison.rankOf(
            format.number(one.rank.from),
            format.number(one.rank.to),
            format.number(one.rank.of),
          )
        : '–',
      ...(funnel ? [one.funnel ? t.comparison.classes[one.funnel.adjusted] : '–'] : []),
    ]),
})}<p class="league-note">${t.comparison.rankNote}</p></section>`,
  }
}
