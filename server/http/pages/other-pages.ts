import { html } from 'hono/html'
import type { Readings } from '#shared/contract/reading.ts'
import { verifyPage as en } from '#shared/i18n/en/verify-page.ts'
import { verifyPage as id } from '#shared/i18n/id/verify-page.ts'
import { readingsUrl, SPAN } from '#web/paths.ts'
import { KEY_FIGURES, keyFigures, viewOf } from '#web/view.ts'
import { listServices } from './catalogue.ts'
import { address, cell, downloadsOf, link, servicePath, standing, table } from './parts.ts'
import type { WritePage } from './written.ts'

const FIGURES = ['received', 'median-time', 'on-time-rate', 'satisfaction-index']

/** Every service of the catalogue with its figures over all agencies. */
export const writeServices: WritePage = async ({ ask, language, search }) => {
  const { t, p, words, format, nameOf } = language
  const services = await listServices(ask)
  const view = viewOf(await ask.get<Readings>(readingsUrl(SPAN)), search)
  const question = view && {
    indicators: FIGURES.join(','),
    service: '*',
    channel: view.channel,
    grain: view.grain,
    from: view.span.startsOn,
    to: view.span.endsOn,
  }
  const data = question && (await ask.get<Readings>(readingsUrl(question)))
  const byService = Map.groupBy(data?.readings ?? [], ({ service }) => service ?? '')
  return {
    title: t.services,
    description: p.about(services.map(nameOf).slice(0, 8).join(', ')),
    isDemo: data?.demo,
    dataset: question
      ? {
          name: p.dataset(t.services),
          from: question.from,
          to: question.to,
          asOf: data?.asOf ?? null,
          spatial: 'Indonesia',
          downloads: downloadsOf(question),
          variables: FIGURES.map((id) => words.list[id]!.name),
        }
      : undefined,
    body: html`${data ? html`<p class="page-meta">${standing(language, data)}</p>` : html`<p>${t.empty}</p>`}${table(
      {
        id: 'services',
        caption: view ? `${t.services}: ${format.period(view.span.period)}` : t.services,
        head: [t.service, ...FIGURES.map((id) => words.list[id]!.name)],
        rows: services.map((one) => [
          link({ href: address(servicePath(one.code), search), text: nameOf(one) }),
          ...FIGURES.map((id) =>
            cell(
              language,
              byService.get(one.code)?.find(({ indicator }) => indicator === id),
            ),
          ),
        ]),
      },
    )}`,
  }
}

/** How to take the figures along. */
export const writeData: WritePage = async ({ ask, language, search }) => {
  const { t, p, words, format } = language
  const months = await ask.get<Readings>(readingsUrl(SPAN))
  const view = viewOf(months, search)
  const question = view && keyFigures(view, {})
  return {
    title: t.data,
    description: t.dataPage.intro,
    isDemo: months.demo,
    dataset: question
      ? {
          name: p.dataset(t.nation),
          from: question.from,
          to: question.to,
          asOf: months.asOf,
          spatial: 'Indonesia',
          downloads: downloadsOf(question),
          variables: KEY_FIGURES.map((id) => words.list[id]!.name),
        }
      : undefined,
    body: html`<p class="page-meta">${t.dataPage.intro}</p>${
      question
        ? html`<ul><li>${link({ href: readingsUrl(question, 'csv'), text: t.dataPage.csv })}</li><li>${link({ href: readingsUrl(question), text: t.dataPage.json })}</li></ul>`
        : html`<p>${t.empty}</p>`
    }<p>${link({ href: '/docs', text: t.dataPage.document })}</p>${
      months.asOf
        ? html`<p class="muted">${t.dataPage.cite}: ${t.dataPage.citation(standing(language, { ...months, asOf: null }), format.instant(months.asOf))}</p>`
        : ''
    }<p>${link({ href: address('/indicators', search), text: t.indicators })}</p>`,
  }
}

/** What is promised, how a number is made, how to read it, and whose work this rests on. */
export const writeAbout: WritePage = async ({ language }) => {
  const { t } = language
  const { promiseTitle, promise, madeTitle, made, readTitle, read, licences, licence } = t.aboutPage
  return {
    title: t.about,
    description: promise,
    body: html`<div class="prose"><h2>${promiseTitle}</h2><p>${promise}</p><h2>${madeTitle}</h2><ol>${made.map(
      (step) => html`<li>${step}</li>`,
    )}</ol><h2>${readTitle}</h2><ul>${read.map((rule) => html`<li>${rule}</li>`)}</ul><h2>${licences}</h2><p>${licence}</p></div>`,
  }
}

/** What a figure is checked with; the checking itself is done in the browser, or by the command line. */
export const writeVerify: WritePage = async ({ language, search }) => {
  const { title, intro } = language.locale === 'en' ? en : id
  return {
    title,
    description: intro,
    body: html`<p class="page-meta">${intro}</p><pre>npx terukur verify DIR_OR_URL</pre><p>${link({ href: address('/releases', search), text: language.t.nav.releases })}</p>`,
  }
}
