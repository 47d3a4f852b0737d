import { useSearch } from '@tanstack/react-router'
import { type Formats, formats } from '#shared/i18n/formats.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { type Locale, text } from '#shared/i18n/text.ts'
import type { ViewSearch } from './paths.ts'

export interface Language {
  locale: Locale
  t: ReturnType<typeof text>['web']
  words: ReturnType<typeof text>['indicators']
  format: Formats
  /** the name of a thing in this language */
  nameOf(thing: { name: string; nameEn: string | null }): string
}

const languages = new Map<Locale, Language>()

function language(locale: Locale): Language {
  let made = languages.get(locale)
  if (!made) {
    const texts = text(locale)
    made = {
      locale,
      t: texts.web,
      words: texts.indicators,
      format: formats(locale),
      nameOf: (thing) => nameIn(locale, thing),
    }
    languages.set(locale, made)
  }
  return made
}

/** The language of the page, from its address; Indonesian unless it says otherwise. */
export function useLanguage(): Language {
  const { lang } = useSearch({ strict: false }) as ViewSearch
  return language(lang === 'en' ? 'en' : 'id')
}

/** The texts of a page that brings its own, so that the first view need not carry them. */
export function useWords<Texts>(of: Record<Locale, Texts>): Texts {
  return of[useLanguage().locale]
}
