import { en } from './en.ts'
import { id, type Texts } from './id.ts'

export const LOCALES = ['id', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** The dictionary of a language. */
export const text = (locale: Locale): Texts => (locale === 'en' ? en : id)
