import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { AgencyItem } from '#shared/contract/reading.ts'
import type { SubmissionBoard, SubmissionItem } from '#shared/contract/submission.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { releaseCalendarQuery } from '../../api/releases.ts'
import { submissionsQuery } from '../../api/submissions.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { SubmissionTable } from '../../parts/SubmissionTable.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'
import { Provisional } from '../sections/Provisional.tsx'
import { SubmissionMonth } from '../sections/SubmissionMonth.tsx'
import { canSubmit, SubmitDialog } from '../sections/SubmitDialog.tsx'

const MONTHS = 6

/** How months of one's agencies are on their way to a release; with an agency and a month in the address, that one. */
export function SubmissionsPage() {
  const { agency, period } = useSearch({ strict: false }) as ViewSearch
  const shown = agency && period ? `${agency} ${period}` : ''
  const seen = useRef(shown)
  useEffect(() => {
    // Another month is another page, although its path is the same.
    if (seen.current !== shown) document.getElementById('content')?.focus({ preventScroll: true })
    seen.current = shown
  }, [shown])
  return agency && period ? <SubmissionMonth agency={agency} month={period} /> : <Months />
}

function Months() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { data: board, error, refetch } = useQuery(submissionsQuery(MONTHS))
  const may = useOwnAgencies('submission.submit')
  const mayShow = useOwnAgencies('publication.set-provisional')
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      <NextRelease />
      {error && !board && <Failed error={error} retry={() => void refetch()} />}
      {!board && !error && <Skeleton height={320} label={t.loading} />}
      {board?.agencies.length === 0 && (
        <Notice kind="info" title={words.none}>
          <p>{words.noneHint}</p>
        </Notice>
      )}
      {board && board.agencies.length > 0 && (
        <>
          {may && <SubmitMany board={board} mayAt={may.mayAt} />}
          <SubmissionTable board={board} />
          {mayShow && <OwnProvisional board={board} own={mayShow.own} />}
        </>
      )}
    </>
  )
}

function OwnProvisional({ board, own }: { board: SubmissionBoard; own: readonly AgencyItem[] }) {
  const shown = new Map(board.agencies.map(({ code, showsProvisional }) => [code, showsProvisional]))
  return (
    <Provisional
      agencies={own.filter(({ code }) => shown.has(code))}
      shown={new Set([...shown].flatMap(([code, shows]) => (shows ? [code] : [])))}
    />
  )
}

/** When the next release comes, and until when to submit for it. */
function NextRelease() {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { data } = useQuery(releaseCalendarQuery)
  const next = data?.items.find(({ state }) => state === 'announced' || state === 'overdue')
  if (!next) return null
  return (
    <p>
      {words.next({ through: format.period(next.through), at: format.instant(next.publishAt) })}{' '}
      {next.submitBy && words.submitBy(format.date(next.submitBy))}
    </p>
  )
}

/** All that can be submitted of the newest month in which anything can, in one go. */
function SubmitMany({ board, mayAt }: { board: SubmissionBoard; mayAt: (agency: string) => boolean }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const client = useQueryClient()
  const [asked, setAsked] = useState<readonly SubmissionItem[] | null>(null)
  const ready = board.items.filter((item) => canSubmit(item) && mayAt(item.agency))
  const month = board.months.find((one) => ready.some((item) => item.month === one))
  const items = ready.filter((item) => item.month === month)
  // One is submitted where its figures are looked at.
  if (month === undefined || items.length < 2) return null
  return (
    <div className="actions">
      <button type="button" className="primary" onClick={() => setAsked(items)}>
        {words.submitAll({ n: items.length, month: format.period(month) })}
      </button>
      {asked && (
        <SubmitDialog
          items={asked}
          close={() => setAsked(null)}
          done={() => void client.invalidateQueries({ queryKey: ['submissions'] })}
        />
      )}
    </div>
  )
}
