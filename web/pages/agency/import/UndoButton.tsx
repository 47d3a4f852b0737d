import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { ApiError } from '../../../api/client.ts'
import { undoImport } from '../../../api/imports.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'

/** Takes a whole import back, after a question. */
export function UndoButton({ importId, of }: { importId: string; of?: string }) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const client = useQueryClient()
  const [state, setState] = useState<'idle' | 'asking' | 'busy' | 'undone'>('idle')
  const [failure, setFailure] = useState<string | null>(null)
  const undo = async () => {
    setState('busy')
    setFailure(null)
    try {
      await undoImport(importId)
      setState('undone')
      // Every figure may be another now.
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    } catch (error) {
      setState('idle')
      setFailure(error instanceof ApiError ? error.message : t.unreachable)
    }
  }
  if (state === 'undone') return <span role="status">{words.undone}</span>
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
