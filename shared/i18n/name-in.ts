import type { Locale } from './text.ts'

/** The name of a thing in a language. */
export const nameIn = (locale: Locale, thing: { name: string; nameEn: string | null }): string =>
  locale === 'en' ? (thing.nameEn ?? thing.name) : thing.name
