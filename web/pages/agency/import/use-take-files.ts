import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Draft } from '#shared/contract/draft.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { ApiError } from '../../../api/client.ts'
import { createDraft, draftQuery } from '../../../api/drafts.ts'
import { startUpload } from '../../../api/upload.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { followMapping, refuseFiles } from './take-files.ts'

/** Begins an import with dropped files, and goes to it. `like`: a draft whose mapping a corrected file follows. */
export function useTakeFiles(about: { agency?: string | null; like?: Draft } = {}) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ViewSearch
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const take = async (files: File[]) => {
    const refusal = refuseFiles(files, words)
    setFailure(refusal)
    if (refusal) return
    setBusy(true)
    try {
      const { like } = about
      const draft = await createDraft(
        files.map(({ name, size }) => ({ name, size })),
        { agency: like ? like.agency : (about.agency ?? null), dataset: like?.dataset ?? null },
      )
      if (like?.mapping && like.dataset)
        followMapping(draft.id, { mapping: like.mapping, dataset: like.dataset })
      client.setQueryData(draftQuery(draft.id).queryKey, draft)
      startUpload(draft, files, () => void client.invalidateQueries({ queryKey: ['drafts', draft.id] }))
      await navigate({
        to: '/desk/import/$draft',
        params: { draft: draft.id },
        search: keep(search),
      })
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : t.unreachable)
    } finally {
      setBusy(false)
    }
  }
  return { take: (files: File[]) => void take(files), isBusy, failure }
}
