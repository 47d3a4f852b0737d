import { formats } from '#shared/i18n/formats.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { type PageTexts, pageTexts } from '#shared/i18n/page-texts.ts'
import type { Spoken } from '#shared/i18n/reading-note.ts'
import { LOCALES, type Locale, text } from '#shared/i18n/text.ts'

/** What a page is written with in one language. */
export interface Language extends Spoken {
  locale: Locale
  /** the words that only written pages need */
  p: PageTexts
  nameOf(thing: { name: string; nameEn: string | null }): string
}

const made = new Map<Locale, Language>(
  LOCALES.map((locale) => {
    const { web, indicators } = text(locale)
    return [
      locale,
      {
        locale,
        t: web,
        words: indicators,
        format: formats(locale),
        p: pageTexts(locale),
        nameOf: (thing) => nameIn(locale, thing),
      },
    ]
  }),
)

export const languageOf = (locale: Locale): Language => made.get(locale)!
