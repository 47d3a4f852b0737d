import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { EntryResult } from '#shared/contract/entry.ts'
import { entry as en } from '#shared/i18n/en/desk/entry.ts'
import { entry as id } from '#shared/i18n/id/desk/entry.ts'
import { ApiError } from '../../api/client.ts'
import { askByLink, linkedEntryQuery } from '../../api/entry.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EntryEditor } from '../sections/EntryEditor.tsx'
import { Failed } from '../sections/Failed.tsx'
import '../../desk.css'

/** Where a link leads by which one person enters one agency's one period without an account. */
export function EntryLinkPage() {
  const words = useWords({ id, en })
  const { t, format, nameOf } = useLanguage()
  const { token } = useParams({ strict: false }) as { token: string }
  const { data, error, refetch } = useQuery(linkedEntryQuery(token))
  const [round, setRound] = useState(0)
  const again = async () => {
    await refetch()
    setRound(round + 1)
  }
  useTitle(words.link.title)
  const isGone = error instanceof ApiError && [400, 404, 409].includes(error.status)
  return (
    <>
      <h1>{words.link.title}</h1>
      {isGone && (
        <Notice kind="error" title={words.link.gone}>
          <p>{words.link.goneHint}</p>
        </Notice>
      )}
      {error && !isGone && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={480} label={t.loading} />}
      {data && (
        <>
          <p className="opening">
            {words.link.intro(
              nameOf({ name: data.agencyName, nameEn: data.agencyNameEn }),
              format.period(data.period),
            )}
          </p>
          <p className="page-meta">
            {words.link.until(format.instant(data.expiresAt))} {words.link.usesLeft(data.usesLeft)}
          </p>
          <EntryEditor
            key={round}
            form={data}
            draft={`link/${token.slice(0, 8)}`}
            reload={() => void again()}
            send={(body) => askByLink<EntryResult>('POST', token, body)}
            done={({ usesLeft }) => (
              <>
                <p>{words.link.thanks}</p>
                {usesLeft !== null && usesLeft > 0 && (
                  <>
                    <p className="page-meta">{words.link.usesLeft(usesLeft)}</p>
                    <button type="button" onClick={() => void again()}>
                      {words.again}
                    </button>
                  </>
                )}
              </>
            )}
          />
        </>
      )}
    </>
  )
}
