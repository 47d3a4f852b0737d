import { useInfiniteQuery } from '@tanstack/react-query'
import { mailList as en } from '#shared/i18n/en/desk/mails.ts'
import { mailList as id } from '#shared/i18n/id/desk/mails.ts'
import { mailsQuery } from '../../api/mails.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'

/** Mails that wait, were sent or failed; those that wait can be read and passed on. */
export function MailsPage() {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(mailsQuery)
  useTitle(words.title)
  const mails = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} label={t.loading} />}
      {data && mails.length === 0 && <p>{words.none}</p>}
      <ul className="desk-rows">
        {mails.map((mail) => (
          <li key={mail.id} className="desk-row">
            <p>
              <strong>{mail.subject}</strong>
              <br />
              {words.to(mail.to)}, {format.instant(mail.queuedAt)}: {words.states[mail.status]}
              {mail.status !== 'sent' && mail.attempts > 0 && `, ${words.attempts(mail.attempts)}`}
              {mail.error && ` (${mail.error})`}
            </p>
            {mail.text !== null && (
              <details className="desk-more">
                <summary>{words.text}</summary>
                <pre className="mail-text">{mail.text}</pre>
              </details>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </button>
      )}
    </>
  )
}
