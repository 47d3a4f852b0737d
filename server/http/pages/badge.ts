import type { Readings } from '#shared/contract/reading.ts'
import { releaseBadge } from '#shared/i18n/release-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { readingsUrl, SPAN } from '#web/paths.ts'
import type { Asking } from './asking.ts'
import { readCalendar } from './release-pages.ts'

/** What the figures of the pages are of; the same question as the frame of the app asks. */
export async function badgeOf(ask: Asking, locale: Locale) {
  const code = (await ask.get<Readings>(readingsUrl(SPAN))).release ?? null
  return { code, text: releaseBadge(locale, code, await readCalendar(ask)) }
}
