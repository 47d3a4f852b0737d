import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { DraftList } from '#shared/contract/draft.ts'
import { DATASETS } from '#shared/contract/import.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftChanges, draftsQuery } from '../../api/drafts.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { meQuery } from '../../api/me.ts'
import { spanQuery } from '../../api/readings.ts'
import { stopUpload } from '../../api/upload.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DropZone } from '../../ui/DropZone.tsx'
import { SelectField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from '../sections/Failed.tsx'
import { RecentImports } from './import/RecentImports.tsx'
import { ACCEPTED, titleOf } from './import/take-files.ts'
import { useTakeFiles } from './import/use-take-files.ts'
import './import/import.css'

/** Where an import begins, goes on, or is undone. */
export function ImportPage() {
  const words = useWords({ id, en })
  useTitle(words.title)
  const grants = useGrantedAgencies()
  const { data: span } = useQuery(spanQuery)
  const [agency, setAgency] = useState<string | null>(null)
  const { take, isBusy, failure } = useTakeFiles({ agency: agency ?? grants[0]?.value ?? null })
  return (
    <>
      <h1>{words.title}</h1>
      <p className="opening">{words.intro}</p>
      {grants.length > 1 && (
        <SelectField
          name="agency"
          label={words.forAgency}
          value={agency ?? grants[0]!.value}
          onChange={setAgency}
          choices={grants}
        />
      )}
      {grants.length > 0 && span?.demo && (
        <Notice kind="info" title={words.isDemo}>
          <p>{words.isDemoHint}</p>
        </Notice>
      )}
      {failure && (
        <Notice kind="error" title={words.failedTitle}>
          <p>{failure}</p>
        </Notice>
      )}
      <DropZone
        title={words.drop}
        or={words.or}
        label={isBusy ? words.starting : words.choose}
        accept={ACCEPTED}
        isBusy={isBusy}
        onFiles={take}
      >
        {words.accepted}
      </DropZone>
      <OpenDrafts />
      <RecentImports />
      <Templates />
    </>
  )
}

/** The agencies that one delivers for, where there are several; whoever delivers for all says it in the file. */
function useGrantedAgencies() {
  const { nameOf } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const codes = (me?.grants ?? [])
    .filter(({ role }) => role === 'contributor' || role === 'approver' || role === 'steward')
    .map(({ agency }) => agency)
  if (codes.includes(null)) return []
  return [...new Set(codes)].map((code) => {
    const found = agencies.find((agency) => agency.code === code)
    return { value: code!, label: found ? nameOf(found) : code! }
  })
}

function OpenDrafts() {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(draftsQuery)
  const [removing, setRemoving] = useState<DraftList['items'][number] | null>(null)
  const drafts = data?.items.filter(({ stage }) => stage !== 'done') ?? []
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={120} label={words.open} />
  if (drafts.length === 0) return null
  return (
    <section aria-labelledby="open-drafts">
      <h2 id="open-drafts">{words.open}</h2>
      <ul className="import-list">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <div>
              <p>
                <Link
                  to="/desk/import/$draft"
                  params={{ draft: draft.id }}
                  search={keep(search)}
                  aria-label={words.goOn(titleOf(draft))}
                >
                  {titleOf(draft)}
                </Link>
              </p>
              <p className="muted">
                {[
                  words.stages[draft.stage],
                  words.changed(format.instant(draft.changedAt)),
                  !draft.owner.isMe && words.by(draft.owner.name),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <button type="button" className="quiet" onClick={() => setRemoving(draft)}>
              {words.remove}
              <span className="visually-hidden"> {titleOf(draft)}</span>
            </button>
          </li>
        ))}
      </ul>
      {removing && <RemoveDialog draft={removing} close={() => setRemoving(null)} />}
    </section>
  )
}

function RemoveDialog({ draft, close }: { draft: DraftList['items'][number]; close: () => void }) {
  const words = useWords({ id, en })
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    stopUpload(draft.id)
    try {
      await draftChanges(client, draft.id).remove()
      say(words.removed(titleOf(draft)))
    } catch (error) {
      say((error as Error).message)
    }
    close()
  }
  return (
    <ConfirmDialog
      title={words.removeTitle(titleOf(draft))}
      confirm={words.remove}
      cancel={words.cancel}
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onCancel={close}
    >
      <p>{words.removeText}</p>
    </ConfirmDialog>
  )
}

function Templates() {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { locale } = useLanguage()
  return (
    <section aria-labelledby="templates">
      <h2 id="templates">{words.templates}</h2>
      <p>{words.templatesIntro}</p>
      <ul className="import-templates">
        {DATASETS.map((dataset) => (
          <li key={dataset}>
            <a href={`/api/v1/templates/${dataset}.xlsx?lang=${locale}`} download>
              {kinds.datasets[dataset]}
            </a>
            <span className="muted"> {kinds.datasetHints[dataset]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
