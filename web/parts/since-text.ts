import type { Formats } from '#shared/i18n/formats.ts'

/** The first day of a rule that has always held. */
export const ALWAYS_FROM = '0001-01-01'
const FOREVER = '9999-12-31'

/** From when to when a rule is in force; the words are the page's. */
export function spanText(
  words: { always: string; since: (day: string) => string; until: (day: string) => string },
  format: Formats,
  { validFrom, validTo = FOREVER }: { validFrom: string; validTo?: string },
): string {
  const from = validFrom === ALWAYS_FROM ? words.always : words.since(format.date(validFrom))
  return validTo === FOREVER ? from : `${from} ${words.until(format.date(validTo))}`
}
