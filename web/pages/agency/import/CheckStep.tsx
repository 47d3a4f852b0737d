import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Draft } from '#shared/contract/draft.ts'
import type { DraftCheck } from '#shared/contract/draft-check.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftPath } from '../../../api/drafts.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import type { ViewSearch } from '../../../paths.ts'
import { DropZone } from '../../../ui/DropZone.tsx'
import { CheckField } from '../../../ui/fields.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { BlankRemedy, BlankWritten } from './BlankRemedy.tsx'
import { Effects } from './Effects.tsx'
import { IssueGroups } from './IssueGroups.tsx'
import { StepActions } from './StepActions.tsx'
import { ACCEPTED } from './take-files.ts'
import { useDraftChange } from './use-draft-change.tsx'
import { useTakeFiles } from './use-take-files.ts'

/** What the import would do, before it does it. Begins by itself. */
export function CheckStep({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { check: begin, commit, run, change, edit, isBusy, failure } = useDraftChange(draft)
  const [remembers, setRemembers] = useState(true)
  const { check } = draft
  const isStale = check === null || check.mappingVersion !== draft.mappingVersion
  const canCheck = draft.mappingIssues.length === 0 && draft.progress === null
  const begun = useRef<number | null>(null)
  useEffect(() => {
    if (!isStale || !canCheck || check?.status === 'running' || begun.current === draft.mappingVersion) return
    begun.current = draft.mappingVersion
    void begin()
  })
  if (draft.mappingIssues.length > 0) return <FixFirst draft={draft} go={go} />
  const remembered = draft.mappingFrom === 'remembered' && draft.remembered && (
    <p>
      {words.remembered(draft.remembered.by, format.instant(draft.remembered.at))}{' '}
      <button
        type="button"
        className="quiet"
        onClick={() => void change({ suggest: 'new' }).then(() => go('file'))}
      >
        {words.startAnew}
      </button>
    </p>
  )
  if (!check || isStale || check.status === 'running') {
    const phase = draft.progress?.phase
    return (
      <>
        {remembered}
        {failure}
        <Progress
          label={`${(phase && words.phases[phase]) ?? words.checking}…`}
          fraction={draft.progress?.fraction ?? null}
        />
        {failure && (
          <button type="button" onClick={() => void begin()}>
            {words.checkAgain}
          </button>
        )}
      </>
    )
  }
  if (check.status === 'failed' || !check.counts) {
    return (
      <>
        <Notice kind="error" title={words.checkFailed}>
          <p>{check.error}</p>
        </Notice>
        {failure}
        <StepActions
          next={words.checkAgain}
          isBusy={isBusy}
          onBack={() => go('columns')}
          onNext={() => void begin()}
        />
      </>
    )
  }
  const { counts } = check
  const changes = counts.inserted + counts.updated + counts.removed
  return (
    <>
      {remembered}
      {failure}
      <Verdict check={check} />
      {counts.accepted > 0 && <Effects changes={check.figures} agenciesLeftOut={check.agenciesLeftOut} />}
      <BlankWritten draft={draft} edit={edit} />
      <IssueGroups
        groups={check.groups}
        remedy={(group) => <BlankRemedy group={group} draft={draft} edit={edit} go={go} />}
      />
      {counts.rejected > 0 && (
        <Rejected draft={draft} count={counts.rejected} isFirstSaved={counts.accepted > 0} />
      )}
      {counts.accepted > 0 ? (
        <>
          <CheckField name="remember" label={words.remember} isChecked={remembers} onChange={setRemembers} />
          <StepActions
            next={changes > 0 ? words.commitRows(format.number(counts.accepted)) : words.commit}
            isBusy={isBusy}
            onBack={() => go('columns')}
            onNext={() =>
              void run(async () => {
                const answer = await commit(remembers)
                return answer ?? draft
              })
            }
          />
        </>
      ) : (
        <StepActions next={words.goFix} onBack={() => go('file')} onNext={() => go('columns')} />
      )}
    </>
  )
}

function FixFirst({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  return (
    <>
      <Notice kind="error" title={words.fixFirst}>
        <ul>
          {draft.mappingIssues.map(({ path, message }) => {
            const field = path.split('.')[1]
            return (
              <li key={path}>
                {field && kinds.names[field]
                  ? `${fieldName(kinds, draft.dataset, field)}: ${message}`
                  : message}
              </li>
            )
          })}
        </ul>
      </Notice>
      <StepActions next={words.goFix} onNext={() => go('columns')} />
    </>
  )
}

/** What is taken in and what is not, in one sentence; the numbers behind it below. */
function Verdict({ check }: { check: DraftCheck }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const counts = check.counts!
  const [rows, accepted, rejected] = [counts.rows, counts.accepted, counts.rejected].map((n) =>
    format.number(n),
  )
  const sentence =
    counts.accepted === 0
      ? words.noneGood(rows!)
      : counts.rejected === 0
        ? words.allGood(accepted!)
        : words.someGood(accepted!, rejected!)
  const kinds = ['inserted', 'updated', 'unchanged', 'removed', 'merged', 'skipped', 'warnings'] as const
  return (
    <div role="status">
      <p className="opening">{sentence}</p>
      <ul className="import-counts">
        {kinds
          .filter((kind) => counts[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <strong>{format.number(counts[kind])}</strong> {words.counts[kind]}
            </li>
          ))}
      </ul>
      {check.from && check.to && (
        <p className="muted">{words.span(format.date(check.from), format.date(check.to))}</p>
      )}
      {check.gaps.length > 0 && (
        <p className="import-doubt">
          {words.gaps(
            check.gaps
              .map(({ from, to }) =>
                from === to ? format.period(from) : `${format.period(from)} – ${format.period(to)}`,
              )
              .join(', '),
          )}
        </p>
      )}
      {check.demoRemoved && <p className="import-doubt">{words.demoRemoved}</p>}
    </div>
  )
}

/** Rows that are not taken in: to be downloaded, corrected and dropped in again. While others wait to be saved these come
 *  first, or they would be forgotten. */
export function Rejected({
  draft,
  count,
  isFirstSaved = false,
}: {
  draft: Draft
  count: number
  isFirstSaved?: boolean
}) {
  const { format } = useLanguage()
  const words = useWords({ id, en })
  const { take, isBusy, failure } = useTakeFiles({ like: draft })
  const search = useSearch({ strict: false }) as ViewSearch
  return (
    <section aria-labelledby="rejected" className="import-rejected">
      <h3 id="rejected">{words.rejectedTitle(format.number(count))}</h3>
      <p>{isFirstSaved ? words.rejectedLater : words.rejectedText}</p>
      {failure && (
        <Notice kind="error" title={words.failedTitle}>
          <p>{failure}</p>
        </Notice>
      )}
      <div className="actions">
        <a
          className="button"
          href={`${draftPath(draft.id)}/rejected.csv${search.lang ? '?lang=en' : ''}`}
          download
        >
          {words.rejectedDownload}
        </a>
      </div>
      {!isFirstSaved && (
        <DropZone
          title={words.correctedDrop}
          label={isBusy ? words.starting : words.choose}
          isPlain
          accept={ACCEPTED}
          isBusy={isBusy}
          isMany={false}
          onFiles={take}
        />
      )}
    </section>
  )
}
