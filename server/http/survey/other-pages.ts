import { html } from 'hono/html'
import type { AnswerOutcome } from '#server/actions/surveys/answer.ts'
import { MIN_ANSWERS } from '#shared/contract/survey-answer.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { type FormOf, otherLanguage } from './form-page.ts'
import { type Html, surveyShell, textsOf } from './shell.ts'

/** Says what became of an answer. */
export function thanksPage(of: FormOf, outcome: Exclude<AnswerOutcome, 'full'>, results: string): Html {
  const t = textsOf(of.locale)
  const said = {
    counted: t.thanksCounted,
    incomplete: t.thanksIncomplete(MIN_ANSWERS),
    repeat: t.thanksRepeat,
  }[outcome]
  return surveyShell({
    locale: of.locale,
    title: t.thanks,
    other: otherLanguage(of),
    body: html`<h1 id="done" tabindex="-1">${t.thanks}</h1><p><strong>${of.service}</strong><br>${of.agency}</p>
<p>${said}</p><p class="go"><a href="${results}">${t.seeResults}</a></p>
<p class="go"><a href="${of.path}?lang=${of.locale}">${t.again}</a></p>`,
  })
}

/** Asks which of several agencies it was. A native list: hundreds of agencies cost less than a page of links. */
export function choicePage(of: {
  locale: Locale
  path: string
  service: string
  agencies: readonly { code: string; name: string }[]
}): Html {
  const t = textsOf(of.locale)
  return surveyShell({
    locale: of.locale,
    title: of.service,
    other: otherLanguage(of),
    body: html`<h1>${of.service}</h1><p class="m">${t.title}</p><form method="get" action="${of.path}">
<p class="f"><label for="agency">${t.choose}</label><select id="agency" name="agency">${of.agencies.map(
      ({ code, name }) => html`<option value="${code}">${name}</option>`,
    )}</select></p><input type="hidden" name="lang" value="${of.locale}"><button>${t.go}</button></form>`,
  })
}

/** No such form is open. */
export function closedPage(of: { locale: Locale; path: string }): Html {
  const t = textsOf(of.locale)
  return surveyShell({
    locale: of.locale,
    title: t.closed,
    other: otherLanguage(of),
    body: html`<h1>${t.closed}</h1><p>${t.closedWhy}</p>`,
  })
}
