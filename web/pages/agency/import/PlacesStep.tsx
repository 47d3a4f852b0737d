import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Draft, DraftEntities } from '#shared/contract/draft.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftEntitiesQuery } from '../../../api/drafts.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { type ComboChoice, ComboField } from '../../../ui/ComboField.tsx'
import { CheckField } from '../../../ui/fields.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Failed } from '../../sections/Failed.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { AddsField } from './AddsField.tsx'
import { type DraftMapping, placesOf, setCreate, setPlace } from './mapping-edit.ts'
import { StepActions } from './StepActions.tsx'
import { placeKinds } from './steps.ts'
import { useDraftChange } from './use-draft-change.tsx'
import { useKnown } from './use-known.ts'

const NEW = '+'
/** Names shown at first; the rest on request. */
const SHOWN = 25

type Kind = DraftEntities['kind']

/** Agencies, services and indicators that are not known yet: created, or matched with one that is. */
export function PlacesStep({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const { edit, isBusy, failure } = useDraftChange(draft)
  return (
    <>
      {failure}
      <p>{words.placesIntro}</p>
      {placeKinds(draft).map((kind) => (
        <PlacesOf key={kind} draft={draft} kind={kind} edit={(mapping) => void edit(mapping)} />
      ))}
      <StepActions next={words.next} isBusy={isBusy} onBack={() => go('values')} onNext={() => go('check')} />
    </>
  )
}

/** One kind of names. While an answer is kept, what was shown stays, and with it whoever is at it. */
function PlacesOf({
  draft,
  kind,
  edit,
}: {
  draft: Draft
  kind: Kind
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const { data, error, refetch } = useQuery(draftEntitiesQuery(draft, kind))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={160} label={words.kinds[kind]} />
  return <Places draft={draft} entities={data} edit={edit} />
}

function Places({
  draft,
  entities,
  edit,
}: {
  draft: Draft
  entities: DraftEntities
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { kind, counts, values, distinct } = entities
  const mapping = (draft.mapping ?? {}) as DraftMapping
  const known = useKnown(kind)
  const [isAll, setAll] = useState(false)
  const status = useRef<HTMLParagraphElement>(null)
  const matched = placesOf(mapping, kind).map(({ value }) => value)
  const open = values.filter(
    ({ value, state, entity }) =>
      state !== 'known' &&
      !matched.includes(value) &&
      // Another way to write what is made once stands for it no second time.
      (state !== 'created' || values.find((one) => one.entity?.code === entity?.code)?.value === value),
  )
  const shown = isAll ? open : open.slice(0, SHOWN)
  const told = [
    counts.known > 0 && words.known(format.number(counts.known)),
    counts.created > 0 && words.created(format.number(counts.created)),
    counts.rejected > 0 && words.rejectedNames(format.number(counts.rejected)),
  ].filter(Boolean)
  return (
    <section aria-labelledby={`places-${kind}`}>
      <h3 id={`places-${kind}`}>{words.kinds[kind]}</h3>
      <p role="status" ref={status} tabIndex={-1}>
        {open.length === 0 ? words.allKnown(format.number(distinct)) : `${told.join(', ')}.`}
      </p>
      {counts.rejected > 0 && (
        <CheckField
          name={`create-${kind}`}
          label={words.allowCreate}
          isChecked={mapping.create?.includes(kind) ?? false}
          onChange={(isChecked) => edit(setCreate(mapping, kind, isChecked))}
        />
      )}
      <ul className="import-places">
        {shown.map(({ value, count, state, entity, candidates, near }) => (
          <li key={value}>
            <ComboField
              name={`${kind}-${value}`}
              label={words.isSame(value)}
              hint={words.rowsCount(format.number(count))}
              found={words.foundChoices}
              value={NEW}
              onChange={(code) => edit(setPlace(mapping, kind, value, code === NEW ? null : code))}
              choices={choicesOf(
                state === 'created' ? words.createNew(entity?.name ?? value) : words.rejectIt,
                candidates,
                known,
              )}
            />
            {near && (
              <p className="import-doubt">
                {words.nearNew(near)}{' '}
                <button
                  type="button"
                  className="quiet"
                  onClick={() => {
                    // The question goes with its answer, and the focus to what there is still to do.
                    status.current?.focus()
                    edit(setPlace(mapping, kind, value, near))
                  }}
                >
                  {words.sameAs(near)}
                  <span className="visually-hidden"> {value}</span>
                </button>
              </p>
            )}
            {kind === 'indicator' && state === 'created' && (
              <AddsField name={value} mapping={mapping} edit={edit} />
            )}
          </li>
        ))}
      </ul>
      {open.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          {words.showMore(format.number(open.length - shown.length))}
        </button>
      )}
      <Matched kind={kind} mapping={mapping} known={known} edit={edit} />
    </section>
  )
}

/** Names that were matched by hand, to be taken back. */
function Matched({
  kind,
  mapping,
  known,
  edit,
}: {
  kind: Kind
  mapping: DraftMapping
  known: readonly ComboChoice[]
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const named = placesOf(mapping, kind).map(({ value, code }) => ({
    value,
    label: known.find((one) => one.value === code)?.label ?? code,
  }))
  if (named.length === 0) return null
  return (
    <ul className="import-matched">
      {named.map(({ value, label }) => (
        <li key={value}>
          {words.isSame(value)} <strong>{label}</strong>{' '}
          <button type="button" className="quiet" onClick={() => edit(setPlace(mapping, kind, value, null))}>
            {words.undo}
            <span className="visually-hidden"> {value}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What happens by itself first, then those with a close name, then all that are known. */
function choicesOf(
  standing: string,
  candidates: DraftEntities['values'][number]['candidates'],
  known: readonly ComboChoice[],
): ComboChoice[] {
  const near = candidates.map(({ code, name }) => ({ value: code, label: name, detail: code }))
  return [
    { value: NEW, label: standing },
    ...near,
    ...known.filter(({ value }) => !near.some((one) => one.value === value)),
  ]
}
