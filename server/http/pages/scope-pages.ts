import { html } from 'hono/html'
import type { AgencyItem, Reading, Readings } from '#shared/contract/reading.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { readingNote } from '#shared/i18n/reading-note.ts'
import { changePhrase, openingSentence } from '#shared/i18n/sentences.ts'
import { partNote } from '#shared/i18n/so-far.ts'
import { readingsUrl, SPAN } from '#web/paths.ts'
import {
  type Compared,
  compareFigures,
  KEY_FIGURES,
  keyFigures,
  type Scope,
  type View,
  viewOf,
} from '#web/view.ts'
import type { Asking } from './asking.ts'
import { listAgencies, listServices } from './catalogue.ts'
import type { Language } from './language.ts'
import {
  address,
  agencyPath,
  cell,
  definitions,
  downloadsOf,
  indicatorPath,
  intervalOf,
  type Linked,
  lineOf,
  link,
  linkList,
  servicePath,
  standing,
  table,
} from './parts.ts'
import { listReleases } from './release-pages.ts'
import type { Html, PageWork, WritePage, Written } from './written.ts'

/** Rows of the table of latest periods, and columns. */
const PERIODS = 12
const COLUMNS = ['on-time-rate', 'satisfaction-index', 'received'] as const
/** Links that a page lists; the site map has all. */
const LINKS = 60

/** The nation: all services of all agencies together. */
export const writeHome: WritePage = async (work) => {
  const { ask, language, search } = work
  const agencies = await listAgencies(ask)
  const services = await listServices(ask)
  const top = agencies.filter(({ parent }) => parent === null)
  return writeScope(work, {
    name: language.t.nation,
    scope: {},
    agencies,
    reporters: agencies,
    meta: '',
    links: [
      {
        id: 'agencies',
        title: language.t.agencies,
        links: agencyLinks(work, top.length > 1 ? top : agencies, agencies),
      },
      {
        id: 'services',
        title: language.t.services,
        links: services.map((one) => ({
          href: address(servicePath(one.code), search),
          text: language.nameOf(one),
        })),
      },
    ],
  })
}

/** One agency with everything below it. */
export const writeAgency: WritePage = async (work) => {
  const { ask, language, search, id } = work
  const { t, words, nameOf } = language
  const agencies = await listAgencies(ask)
  const agency = agencies.find(({ code }) => code === id)
  if (!agency) return null
  const parent = agencies.find(({ code }) => code === agency.parent)
  const units = agencies.filter((one) => one.parent === agency.code)
  const of = { agency: agency.code }
  return writeScope(work, {
    name: nameOf(agency),
    scope: of,
    agencies,
    reporters: units,
    meta: lineOf([
      words.levels[agency.level],
      ...(parent
        ? [
            html`${t.partOf} ${link({ href: address(agencyPath(parent.code), search), text: nameOf(parent) })}`,
          ]
        : []),
      link({ href: address('/comparison', search, of), text: t.comparison.compare }),
      link({ href: address('/signals', search, of), text: t.signals.title }),
      link({ href: address('/innovations', search, of), text: t.innovations.title }),
    ]),
    links: [{ id: 'units', title: t.units, links: agencyLinks(work, units, agencies) }],
  })
}

/** One service over all agencies that offer it. */
export const writeService: WritePage = async (work) => {
  const { ask, language, search, id } = work
  const { t, nameOf } = language
  const service = (await listServices(ask)).find(({ code }) => code === id)
  if (!service) return null
  return writeScope(work, {
    name: nameOf(service),
    scope: { service: service.code },
    agencies: await listAgencies(ask),
    reporters: [],
    meta: lineOf([t.service, link({ href: address('/services', search), text: t.services })]),
    links: [],
  })
}

interface AgencyLink extends Linked {
  code: string
}

interface ScopePage {
  name: string
  scope: Scope
  agencies: readonly AgencyItem[]
  /** of whom it is said who has not reported */
  reporters: readonly AgencyItem[]
  meta: Html | ''
  links: { id: string; title: string; links: Linked[] }[]
}

async function writeScope(work: PageWork, page: ScopePage): Promise<Written> {
  const { ask, language, search } = work
  const { t, p, locale, format, words } = language
  const months = await ask.get<Readings>(readingsUrl(SPAN))
  const view = viewOf(months, search)
  const { name, scope } = page
  const links = page.links.map((list) => linkList(list.id, list.title, list.links.slice(0, LINKS)))
  if (!view) {
    return {
      title: name,
      description: t.empty,
      body: html`${page.meta}<p class="opening">${t.empty}</p>${links}`,
    }
  }
  const asked = keyFigures(view, scope)
  const data = await ask.get<Readings>(readingsUrl(asked))
  const { period, now, of, time } = compareFigures(data, asked)
  const part = partNote(locale, period, now)
  const sentence = openingSentence(locale, period, {
    time,
    onTime: of('on-time-rate'),
    satisfaction: of('satisfaction-index'),
    channel: view.channel,
  })
  const key = KEY_FIGURES.map((indicator) => ({
    ...of(indicator),
    name: words.list[indicator]!.name,
    indicator,
  }))
  const gone = key.filter(({ current }) => current?.value == null)
  const first = key.find(({ current }) => current === time.current) ?? key[0]!
  const late = await lateReasons(ask, data.release)
  const silent = view.channel ? [] : await listSilent(work, page, view)
  const reason = scope.agency && late.get(scope.agency)
  const isAbsent = ({ current }: { current: Reading | undefined }) => current === undefined
  return {
    title: name,
    description: sentence,
    isDemo: data.demo,
    figure: { label: first.name, value: readingText(format, words.missing, first.current) },
    dataset: {
      name: p.dataset(name),
      from: asked.from,
      to: asked.to,
      asOf: data.asOf,
      spatial: 'Indonesia',
      downloads: downloadsOf(asked),
      variables: key.map((one) => one.name),
    },
    body: html`${page.meta}<p class="opening">${sentence}</p>
${part ? html`<p class="part">${part}</p>` : ''}<p class="page-meta">${standing(language, data)}</p>
<section aria-labelledby="key-figures"><h2 id="key-figures">${t.keyFigures}</h2>${definitions(
      key.map((one) => [
        link({ href: address(indicatorPath(one.indicator), search), text: one.name }),
        figureText(language, one),
      ]),
    )}</section>
<section aria-labelledby="missing"><h2 id="missing">${p.missingTitle}</h2>${
      gone.length === 0
        ? html`<p>${p.nothingMissing}</p>`
        : html`<ul>${gone.map(
            (one) =>
              html`<li>${p.missing(one.name, isAbsent(one) ? words.missingSentence['not-reported'] : readingNote(language, one.current!))}</li>`,
          )}</ul>`
    }${
      silent.length === 0
        ? ''
        : html`<p>${t.notReportedIntro(format.number(silent.length))}</p><ul class="columns">${silent.map(
            (one) =>
              html`<li>${link(one)}${one.note ? ` (${one.note})` : ''}${late.has(one.code) ? `: ${late.get(one.code)}` : ''}</li>`,
          )}</ul>`
    }${reason ? html`<p>${p.late(reason)}</p>` : ''}</section>
${latestPeriods(language, data, time.current?.indicator ?? 'median-time')}
${links}${scope.service ? await offeredBy(work, page, view) : ''}`,
  }
}

/** A figure with its interval, how many it rests on, against what, and what a reader must know. */
function figureText(language: Language, { current, previous }: Compared): Html {
  const { t, format, words, locale } = language
  const note = current ? readingNote(language, current) : words.missingSentence['not-reported']
  if (current?.value == null)
    return html`<strong>${readingText(format, words.missing, current)}</strong>. ${note}`
  const change = changePhrase(locale, { current, previous })
  const about = [
    current.low === null ? t.noInterval : `${t.interval}: ${intervalOf(language, current)}`,
    ...(current.n === null ? [] : [`${t.n} ${format.number(current.n)}`]),
    ...(change ? [change] : []),
  ]
  return html`<strong>${format.value(current.unit, current.value)}</strong> (${about.join('; ')}). ${note}`
}

/** The last periods of the figures that sentences are made of. */
function latestPeriods(language: Language, data: Readings, time: string): Html {
  const { t, p, format, words } = language
  const columns = [time, ...COLUMNS]
  const rows = new Map<string, Map<string, Reading>>()
  for (const reading of data.readings) {
    const row = rows.get(reading.period) ?? new Map<string, Reading>()
    rows.set(reading.period, row.set(reading.indicator, reading))
  }
  return html`<section aria-labelledby="latest"><h2 id="latest">${p.latest}</h2>${table({
    id: 'latest',
    caption: p.latest,
    head: [t.period, ...columns.map((id) => words.list[id]!.name)],
    rows: [...rows]
      .slice(-PERIODS)
      .reverse()
      .map(([period, row]) => [format.period(period), ...columns.map((id) => cell(language, row.get(id)))]),
  })}</section>`
}

/** Why agencies are late in the release that the figures are of. */
async function lateReasons(ask: Asking, code: string | undefined): Promise<ReadonlyMap<string, string>> {
  const release = code === undefined ? undefined : (await listReleases(ask)).find((one) => one.code === code)
  return new Map(release?.late.map(({ agency, reason }) => [agency, reason]))
}

/** Units that were expected to deliver for the period and have not. */
async function listSilent(
  work: PageWork,
  { reporters, agencies }: ScopePage,
  view: View,
): Promise<AgencyLink[]> {
  if (reporters.length === 0) return []
  const parents = new Set(agencies.map(({ parent }) => parent))
  const wanted = new Set(reporters.map(({ code }) => code))
  const { readings } = await work.ask.get<Readings>(
    readingsUrl({
      indicators: 'received',
      agency: '*',
      grain: view.grain,
      from: view.span.startsOn,
      to: view.span.endsOn,
    }),
  )
  const late = readings.filter(
    ({ agency, coverage, missing }) =>
      agency !== null &&
      wanted.has(agency) &&
      !parents.has(agency) &&
      coverage.expected > 0 &&
      coverage.reporting === 0 &&
      missing !== 'not-yet-due',
  )
  const codes = new Set(late.map(({ agency }) => agency))
  return agencyLinks(
    work,
    agencies.filter(({ code }) => codes.has(code)),
    agencies,
  )
}

async function offeredBy(work: PageWork, { scope, agencies }: ScopePage, view: View): Promise<Html | ''> {
  const { ask, language } = work
  const { t, p, format, words, nameOf } = language
  const figures = ['received', 'on-time-rate', 'satisfaction-index']
  const { readings } = await ask.get<Readings>(
    readingsUrl({
      indicators: figures.join(','),
      agency: '*',
      ...scope,
      channel: view.channel,
      grain: view.grain,
      from: view.span.startsOn,
      to: view.span.endsOn,
    }),
  )
  const byAgency = Map.groupBy(readings, ({ agency }) => agency ?? '')
  const rows = agencyRows(
    agencies.filter(({ code }) => byAgency.has(code)),
    agencies,
    nameOf,
  )
  if (rows.length === 0) return ''
  return html`<section aria-labelledby="offered-by"><h2 id="offered-by">${p.offeredBy}</h2>
${rows.length > LINKS ? html`<p>${p.shown(format.number(LINKS), format.number(rows.length))}</p>` : ''}${table(
  {
    id: 'offered-by',
    caption: `${p.offeredBy}: ${format.period(view.span.period)}`,
    head: [t.agency, ...figures.map((id) => words.list[id]!.name)],
    rows: rows.slice(0, LINKS).map(({ code, name, note }) => [
      html`${link({ href: address(agencyPath(code), work.search), text: name })}${note ? ` (${note})` : ''}`,
      ...figures.map((id) =>
        cell(
          language,
          byAgency.get(code)?.find(({ indicator }) => indicator === id),
        ),
      ),
    ]),
  },
)}</section>`
}

const agencyLinks = (
  { language, search }: PageWork,
  some: readonly AgencyItem[],
  all: readonly AgencyItem[],
): AgencyLink[] =>
  agencyRows(some, all, language.nameOf).map(({ code, name, note }) => ({
    code,
    href: address(agencyPath(code), search),
    text: name,
    note,
  }))
