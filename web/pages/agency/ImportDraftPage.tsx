import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Draft } from '#shared/contract/draft.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { ApiError } from '../../api/client.ts'
import { draftChanges, draftQuery } from '../../api/drafts.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LostPage } from '../public/LostPage.tsx'
import { Failed } from '../sections/Failed.tsx'
import { CheckStep } from './import/CheckStep.tsx'
import { ColumnsStep } from './import/ColumnsStep.tsx'
import { DoneStep } from './import/DoneStep.tsx'
import { FileStep } from './import/FileStep.tsx'
import { PlacesStep } from './import/PlacesStep.tsx'
import { STEPS, type Step, stepOf } from './import/steps.ts'
import { followed, stopFollowing, titleOf } from './import/take-files.ts'
import { ValuesStep } from './import/ValuesStep.tsx'
import './import/import.css'

/** What each step is given. */
export interface StepProps {
  draft: Draft
  go: (step: Step) => void
}

const PAGES: Record<Step, (props: StepProps) => React.ReactNode> = {
  file: FileStep,
  columns: ColumnsStep,
  values: ValuesStep,
  places: PlacesStep,
  check: CheckStep,
  done: DoneStep,
}

/** One import, from its file to figures. The address says which step; everything else is kept by the server. */
export function ImportDraftPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { draft: draftId } = useParams({ strict: false }) as { draft: string }
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: draft, error, refetch } = useQuery(draftQuery(draftId))
  const go = (next: Step) => void navigate({ to: '.', search: { ...search, step: next } as never })
  const isFollowing = useFollowedMapping(draft, go)
  useTitle(draft ? `${words.title}: ${titleOf(draft)}` : words.title)
  if (!draft && error instanceof ApiError && error.status === 404) return <LostPage />
  if (!draft && error) return <Failed error={error} retry={() => void refetch()} />
  if (!draft) return <Skeleton height={480} label={t.loading} />
  const step = stepOf(draft, search.step)
  const Page = PAGES[step]
  return (
    <div className="import-page">
      <p className="page-meta import-crumb">
        <Link to="/desk/import" search={{ ...search, step: undefined }}>
          {words.title}
        </Link>
      </p>
      <h1 className="import-title">{titleOf(draft)}</h1>
      <StepList draft={draft} at={step} />
      <StepHeading key={step} step={step} />
      {isFollowing ? <p role="status">{words.corrected}</p> : <Page draft={draft} go={go} />}
    </div>
  )
}

/** A corrected file takes over the mapping of the one it corrects, as soon as it is read, and goes on to the check. */
function useFollowedMapping(draft: Draft | undefined, go: (step: Step) => void): boolean {
  const client = useQueryClient()
  const follow = draft?.stage === 'mapping' ? followed(draft.id) : null
  useEffect(() => {
    if (!draft || !follow) return
    stopFollowing(draft.id)
    draftChanges(client, draft.id)
      .putMapping(follow.mapping, draft.mappingVersion)
      .then((changed) => {
        if (changed.mappingIssues.length === 0) go('check')
      })
      // Where it does not fit (other columns), the suggestion stands.
      .catch(() => client.invalidateQueries({ queryKey: ['drafts', draft.id] }))
  })
  return follow !== null
}

/** Whoever hears or tabs through the page goes on at the new step. */
function StepHeading({ step }: { step: Step }) {
  const words = useWords({ id, en })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: false }), [])
  return (
    <h2 ref={heading} tabIndex={-1} className="import-heading">
      <span className="visually-hidden">
        {words.stepOf(String(STEPS.indexOf(step) + 1), String(STEPS.length))}:{' '}
      </span>
      {words.step[step]}
    </h2>
  )
}

function StepList({ draft, at }: { draft: Draft; at: Step }) {
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const isFree = draft.stage === 'mapping'
  return (
    <nav aria-label={words.steps}>
      <ol className="import-steps">
        {STEPS.map((step) => (
          <li key={step} className={STEPS.indexOf(step) < STEPS.indexOf(at) ? 'import-past' : undefined}>
            {isFree && step !== 'done' && step !== at ? (
              <Link to="." search={{ ...search, step }}>
                {words.step[step]}
              </Link>
            ) : (
              <span aria-current={step === at ? 'step' : undefined}>{words.step[step]}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
