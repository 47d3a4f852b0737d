import type { IssueCode } from '#shared/contract/import.ts'
import { type Locale, text } from './text.ts'

/** The sentence of an issue in a language, naming column, value and remedy. */
export function issueMessage(
  locale: Locale,
  code: IssueCode,
  column: string | null,
  params: { value?: string },
): string {
  return text(locale).issues[code]({ column: column ?? '', value: params.value ?? '' })
}
