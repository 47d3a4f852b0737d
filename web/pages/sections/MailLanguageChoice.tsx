import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { MailLanguage } from '#shared/contract/account.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { mailLanguageQuery } from '../../api/account.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { SelectField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'

/** What mails to oneself are written in. */
export function MailLanguageChoice() {
  const words = useWords({ id, en }).own
  const client = useQueryClient()
  const { data } = useQuery(mailLanguageQuery)
  if (!data) return null
  const choose = async (language: string) => {
    try {
      client.setQueryData(mailLanguageQuery.queryKey, await put(language as MailLanguage))
      say(words.saved)
    } catch (error) {
      say((error as Error).message)
    }
  }
  return (
    <section aria-labelledby="mail-language">
      <h2 id="mail-language">{words.mails}</h2>
      <div className="form">
        <SelectField
          name="mailLanguage"
          label={words.mailLanguage}
          value={data.language ?? 'both'}
          onChange={(language) => void choose(language)}
          choices={(['id', 'en', 'both'] as const).map((value) => ({
            value,
            label: words.mailLanguages[value],
          }))}
        />
      </div>
    </section>
  )
}

/** Takes the language of the page for that of mails, once, where none was chosen. */
export function KeepMailLanguage() {
  const { locale } = useLanguage()
  const client = useQueryClient()
  const { data } = useQuery(mailLanguageQuery)
  const isUnknown = data?.language === null
  useEffect(() => {
    if (!isUnknown) return
    put(locale).then(
      (kept) => client.setQueryData(mailLanguageQuery.queryKey, kept),
      // Nothing is lost: mails come in both languages, and the next visit tries again.
      () => {},
    )
  }, [isUnknown, locale, client])
  return null
}

const put = (language: MailLanguage) =>
  sendJson<{ language: MailLanguage }>('PUT', '/api/v1/account/mail-language', { language })
