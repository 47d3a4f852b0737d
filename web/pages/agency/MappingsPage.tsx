import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { mappings as en } from '#shared/i18n/en/desk/mappings.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { mappings as id } from '#shared/i18n/id/desk/mappings.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { mappingPath, mappingsQuery, type RememberedMapping } from '../../api/mappings.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from '../sections/Failed.tsx'
import { MappingRow } from '../sections/MappingRow.tsx'

/** What is remembered of files: seen, named, removed. */
export function MappingsPage() {
  const words = useWords({ id, en })
  const fieldWords = useWords({ id: fieldsId, en: fieldsEn })
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(mappingsQuery)
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const [removed, setRemoved] = useState<RememberedMapping | null>(null)
  useTitle(words.title)
  const titleOf = ({ name, dataset }: RememberedMapping) => name ?? fieldWords.datasets[dataset]
  const forget = useMutation({
    mutationFn: ({ id }: RememberedMapping) => sendJson('DELETE', mappingPath(id)),
    async onSuccess() {
      say(words.forgotten)
      await client.invalidateQueries({ queryKey: mappingsQuery.queryKey })
    },
    onSettled: () => setRemoved(null),
  })
  const agencyOf = (code: string | null) => {
    if (code === null) return words.ofAll
    const found = agencies.find((agency) => agency.code === code)
    return found ? nameOf(found) : code
  }
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} label={t.loading} />}
      {forget.error && (
        <Notice kind="error" title={words.failed}>
          <p>{forget.error.message}</p>
        </Notice>
      )}
      {data?.items.length === 0 && (
        <Notice kind="info" title={words.none}>
          <p>{words.noneHint}</p>
          <p>
            <Link to="/desk/import" search={keep(search)} className="button-link">
              {words.toImport}
            </Link>
          </p>
        </Notice>
      )}
      <ul className="desk-rows">
        {data?.items.map((mapping) => (
          <MappingRow
            key={mapping.id}
            mapping={mapping}
            title={titleOf(mapping)}
            agency={agencyOf(mapping.agency)}
            onForget={() => setRemoved(mapping)}
          />
        ))}
      </ul>
      {removed && (
        <ConfirmDialog
          title={words.forgetTitle(titleOf(removed))}
          confirm={words.forget}
          cancel={words.cancel}
          isBusy={forget.isPending}
          onConfirm={() => forget.mutate(removed)}
          onCancel={() => setRemoved(null)}
        >
          <p>{words.forgetText}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
