import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { OwnSession } from '#shared/contract/account.ts'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { sessionsQuery } from '../../api/account.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from './Failed.tsx'

/** Those that stand open: this one and the latest. */
const SHOWN = 5

/** Where one is signed in, and ending it there. */
export function OwnSessions() {
  const words = useWords({ id, en }).sessions
  const { format } = useLanguage()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(sessionsQuery)
  const heading = useRef<HTMLHeadingElement>(null)
  const end = useMutation({
    mutationFn: (path: string) => sendJson('DELETE', `/api/v1/account/sessions${path}`),
    async onSuccess() {
      say(words.ended)
      // The row that was worked in goes; who works by keyboard stays in the list.
      heading.current?.focus()
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
  const items = [...(data?.items ?? [])].sort(
    (a, b) => Number(b.isThisOne) - Number(a.isThisOne) || (a.startedAt > b.startedAt ? -1 : 1),
  )
  const row = (session: OwnSession) => (
    <li key={session.id} className="desk-row">
      <p>
        {session.browser ? browserOf(session.browser) : words.unknown}
        {session.address && ` · ${session.address}`} · {words.started(format.instant(session.startedAt))}
        {session.isThisOne && <strong> · {words.thisOne}</strong>}
      </p>
      {!session.isThisOne && (
        <button type="button" onClick={() => end.mutate(`/${encodeURIComponent(session.id)}`)}>
          {words.end}
        </button>
      )}
    </li>
  )
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {words.title}
      </h2>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {end.error && <p role="alert">{end.error.message}</p>}
      <ul className="desk-rows">{items.slice(0, SHOWN).map(row)}</ul>
      {items.length > SHOWN && (
        <details className="desk-more">
          <summary>{words.older(items.length - SHOWN)}</summary>
          <ul className="desk-rows">{items.slice(SHOWN).map(row)}</ul>
        </details>
      )}
      {items.length > 1 && (
        <button type="button" onClick={() => end.mutate('')}>
          {words.endOthers}
        </button>
      )}
    </section>
  )
}

/** The two words of a browser's long description that people know. */
function browserOf(text: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(text)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(text)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' }
  return browser ? `${names[browser] ?? browser}${system ? ` (${system})` : ''}` : text.slice(0, 60)
}
