import { html } from 'hono/html'
import type { Innovation, InnovationEffect, InnovationList } from '#shared/contract/innovation.ts'
import type { SignalList } from '#shared/contract/signals.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { effectUrl, innovationsUrl, innovationUrl, signalsUrl } from '#web/paths.ts'
import { listAgencies, listServices } from './catalogue.ts'
import type { Language } from './language.ts'
import {
  address,
  agencyPath,
  definitions,
  indicatorPath,
  innovationPath,
  lineOf,
  link,
  standing,
} from './parts.ts'
import type { PageWork, WritePage } from './written.ts'

const SIGNALS = '50'
const FIELDS = ['stage', 'initiator', 'kind', 'form', 'aim', 'benefit', 'result', 'legalBasis'] as const

const namesOf = async ({ ask, language }: PageWork) => {
  const names = fullNames(await listAgencies(ask), language.nameOf)
  return (code: string) => names.get(code) ?? code
}

/** What changed for real, newest first, with the rule that says so. */
export const writeSignals: WritePage = async (work) => {
  const { ask, language, search } = work
  const { t, words, format, locale } = language
  const name = await namesOf(work)
  const { agency, indicator } = search
  const list = await ask.get<SignalList>(signalsUrl({ agency, indicator, limit: SIGNALS, lang: locale }))
  return {
    title: t.signals.title,
    description: list.items[0]?.sentence ?? t.signals.none,
    isDemo: list.demo,
    body: html`<p class="page-meta">${t.signals.intro}</p><p class="page-meta">${standing(language, list)}</p>
${list.items.length === 0 ? html`<p>${t.signals.none}</p>` : ''}<ol class="signals">${list.items.map(
      (item) => {
        const view = { ...search, period: item.latest.period, channel: undefined }
        const when =
          item.from === item.to
            ? format.period(item.from)
            : `${format.period(item.from)} – ${format.period(item.to)}`
        return html`<li class="signal"><h2 class="signal-head">${
          item.agency === null
            ? link({ href: address('/', view), text: t.signals.everything })
            : link({ href: address(agencyPath(item.agency), view), text: name(item.agency) })
        }</h2><p class="signal-when muted">${link({ href: address(indicatorPath(item.indicator), view), text: words.list[item.indicator]!.name })} · ${when} · ${item.isStanding ? t.signals.standing : t.signals.over}</p>
<p>${item.sentence}</p></li>`
      },
    )}</ol>`,
  }
}

/** The register: what was changed, by whom, since when. */
export const writeInnovations: WritePage = async (work) => {
  const { ask, language, search } = work
  const { t, format } = language
  const name = await namesOf(work)
  const list = await ask.get<InnovationList>(innovationsUrl(search.agency))
  return {
    title: t.innovations.title,
    description: t.innovations.intro,
    isDemo: list.demo,
    body: html`<p class="page-meta">${t.innovations.intro}</p><p class="page-meta">${standing(language, list)}</p>
${list.items.length === 0 ? html`<p>${t.innovations.none}</p>` : ''}<ul class="signals">${list.items.map(
      (
        one,
      ) => html`<li class="signal"><h2 class="signal-head">${link({ href: address(innovationPath(one.id), search), text: one.name })}</h2>
<p class="signal-when muted">${[name(one.agency), t.innovations.started(format.date(one.startedOn)), one.stage && wordOf(language, one.stage), one.kind && wordOf(language, one.kind)].filter(Boolean).join(' · ')}</p>${
        one.aim ? html`<p>${t.innovations.fields.aim}: ${one.aim}</p>` : ''
      }</li>`,
    )}</ul>`,
  }
}

/** One innovation: what it is, and what came with it. */
export const writeInnovation: WritePage = async (work) => {
  const { ask, language, search, id } = work
  const { t, format, locale, nameOf } = language
  const one = await ask.find<Innovation>(innovationUrl(id))
  if (!one) return null
  const effect = await ask.get<InnovationEffect>(
    effectUrl({ innovation: id, indicator: search.indicator, lang: locale }),
  )
  const name = await namesOf(work)
  const service = (await listServices(ask)).find(({ code }) => code === one.service)
  const { fields } = t.innovations
  return {
    title: one.name,
    description: effect.sentence,
    isDemo: effect.demo,
    body: html`${lineOf([
      link({ href: address('/innovations', search), text: t.innovations.all }),
      link({ href: address(agencyPath(one.agency), search), text: name(one.agency) }),
      t.innovations.started(format.date(one.startedOn)),
    ])}<p class="opening">${effect.sentence}</p><p class="page-meta">${standing(language, effect)}</p>
<section aria-labelledby="details"><h2 id="details">${t.innovations.details}</h2>${definitions([
      [fields.service, service ? nameOf(service) : one.service],
      [fields.trialOn, one.trialOn && format.date(one.trialOn)],
      ...FIELDS.map((field) => {
        const said = one[field]
        return [fields[field], said && wordOf(language, said)] as const
      }),
      [fields.budget, one.budget === null ? null : format.value('currency', one.budget)],
    ])}</section>`,
  }
}

const wordOf = ({ t }: Language, value: string): string =>
  Object.hasOwn(t.innovations.words, value)
    ? t.innovations.words[value as keyof typeof t.innovations.words]
    : value
