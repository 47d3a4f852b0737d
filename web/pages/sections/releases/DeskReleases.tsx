import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { DeskRelease } from '#shared/contract/release-desk.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { deskReleasesQuery, isOfReleases } from '../../../api/release-desk.ts'
import { releaseCalendarQuery } from '../../../api/releases.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { Failed } from '../Failed.tsx'
import { FreezeMonth } from './FreezeMonth.tsx'
import { MoveDialog } from './MoveDialog.tsx'

/** Every release with its state; what waits can be moved or taken back, the newest published one revised. */
export function DeskReleases() {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(deskReleasesQuery)
  const [cancelled, setCancelled] = useState<DeskRelease | null>(null)
  const [moved, setMoved] = useState<DeskRelease | null>(null)
  const { data: calendar } = useQuery(releaseCalendarQuery)
  const newest = data?.items.find(({ state }) => state === 'published')
  const isWaiting = data?.items.some(({ state }) => state === 'frozen')
  const cancel = async ({ code }: DeskRelease) => {
    try {
      await sendJson('DELETE', `/api/v1/release-desk/${code}`)
      say(words.cancelled)
    } catch (failure) {
      say((failure as Error).message)
    }
    setCancelled(null)
    await client.invalidateQueries({ predicate: isOfReleases })
  }
  return (
    <section aria-labelledby="desk-releases">
      <h2 id="desk-releases">{words.list}</h2>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} label={t.loading} />}
      {data?.items.length === 0 && <p>{words.listNone}</p>}
      <FreezeMonth />
      <ul className="desk-rows">
        {data?.items.map((release) => {
          const { code, state, counts, late, replaces, reason } = release
          const about = { through: format.period(release.through), at: format.instant(release.publishedAt) }
          const facts = [
            ...(replaces ? [words.replaces(replaces)] : []),
            ...(late.length > 0 ? [words.lateIn(late.length)] : []),
            ...(counts.changed > 0 ? [words.changedIn(format.number(counts.changed))] : []),
          ]
          return (
            <li key={code} className="desk-row">
              <p>
                <strong>{code}</strong>: {state === 'frozen' ? words.waiting(about) : words.released(about)}
                {facts.length > 0 && `; ${facts.join(', ')}`}.
                {reason && (
                  <>
                    <br />
                    {reason}
                  </>
                )}
                <br />
                <span className="muted">
                  {words.frozenBy({ who: release.by, at: format.instant(release.frozenAt) })}
                </span>
              </p>
              <div className="actions">
                {state === 'published' && (
                  <Link
                    to={`/releases/${code}` as never}
                    search={{ lang: search.lang } as never}
                    className="button"
                  >
                    {words.see(code)}
                  </Link>
                )}
                {release === newest && !isWaiting && (
                  <Link
                    to={'/admin/releases/freeze' as never}
                    search={{ ...keep(search), period: undefined, q: code } as never}
                    className="button"
                    aria-label={words.reviseOf(code)}
                  >
                    {words.revise}
                  </Link>
                )}
                {state === 'frozen' && (
                  <button type="button" aria-label={words.moveOf(code)} onClick={() => setMoved(release)}>
                    {words.move}
                  </button>
                )}
                {state === 'frozen' && (
                  <button
                    type="button"
                    aria-label={words.cancelOf(code)}
                    onClick={() => setCancelled(release)}
                  >
                    {words.cancel}
                  </button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {moved && calendar && (
        <MoveDialog release={moved} zone={calendar.timezone} close={() => setMoved(null)} />
      )}
      {cancelled && (
        <ConfirmDialog
          title={words.cancelOf(cancelled.code)}
          confirm={words.cancelConfirm}
          cancel={words.keep}
          onConfirm={() => void cancel(cancelled)}
          onCancel={() => setCancelled(null)}
        >
          <p>{words.cancelText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
