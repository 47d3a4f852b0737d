import type { Grain } from '#shared/time/period.ts'

// What an address says, and every address of the app. Everything that changes what is seen is in it.

export interface ViewSearch {
  lang?: 'en' | undefined
  period?: string | undefined
  /** code of a release */
  release?: string | undefined
  channel?: string | undefined
  q?: string | undefined
  level?: string | undefined
  sort?: string | undefined
  indicator?: string | undefined
  kind?: string | undefined
  agency?: string | undefined
  service?: string | undefined
  grain?: string | undefined
  from?: string | undefined
  to?: string | undefined
  include?: string | undefined
  calendar?: string | undefined
  /** where to go on after signing in */
  next?: string | undefined
  /** why the single sign-on did not let somebody in */
  refused?: string | undefined
  /** of a page that leads through several */
  step?: string | undefined
}

const KEYS = [
  'lang',
  'period',
  'release',
  'channel',
  'q',
  'level',
  'sort',
  'indicator',
  'kind',
  'agency',
  'service',
  'grain',
  'from',
  'to',
  'include',
  'next',
  'refused',
  'calendar',
  'step',
] as const

/** Reads an address: known keys with plain text, nothing else. */
export function readSearch(given: Record<string, unknown>): ViewSearch {
  const search: ViewSearch = {}
  for (const key of KEYS) {
    const value = given[key]
    if (typeof value !== 'string' || value === '') continue
    if (key === 'lang') {
      if (value === 'en') search.lang = 'en'
    } else search[key] = value
  }
  return search
}

/** `?period=2026-09&lang=en`: plain text, as a person would write it. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text))

export const stringifySearch = (search: Record<string, unknown>): string =>
  queryText(readSearch(search) as Record<string, string | undefined>)

/** What stays when one goes from page to page: language, period and channel. */
export const keep = ({ lang, period, channel }: ViewSearch): ViewSearch => ({ lang, period, channel })

export interface ReadingsParameters {
  indicators: string
  from: string
  to: string
  grain: Grain
  agency?: string | undefined
  service?: string | undefined
  channel?: string | undefined
  /** what each reading brings along */
  include?: string | undefined
}

/** Months with cases or answers, from which pages know what there is. */
export const SPAN: ReadingsParameters = {
  indicators: 'received,respondents',
  grain: 'month',
  from: '1995-01-01',
  to: '2049-12-31',
}

/** Address of a question to the API; the same for fetching, downloading and showing. */
export function readingsUrl(parameters: ReadingsParameters, format: 'json' | 'csv' = 'json'): string {
  const { indicators, agency, service, channel, grain, from, to, include } = parameters
  return `/api/v1/readings${format === 'csv' ? '.csv' : ''}${queryText({ indicators, agency, service, channel, grain, from, to, include })}`
}

export type FileFormat = 'csv' | 'json' | 'xlsx' | 'parquet'

/** Address of the file of a question to the API: all that it answers, codes with their names in both languages. */
export function fileUrl(question: string, format: FileFormat): string {
  const [path, query = ''] = question.split('?') as [string, string?]
  const asked = new URLSearchParams(query)
  for (const part of ['limit', 'cursor']) asked.delete(part)
  if (format === 'csv' && path.endsWith('/readings')) asked.set('labels', 'both')
  return `${path}.${format}${queryText(Object.fromEntries(asked))}`
}

/** Address of the spread of times in a period. */
export const distributionUrl = (question: {
  agency?: string | undefined
  service?: string | undefined
  channel?: string | undefined
  period: string
}): string => `/api/v1/distribution${queryText({ ...question })}`

export interface SeriesQuestion {
  indicator: string
  agency?: string | undefined
  service?: string | undefined
  grain: Grain
  from: string
  to: string
  lang: string
}

/** Address of a figure over time with its control chart. */
export const seriesUrl = (question: SeriesQuestion): string => `/api/v1/series${queryText({ ...question })}`

export interface ComparisonQuestion {
  indicator: string
  period: string
  /** either all of a level, or the peers of an agency */
  level?: string | undefined
  peersOf?: string | undefined
  lang: string
}

/** Address of agencies side by side. */
export const comparisonUrl = ({ peersOf, ...question }: ComparisonQuestion): string =>
  `/api/v1/comparison${queryText({ ...question, 'peers-of': peersOf })}`

export interface SignalsQuestion {
  agency?: string | undefined
  indicator?: string | undefined
  limit: string
  cursor?: string | undefined
  lang: string
}

/** Address of what changed for real. */
export const signalsUrl = (question: SignalsQuestion): string =>
  `/api/v1/signals${queryText({ ...question })}`

export interface CoverageQuestion {
  /** with all below it; absent: everything */
  agency?: string | undefined
  from: string
  to: string
  lang: string
}

/** Address of who reports what, how fresh it is, and who is late. */
export const coverageUrl = (question: CoverageQuestion): string =>
  `/api/v1/coverage${queryText({ ...question })}`

/** Address of the register of innovations. */
export const innovationsUrl = (agency?: string, cursor?: string): string =>
  `/api/v1/innovations${queryText({ agency, limit: '50', cursor })}`

/** Address of one innovation. */
export const innovationUrl = (id: string): string => `/api/v1/innovations/${encodeURIComponent(id)}`

export interface EffectQuestion {
  innovation: string
  /** absent: the one of which more is known */
  indicator: string | undefined
  lang: string
}

/** Address of what can be said of an innovation's effect. */
export const effectUrl = ({ innovation, ...question }: EffectQuestion): string =>
  `${innovationUrl(innovation)}/effect${queryText({ ...question })}`

/** A figure of a period, as targets and what is said of them name it. */
export interface FigureOfPeriod {
  agency: string
  service: string | null
  indicator: string
  period: string
}

interface OfAgency {
  agency?: string | undefined
  indicator?: string | undefined
  cursor?: string | undefined
}

/** Address of targets with how they stand. */
export const targetsUrl = (of: OfAgency): string => `/api/v1/targets${queryText({ ...of, limit: '30' })}`

/** Address of what agencies say of their misses. */
export const explanationsUrl = (of: OfAgency): string =>
  `/api/v1/explanations${queryText({ ...of, limit: '200' })}`

/** Address of how a target came to be what it is. */
export const targetHistoryUrl = ({ service, ...of }: FigureOfPeriod): string =>
  `/api/v1/targets/history${queryText({ ...of, service: service ?? undefined })}`

/** Address of promises of time. */
export const standardsUrl = (service?: string): string => `/api/v1/standards${queryText({ service })}`

/** Address of the holidays of a year. */
export const holidaysUrl = (set: string, year: string): string =>
  `/api/v1/calendars/holidays${queryText({ set, year })}`

/** Address of an agency's own survey of a period. */
export const surveyResultsUrl = (of: { agency: string; service?: string | undefined; period: string }) =>
  `/api/v1/survey/results${queryText(of)}`

/** Address of the survey forms of an agency. */
export const surveyFormsUrl = (agency: string) => `/api/v1/survey/forms${queryText({ agency })}`

/** Address of follow-up plans. */
export const plansUrl = (of: { agency?: string | undefined; period?: string | undefined }) =>
  `/api/v1/plans${queryText({ ...of, limit: '200' })}`

/** Address of how a plan came to be what it is. */
export const planHistoryUrl = (of: {
  agency: string
  service?: string | undefined
  period: string
  element: string
}) => `/api/v1/plans/history${queryText(of)}`

/** Address of what is announced, and which release is the newest. */
export const RELEASE_CALENDAR = '/api/v1/release-calendar'

/** Address of a release with what proves it, and of what of it can be taken along. */
export const releaseUrl = (
  code: string,
  rest: '' | '/package.zip' | '/changes.csv' | '/changed' | `/data.${string}` = '',
): string => `/api/v1/releases/${encodeURIComponent(code)}${rest}`

/** Address of the figures that releases said otherwise than the ones before. */
export const revisionsUrl = (of: {
  agency?: string | undefined
  service?: string | undefined
  indicator?: string | undefined
  period?: string | undefined
  release?: string | undefined
  limit?: string | undefined
  cursor?: string | undefined
  /** of no other agency or service than the ones that are named, or of all together */
  exact?: 'true' | undefined
}): string => `/api/v1/revisions${queryText({ limit: '200', ...of })}`

/** What stands in another page: one figure of a scope with its usual variation; several, or those of a channel, as plain
 *  lines; the agencies of a level, or the peers of one, in a funnel; or the effect of an innovation. */
export interface EmbedQuestion {
  /** or several, with commas between */
  indicator: string
  agency?: string | undefined
  service?: string | undefined
  channel?: string | undefined
  level?: string | undefined
  /** of which agency */
  peers?: string | undefined
  innovation?: string | undefined
}

/** Address of a figure to stand in another page; a page of the server, not of the app. */
export const embedUrl = (of: EmbedQuestion & { lang?: string | undefined }): string =>
  `/embed${queryText({ ...of })}`

/** Where a single sign-on begins; a page of the server, not of the app. */
export const ssoUrl = ({ next, lang }: ViewSearch) => `/api/v1/session/sso${queryText({ next, lang })}`

/** `?a=1&b=2` of what is given. Commas and slashes are harmless in a query and easier to read as they are. */
function queryText(given: Record<string, string | undefined>): string {
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => !!pair[1])
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text ? `?${text}` : ''
}

/** The navigation of every public page, by the names of its texts. */
export const PAGE_LINKS = [
  ['/', 'home'],
  ['/services', 'services'],
  ['/comparison', 'compare'],
  ['/signals', 'changes'],
  ['/innovations', 'innovations'],
  ['/indicators', 'indicators'],
  ['/releases', 'releases'],
  ['/data', 'data'],
  ['/about', 'about'],
] as const
