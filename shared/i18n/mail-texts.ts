import { mails as en } from './en/mails.ts'
import { mails as id, type MailsTexts } from './id/mails.ts'
import type { Locale } from './text.ts'

/** Texts of mails in a language. */
export const mailTexts = (locale: Locale): MailsTexts => (locale === 'en' ? en : id)
