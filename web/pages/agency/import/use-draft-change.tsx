import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { Draft } from '#shared/contract/draft.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { ApiError } from '../../../api/client.ts'
import { type DraftChange, draftChanges, draftQuery } from '../../../api/drafts.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import type { DraftMapping } from './mapping-edit.ts'

/** Changes of a draft, one at a time: what is chosen is kept at once. What somebody else changed meanwhile is shown
 *  instead of being written over. */
export function useDraftChange(draft: Draft) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const changes = draftChanges(client, draft.id)
  const run = async (deed: () => Promise<Draft>): Promise<Draft | null> => {
    setBusy(true)
    setSaid(null)
    try {
      return await deed()
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        setSaid(words.changedElsewhere)
        await client.invalidateQueries({ queryKey: ['drafts', draft.id] })
      } else setSaid(error instanceof ApiError ? error.message : t.unreachable)
      return null
    } finally {
      setBusy(false)
    }
  }
  // Each change is seen at once and sent after the one before it; while more wait, the answer does not take them back.
  const waiting = useRef<DraftMapping[]>([])
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const { queryKey } = draftQuery(draft.id)
  const show = (mapping: DraftMapping | undefined) =>
    mapping && client.setQueryData(queryKey, (now) => now && { ...now, mapping })
  const edit = (mapping: DraftMapping) => {
    waiting.current.push(mapping)
    show(mapping)
    const sent = last.current.then(() =>
      run(async () => {
        try {
          const version = client.getQueryData(queryKey)?.mappingVersion ?? draft.mappingVersion
          return await changes.putMapping(mapping, version)
        } catch (error) {
          waiting.current = []
          await client.invalidateQueries({ queryKey: ['drafts', draft.id] })
          throw error
        } finally {
          waiting.current.shift()
          show(waiting.current.at(-1))
        }
      }),
    )
    last.current = sent
    return sent
  }
  const failure: ReactNode = said && (
    <Notice kind="error" title={words.failedTitle}>
      <p>{said}</p>
    </Notice>
  )
  return {
    isBusy,
    failure,
    run,
    change: (change: DraftChange) => run(() => changes.change(change)),
    edit,
    check: () => run(changes.check),
    commit: (remember: boolean) => run(() => changes.commit(draft.mappingVersion, remember)),
  }
}
