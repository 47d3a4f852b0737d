import { useQuery, useQueryClient } from '@tanstack/react-query'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { entryLinksQuery } from '../../api/due.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { say } from '../../ui/Toasts.tsx'

const SHOWN = 20

/** Links that were made, with how often they were used; those that still open something can be revoked. */
export function EntryLinks({ names }: { names: ReadonlyMap<string, string> }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const client = useQueryClient()
  const { data } = useQuery(entryLinksQuery)
  if (!data || data.items.length === 0) return null
  const now = new Date().toISOString()
  const revoke = async (agency: string, link: string) => {
    try {
      await sendJson('DELETE', '/api/v1/entry/links', { agency, id: link })
      say(words.linkRevoked)
    } catch (error) {
      say((error as Error).message)
    }
    await client.invalidateQueries({ queryKey: ['entry-links'] })
  }
  return (
    <section aria-labelledby="entry-links">
      <h2 id="entry-links">{words.links}</h2>
      <ul className="desk-rows">
        {data.items.slice(0, SHOWN).map((link) => {
          const isOver = link.revokedAt !== null || link.expiresAt <= now || link.uses >= link.maxUses
          const title = words.linkFor(names.get(link.agency) ?? link.agency, format.period(link.period))
          return (
            <li key={link.id} className="desk-row">
              <p>
                {title}: {words.linkState({ ...link, until: format.instant(link.expiresAt) })}
                {link.sentTo && `, ${link.sentTo}`}
                {isOver && <span className="muted"> ({words.linkOver})</span>}
              </p>
              {!isOver && (
                <button
                  type="button"
                  aria-label={`${words.linkRevoke}: ${title}`}
                  onClick={() => void revoke(link.agency, link.id)}
                >
                  {words.linkRevoke}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
