import { explainError } from '#server/explain-error.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'

/** The one JSON value of --json where there is no result. */
export function printFailure(locale: Locale, error: unknown): void {
  const code = error instanceof Refusal ? error.code : 'failed'
  process.stdout.write(`${JSON.stringify({ error: { code, message: explainError(locale, error) } })}\n`)
}
