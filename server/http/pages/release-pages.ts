import { html } from 'hono/html'
import type {
  FigureChange,
  ReleaseCalendar,
  ReleaseItem,
  ReleaseKeyList,
  ReleaseList,
  ReleaseManifest,
  SignedRelease,
} from '#shared/contract/release.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { changedText } from '#shared/i18n/changed-text.ts'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { releaseSentence, releaseTitle } from '#shared/i18n/release-sentence.ts'
import type { Unit } from '#shared/measure/measure.ts'
import { spanOf } from '#shared/time/period.ts'
import { RELEASE_CALENDAR, releaseUrl, revisionsUrl } from '#web/paths.ts'
import type { Asking } from './asking.ts'
import { listAgencies } from './catalogue.ts'
import { listIndicators } from './indicator-pages.ts'
import type { Language } from './language.ts'
import { address, agencyPath, definitions, lineOf, link, releasePath, table } from './parts.ts'
import type { Html, PageWork, WritePage } from './written.ts'

const FORMATS = ['csv', 'json', 'xlsx', 'parquet'] as const
/** Changed figures that a page lists; the app has all. */
const CHANGES = 100

const wordsOf = ({ locale }: Language) => (locale === 'en' ? en : id)

/** Every published release, the newest first. */
export const listReleases = async (ask: Asking): Promise<ReleaseItem[]> =>
  (await ask.get<ReleaseList>('/api/v1/releases')).items

/** What is announced, and which release is the newest. */
export const readCalendar = (ask: Asking): Promise<ReleaseCalendar> =>
  ask.get<ReleaseCalendar>(RELEASE_CALENDAR)

/** What was released, what comes next, how a release is made, and the keys that it is signed with. */
export const writeReleases: WritePage = async ({ ask, language, search }) => {
  const r = wordsOf(language)
  const { locale, format } = language
  const items = await listReleases(ask)
  const coming = (await readCalendar(ask)).items.filter(({ state }) => state !== 'published')
  const { items: keys } = await ask.get<ReleaseKeyList>('/api/v1/release-keys')
  return {
    title: r.title,
    description: items[0] ? releaseSentence(locale, items[0]) : r.intro,
    body: html`<p class="page-meta">${r.intro}</p>
<p>${link({ href: locale === 'en' ? '/feed.atom?lang=en' : '/feed.atom', text: r.feed })}</p>
<section aria-labelledby="published"><h2 id="published">${r.published}</h2>${
      items.length === 0
        ? html`<p>${r.none}</p>`
        : html`<ol class="signals">${items.map(
            (
              item,
            ) => html`<li class="signal"><h3 class="signal-head">${link({ href: address(releasePath(item.code), search), text: releaseTitle(locale, item) })}${item.isLatest ? ` (${r.latest})` : ''}</h3>
<p>${releaseSentence(locale, item)}</p></li>`,
          )}</ol>`
    }</section>
<section aria-labelledby="calendar"><h2 id="calendar">${r.calendar}</h2>${
      coming.length === 0
        ? html`<p>${r.noPlan}</p>`
        : table({
            id: 'calendar',
            caption: r.calendar,
            head: [r.through, r.publishAt, r.submitBy, r.state, r.note],
            hasNotes: true,
            rows: coming.map((one) => [
              format.period(one.through),
              format.instant(one.publishAt),
              one.submitBy ? format.date(one.submitBy) : '–',
              r.states[one.state],
              one.note ?? '',
            ]),
          })
    }</section>
<section aria-labelledby="how"><h2 id="how">${r.howTitle}</h2><ol class="prose">${r.how.map((step) => html`<li>${step}</li>`)}</ol></section>
${
  keys.length === 0
    ? ''
    : html`<section aria-labelledby="keys"><h2 id="keys">${r.keysTitle}</h2><p>${r.keysIntro}</p>${definitions(
        keys.map((key) => [
          html`${r.keyId} <code class="address">${key.keyId}</code>`,
          html`${r.publicKey}: <code class="address">${key.publicKey}</code><br>${r.since} ${format.instant(key.createdAt)} · ${key.retiredAt ? `${r.until} ${format.instant(key.retiredAt)}` : r.inUse}`,
        ]),
      )}</section>`
}`,
  }
}

/** One release: what it is, who is late, what it changed, what proves it, and how to take it along. */
export const writeRelease: WritePage = async (work) => {
  const { ask, language, search } = work
  const r = wordsOf(language)
  const { t, locale, format, nameOf } = language
  const item = (await listReleases(ask)).find(({ code }) => code === work.id)
  if (!item) return null
  const { code, counts } = item
  const signed = await ask.get<SignedRelease>(releaseUrl(code))
  const { previous, parts } = JSON.parse(signed.manifest) as ReleaseManifest
  const names = fullNames(await listAgencies(ask), nameOf)
  const name = (agency: string) => names.get(agency) ?? agency
  const title = releaseTitle(locale, item)
  return {
    title,
    description: releaseSentence(locale, item),
    isDemo: item.isDemo,
    figure: { label: r.figures, value: format.number(counts.readings) },
    dataset: {
      name: title,
      from: `${item.from}-01`,
      to: spanOf(`${item.through}-01`, 'month').endsOn,
      asOf: item.publishedAt,
      spatial: 'Indonesia',
      version: code,
      downloads: [
        ...FORMATS.map((one) => ({ type: MEDIA[one], url: releaseUrl(code, `/data.${one}`) })),
        { type: 'application/zip', url: releaseUrl(code, '/package.zip') },
      ],
      variables: [],
    },
    body: html`${lineOf([
      link({ href: address('/releases', search), text: r.all }),
      ...(item.isLatest ? [r.latest] : []),
      ...(item.isDemo ? [t.invented] : []),
    ])}<p class="opening">${releaseSentence(locale, item)}</p>${definitions([
      [r.publishAt, format.instant(item.publishedAt)],
      [r.through, `${format.period(item.from)} – ${format.period(item.through)}`],
      [r.by, item.by],
      [
        r.replaces,
        item.replaces && link({ href: address(releasePath(item.replaces), search), text: item.replaces }),
      ],
      [r.reason, item.reason],
      [r.figures, format.number(counts.readings)],
      [r.agencies, format.number(counts.agencies)],
      [r.changed, format.number(counts.changed)],
    ])}${
      item.late.length === 0
        ? ''
        : html`<section aria-labelledby="late"><h2 id="late">${r.lateTitle}</h2><p>${r.lateIntro}</p><ul>${item.late.map(
            ({ agency, reason }) =>
              html`<li>${link({ href: address(agencyPath(agency), search), text: name(agency) })}: ${reason}</li>`,
          )}</ul></section>`
    }<section aria-labelledby="downloads"><h2 id="downloads">${r.downloadsTitle}</h2><ul><li>${link({ href: releaseUrl(code, '/package.zip'), text: r.package })}</li>${FORMATS.map(
      (one) =>
        html`<li>${link({ href: releaseUrl(code, `/data.${one}`), text: r.table(one.toUpperCase()) })}</li>`,
    )}<li>${link({ href: releaseUrl(code), text: r.manifest })}</li></ul><p class="muted">${r.linksNote}</p></section>
<section aria-labelledby="changes"><h2 id="changes">${r.changesTitle}</h2>${await changesOf(work, item, name)}</section>
<section aria-labelledby="proof"><h2 id="proof">${r.proofTitle}</h2>${definitions([
      [r.proof.hash, html`<code class="address">${signed.sha256}</code><br>${r.proof.hashWhy}`],
      [
        r.proof.signature,
        html`<code class="address">${signed.signature}</code><br>${r.proof.signatureWhy} ${r.publicKey}: <code class="address">${signed.publicKey}</code>`,
      ],
      [
        r.proof.previous,
        previous
          ? html`${link({ href: address(releasePath(previous.code), search), text: previous.code })}, <code class="address">${previous.sha256}</code><br>${r.proof.previousWhy}`
          : r.proof.first,
      ],
    ])}<p>${r.proof.parts(format.number(parts.length))}</p></section>`,
  }
}

const MEDIA = {
  csv: 'text/csv',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
} as const

async function changesOf(work: PageWork, item: ReleaseItem, name: (code: string) => string): Promise<Html> {
  const { ask, language, search } = work
  const r = wordsOf(language)
  const { format, locale, p, t } = language
  if (item.counts.changed === 0) return html`<p>${r.noChanges}</p>`
  const { items } = await ask.get<{ items: FigureChange[] }>(
    revisionsUrl({
      release: item.code,
      indicator: search.indicator,
      agency: search.agency,
      period: search.from,
      limit: String(CHANGES),
    }),
  )
  const cards = new Map((await listIndicators(work)).map((card) => [card.id, card]))
  return html`<p>${p.shown(format.number(items.length), format.number(item.counts.changed))} <a href="${releaseUrl(item.code, '/changes.csv')}">${r.changesCsv}</a></p>${table(
    {
      id: 'changes',
      caption: r.changesTitle,
      head: [r.figure, t.period, r.old, r.new],
      rows: items.map((one) => {
        const card = cards.get(one.indicator)
        const said = changedText(language, r.absent, one, card?.unit ?? ('number' satisfies Unit))
        return [
          [
            card?.name[locale] ?? one.indicator,
            one.agency === null ? r.together : name(one.agency),
            ...(one.service === null ? [] : [one.service]),
          ].join(', '),
          format.period(one.period),
          said.old,
          said.new,
        ]
      }),
    },
  )}`
}
