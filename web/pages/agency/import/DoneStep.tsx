import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { agenciesQuery } from '../../../api/entities.ts'
import { importQuery, importsQuery } from '../../../api/imports.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { Rejected } from './CheckStep.tsx'
import { UndoButton } from './UndoButton.tsx'

/** Being saved, then saved: on to the figures, or back to how it was. */
export function DoneStep({ draft }: StepProps) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  if (draft.stage === 'committing') {
    const phase = draft.progress?.phase
    return (
      <>
        <Progress
          label={`${(phase && words.phases[phase]) ?? words.committing}…`}
          fraction={draft.progress?.fraction ?? null}
        />
        <p className="muted">{words.committingText}</p>
      </>
    )
  }
  if (draft.problem || !draft.importId) {
    return (
      <Notice kind="error" title={words.commitFailed}>
        <p>{draft.problem ?? t.failed}</p>
        <p>{words.nothingSaved}</p>
      </Notice>
    )
  }
  return <Saved draft={draft} importId={draft.importId} />
}

function Saved({ draft, importId }: { draft: StepProps['draft']; importId: string }) {
  const words = useWords({ id, en })
  const { format, nameOf, t } = useLanguage()
  const client = useQueryClient()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: status } = useQuery(importQuery(importId))
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: latest } = useQuery(importsQuery)
  const isDone = status?.status === 'done'
  // Figures that were looked at before are not those of now.
  useEffect(() => {
    if (isDone)
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'drafts' && queryKey[0] !== 'me',
      })
  }, [client, isDone])
  if (!status || status.status === 'running') return <Skeleton height={120} label={t.loading} />
  const { result } = status
  if (status.status === 'failed' || !result) {
    return (
      <Notice kind="error" title={words.commitFailed}>
        <p>{status.error}</p>
        <p>{words.nothingSaved}</p>
      </Notice>
    )
  }
  const item = latest?.items.find((one) => one.importId === importId)
  const own = item?.agencies ?? []
  const one = own.length === 1 ? agencies.find(({ code }) => code === own[0]) : undefined
  const seen = { ...keep(search), ...(result.to && { period: result.to.slice(0, 7) }) }
  return (
    <>
      <div role="status">
        <p className="opening">{words.doneText(format.number(result.accepted))}</p>
      </div>
      <div className="actions import-actions">
        {one ? (
          <Link className="button primary" to="/agencies/$code" params={{ code: one.code }} search={seen}>
            {words.seeFiguresOf(nameOf(one))}
          </Link>
        ) : (
          <Link className="button primary" to="/" search={seen}>
            {words.seeFigures}
          </Link>
        )}
        <Link className="button" to="/desk/import" search={keep(search)}>
          {words.another}
        </Link>
      </div>
      {result.rejected > 0 && <Rejected draft={draft} count={result.rejected} />}
      <p className="import-undo">
        {words.undoHint} <UndoButton key={item?.undo} importId={importId} state={item?.undo ?? null} />
      </p>
    </>
  )
}
