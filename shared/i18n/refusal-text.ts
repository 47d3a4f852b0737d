import type { FieldIssue, Refusal, RefusalKey, RefusalParams } from '#shared/refusal.ts'
import * as en from './en/refusals.ts'
import * as id from './id/refusals.ts'
import type { Locale } from './text.ts'

const TEXTS = { id, en }

/** A sentence of the refusals in a language. */
export function sentence<Key extends RefusalKey>(
  locale: Locale,
  key: Key,
  params: RefusalParams<Key>,
): string {
  return (TEXTS[locale].refusals[key] as (about: RefusalParams<Key>) => string)(params)
}

/** What a refusal says in a language. */
export const refusalText = (locale: Locale, refusal: Pick<Refusal, 'key' | 'params'>): string =>
  sentence(locale, refusal.key, refusal.params as RefusalParams<RefusalKey>)

export const refusalTitle = (locale: Locale, title: keyof typeof id.titles): string =>
  TEXTS[locale].titles[title]

/** Issues of fields with their messages in a language. */
export const issuesIn = (locale: Locale, issues: readonly FieldIssue[]) =>
  issues.map((issue) => ({ ...issue, message: issue.message[locale] }))
