import type { MailLanguage } from '../contract/account.ts'
import { mails as en } from './en/mails.ts'
import { mails as id, type MailsTexts, type MailText } from './id/mails.ts'
import type { Locale } from './text.ts'

const TEXTS: Record<Locale, MailsTexts> = { id, en }

/** A longer subject is cut off in every list of mails: then the first language speaks alone. */
const LONGEST_SUBJECT = 120

const PRODUCT = 'Terukur: '

/** A mail in the language of who gets it; in both, Indonesian first, where that is not known. */
export function mailIn(
  language: MailLanguage | null,
  write: (texts: MailsTexts, locale: Locale) => MailText,
): MailText {
  if (language === 'id' || language === 'en') return write(TEXTS[language], language)
  const [first, second] = [write(id, 'id'), write(en, 'en')]
  const subject = `${first.subject} / ${second.subject.replace(PRODUCT, '')}`
  return {
    subject: subject.length > LONGEST_SUBJECT ? first.subject : subject,
    text: `${en.below}\n\n${first.text}\n----------\n\n${second.text}`,
  }
}
