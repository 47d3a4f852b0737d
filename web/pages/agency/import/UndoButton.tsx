import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { ApiError } from '../../../api/client.ts'
import { undoImport, undoQuery } from '../../../api/imports.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'

/** Takes a whole import back, after a question. A large one is followed to its end, also after a reload: `state` is what
 *  the list says of its undo. */
export function UndoButton({
  importId,
  state: known,
  of,
}: {
  importId: string
  state: 'running' | 'failed' | null
  of?: string
}) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const client = useQueryClient()
  const [state, setState] = useState<'idle' | 'asking' | 'busy' | 'following' | 'undone'>(
    known === null ? 'idle' : 'following',
  )
  const [failure, setFailure] = useState<string | null>(null)
  const { data: status } = useQuery({ ...undoQuery(importId), enabled: state === 'following' })
  const undo = async () => {
    setState('busy')
    setFailure(null)
    try {
      const answer = await undoImport(importId)
      if ('status' in answer) client.setQueryData(undoQuery(importId).queryKey, answer)
      setState('status' in answer ? 'following' : 'undone')
    } catch (error) {
      setState('idle')
      setFailure(error instanceof ApiError ? error.message : t.unreachable)
    }
  }
  useEffect(() => {
    if (state !== 'following') return
    if (status?.status === 'done') setState('undone')
    if (status?.status !== 'failed') return
    setState('idle')
    setFailure(status.error ?? t.failed)
  }, [state, status, t])
  useEffect(() => {
    // Every figure may be another now.
    if (state === 'undone')
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'undos',
      })
  }, [client, state])
  if (state === 'undone') return <span role="status">{words.undone}</span>
  if (state === 'following') {
    const phase = status?.progress?.phase
    return (
      <Progress
        label={phase ? `${words.phases[phase] ?? words.undoing}…` : words.undoing}
        fraction={status?.progress?.fraction ?? null}
        text={words.undoLeave}
      />
    )
  }
  return (
    <>
      <button type="button" onClick={() => setState('asking')}>
        {words.undo}
        {of && <span className="visually-hidden"> {of}</span>}
      </button>
      {failure && (
        <Notice kind="error" title={words.failedTitle}>
          <p>{failure}</p>
        </Notice>
      )}
      {(state === 'asking' || state === 'busy') && (
        <ConfirmDialog
          title={words.undoTitle}
          confirm={state === 'busy' ? words.undoing : words.undo}
          cancel={words.cancel}
          isBusy={state === 'busy'}
          onConfirm={() => void undo()}
          onCancel={() => setState('idle')}
        >
          <p>{words.undoText}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
