import type { EntryIssue } from '#shared/entry/check-row.ts'
import { entry as en } from './en/desk/entry.ts'
import { entry as id } from './id/desk/entry.ts'
import type { Locale } from './text.ts'

/** What is wrong with an entered figure, in a language: `Rejected: more than were completed (12)`. */
export function entryIssueText(locale: Locale, issue: EntryIssue): string {
  const texts = locale === 'en' ? en : id
  return `${texts.columns[issue.column]}: ${texts.problems[issue.code](issue)}`
}
