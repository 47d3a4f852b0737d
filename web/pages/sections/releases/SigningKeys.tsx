import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { meQuery } from '../../../api/me.ts'
import { releaseKeysQuery } from '../../../api/release-desk.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { Failed } from '../Failed.tsx'
import { mayEverywhere } from '../own-agencies.ts'

/** The keys that releases were signed with; an administrator changes them. */
export function SigningKeys() {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { data, error, refetch } = useQuery(releaseKeysQuery)
  const [isAsked, setAsked] = useState(false)
  const rotate = async () => {
    try {
      await sendJson('POST', '/api/v1/release-keys/rotations', {})
      say(words.rotated)
      await client.invalidateQueries({ queryKey: ['release-desk', 'keys'] })
    } catch (failure) {
      say((failure as Error).message)
    }
    setAsked(false)
  }
  return (
    <section aria-labelledby="signing-keys">
      <h2 id="signing-keys">{words.keys}</h2>
      <p className="page-meta">{words.keysHint}</p>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={60} label={t.loading} />}
      {data?.items.length === 0 && <p>{words.keysNone}</p>}
      <ul className="desk-list">
        {data?.items.map(({ keyId, createdAt, retiredAt }) => (
          <li key={keyId}>
            <code>{keyId}</code>{' '}
            {retiredAt === null
              ? words.keyNow(format.instant(createdAt))
              : words.keyOld({ from: format.instant(createdAt), to: format.instant(retiredAt) })}
          </li>
        ))}
      </ul>
      {mayEverywhere(me, 'release.rotate-key') && data && data.items.length > 0 && (
        <div className="actions">
          <button type="button" onClick={() => setAsked(true)}>
            {words.rotate}
          </button>
        </div>
      )}
      {isAsked && (
        <ConfirmDialog
          title={words.rotateTitle}
          confirm={words.rotateConfirm}
          cancel={words.keep}
          onConfirm={() => void rotate()}
          onCancel={() => setAsked(false)}
        >
          <p>{words.rotateText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
