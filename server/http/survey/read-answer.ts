import { localDate } from '#server/readings/local-date.ts'
import { MAX_REMARK, PROFILE, QUESTIONS, SCORES, type SurveyAnswer } from '#shared/contract/survey-answer.ts'
import type { SurveyFormTexts } from '#shared/i18n/id/survey-form.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import type { Given, Wrong } from './form-page.ts'

/** Nobody reads nine questions in this; a program does. */
const MIN_FILL_MS = 4000
/** An answer kept on a phone may come late; one much later is about another office. */
const MAX_AGE_MS = 30 * 86_400_000

type Fields = Pick<SurveyAnswer, 'elements' | 'profile' | 'remark'>

/** What is wrong with how a form came in, apart from its answers; null: nothing. */
export function judgeDelivery(
  t: SurveyFormTexts,
  given: Given,
  token: { issuedAt: number } | null,
  now: number,
): string | null {
  if (!token || now - token.issuedAt > MAX_AGE_MS) return t.problems.old
  if (given.website) return t.problems.trap
  return now - token.issuedAt < MIN_FILL_MS ? t.problems.fast : null
}

/** Whether a token is good for another try. */
export const isFresh = (token: { issuedAt: number } | null, now: number): boolean =>
  token !== null && now - token.issuedAt <= MAX_AGE_MS

/** The answers of a form, or what is wrong with them. A band that is none of ours counts as not told. */
export function readFields(t: SurveyFormTexts, given: Given): { fields: Fields } | { wrong: Wrong } {
  const wrong: Record<string, string> = {}
  const scoreOf = (name: string) => {
    if (!given[name]) return null
    const score = SCORES.find((value) => String(value) === given[name])
    if (score === undefined) wrong[name] = t.problems.unknown
    return score ?? null
  }
  const elements = Object.fromEntries(ELEMENTS.map((name) => [name, scoreOf(name)]))
  const bands = QUESTIONS.map((name) => [
    name,
    (PROFILE[name] as readonly string[]).includes(given[name] ?? '') ? given[name]! : null,
  ])
  const remark = given.remark?.trim() || null
  if (remark && remark.length > MAX_REMARK) wrong.remark = t.problems.long(MAX_REMARK, remark.length)
  const isEmpty = remark === null && Object.values(elements).every((score) => score === null)
  if (Object.keys(wrong).length > 0) return { wrong: { whole: null, fields: wrong } }
  if (isEmpty) return { wrong: { whole: t.problems.nothing, fields: {} } }
  // Each value was found in its own list.
  return { fields: { elements, profile: Object.fromEntries(bands), remark } as Fields }
}

/** The local day of an answer: when it says it was given, between the form's being handed out and now. */
export function answerDay(given: Given, issuedAt: number, now: number, timeZone: string): string {
  const said = Date.parse(given.answeredAt ?? '')
  const at = Number.isNaN(said) ? now : Math.min(Math.max(said, issuedAt), now)
  return localDate(new Date(at).toISOString(), timeZone)
}
