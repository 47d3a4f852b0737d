import { html, raw } from 'hono/html'
import { REMARK_DAYS } from '#server/actions/surveys/answer.ts'
import { MAX_REMARK, PROFILE, QUESTIONS } from '#shared/contract/survey-answer.ts'
import type { SurveyFormTexts } from '#shared/i18n/id/survey-form.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type Html, surveyShell, textsOf } from './shell.ts'

/** What a form is of, in the words of its reader. */
export interface FormOf {
  locale: Locale
  /** the form's own address, without language */
  path: string
  agency: string
  service: string
  isDemo: boolean
  /** months that answers are kept; null: for as long as they are of use */
  answerMonths: number | null
}

export type Given = Readonly<Record<string, string>>

export interface Wrong {
  /** what is wrong with the whole */
  whole: string | null
  /** what is wrong with a field, by its name */
  fields: Readonly<Record<string, string>>
}

const withLanguage = (path: string, locale: Locale): string => `${path}?lang=${locale}`
export const otherLanguage = ({ path, locale }: { path: string; locale: Locale }): string =>
  withLanguage(path, locale === 'en' ? 'id' : 'en')

/** The form with what was given before, what is wrong with it beside it, and a token to send it with. */
export function formPage(of: FormOf, token: string, given: Given = {}, wrong: Wrong | null = null): Html {
  const t = textsOf(of.locale)
  const heading = `${wrong ? `${t.problem}: ` : ''}${of.service}, ${of.agency}`
  return surveyShell({
    locale: of.locale,
    title: heading,
    other: otherLanguage(of),
    body: html`<h1>${of.service}</h1><p><strong>${of.agency}</strong><br><span class="m">${t.title}</span></p>
${of.isDemo ? html`<p class="note">${t.demo}</p>` : ''}
${wrong ? problem(t, wrong) : ''}
<p>${t.intro}<br>${t.nameless} <a href="#purpose">${t.purpose}</a></p>
<form method="post" action="${withLanguage(of.path, of.locale)}" data-survey>
<input type="hidden" name="form" value="${token}"><input type="hidden" name="answeredAt">
${ELEMENTS.map((element, i) => question(t, element, i + 1, given, wrong))}
${profile(t, given)}
<div class="r"><label for="remark">${t.remark}</label><textarea id="remark" name="remark" rows="3" autocomplete="off" aria-describedby="remark-hint${wrong?.fields.remark ? ' remark-err' : ''}"${wrong?.fields.remark ? raw(' aria-invalid="true"') : ''}>${given.remark ?? ''}</textarea>
${fault('remark', wrong)}<small class="m" id="remark-hint">${t.remarkHint(MAX_REMARK)}</small></div>
<div class="trap" aria-hidden="true"><label>${t.leaveEmpty} <input name="website" tabindex="-1" autocomplete="off"></label></div>
<button>${t.send}</button></form>
<h2 id="purpose">${t.purpose}</h2><ul>${t.purposes(REMARK_DAYS, of.answerMonths).map((text) => html`<li>${text}</li>`)}</ul>`,
  })
}

function problem(t: SurveyFormTexts, { whole, fields }: Wrong): Html {
  const names = Object.keys(fields)
  return html`<div class="bad" role="alert" id="problem" tabindex="-1"><strong>${t.problem}</strong><br>${whole ?? ''}
${names.map((name) => html`<a href="#${name}">${labelOf(t, name)}: ${fields[name]!}</a><br>`)}</div>`
}

const labelOf = (t: SurveyFormTexts, name: string): string =>
  name in t.elements ? t.elements[name as keyof typeof t.elements].question : t.remark

const fault = (name: string, wrong: Wrong | null): Html | string =>
  wrong?.fields[name] ? html`<span class="err" id="${name}-err">${wrong.fields[name]}</span>` : ''

function question(
  t: SurveyFormTexts,
  element: (typeof ELEMENTS)[number],
  number: number,
  given: Given,
  wrong: Wrong | null,
): Html {
  const { question: asked, answers } = t.elements[element]
  const described = wrong?.fields[element] ? raw(` aria-describedby="${element}-err"`) : ''
  return html`<fieldset id="${element}"${described}><legend>${number}. ${asked}</legend>${fault(element, wrong)}<div>${answers.map(
    (answer, i) =>
      html`<label><input type="radio" name="${element}" value="${i + 1}"${given[element] === String(i + 1) ? raw(' checked') : ''}>${answer}</label>`,
  )}</div></fieldset>
`
}

function profile(t: SurveyFormTexts, given: Given): Html {
  const isOpen = QUESTIONS.some((name) => given[name])
  return html`<details${isOpen ? raw(' open') : ''}><summary>${t.aboutYou}</summary><p class="m">${t.aboutYouWhy}</p>${QUESTIONS.map(
    (name) =>
      html`<p class="f"><label for="${name}">${t.profile[name].question}</label><select id="${name}" name="${name}"><option value="">${t.noAnswer}</option>${PROFILE[
        name
      ].map(
        (band) =>
          html`<option value="${band}"${given[name] === band ? raw(' selected') : ''}>${t.profile[name].bands[band]}</option>`,
      )}</select></p>`,
  )}</details>`
}
