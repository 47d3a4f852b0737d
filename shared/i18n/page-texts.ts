import { pages as en } from './en/pages.ts'
import { pages as id, type PageTexts } from './id/pages.ts'
import type { Locale } from './text.ts'

export type { PageTexts }

/** The words of the pages that the server writes. */
export const pageTexts = (locale: Locale): PageTexts => (locale === 'en' ? en : id)
