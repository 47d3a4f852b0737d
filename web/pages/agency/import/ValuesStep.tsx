import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { DraftValues } from '#shared/contract/draft.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftEntitiesQuery, draftValuesQuery } from '../../../api/drafts.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { Failed } from '../../sections/Failed.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { type DraftMapping, setValues } from './mapping-edit.ts'
import { StepActions } from './StepActions.tsx'
import { choiceFields, nextAfterValues, placeKinds } from './steps.ts'
import { useDraftChange } from './use-draft-change.tsx'

const NOTHING = '-'

/** What the words of the file mean: channels, outcomes and other choices. */
export function ValuesStep({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const client = useQueryClient()
  const { edit, run, isBusy, failure } = useDraftChange(draft)
  const fields = choiceFields(draft)
  const asked = useQueries({ queries: fields.map((field) => draftValuesQuery(draft, field)) })
  const mapping = (draft.mapping ?? {}) as DraftMapping
  const failed = asked.find(({ data, error }) => error && !data)
  const all = asked.flatMap(({ data }) => (data ? [data] : []))
  const suggested = suggestionsOf(mapping, all)
  const isSettled = all.length === fields.length && !asked.some(({ isPlaceholderData }) => isPlaceholderData)
  // What is plain is filled in, so that only the rest needs looking at.
  useEffect(() => {
    if (isSettled && suggested && !isBusy) void edit(suggested)
  })
  if (failed?.error) return <Failed error={failed.error} retry={() => void failed.refetch()} />
  const open = all.reduce((sum, { values }) => sum + values.filter(({ isMapped }) => !isMapped).length, 0)
  const goOn = () =>
    run(async () => {
      const places = await Promise.all(
        placeKinds(draft).map((kind) => client.fetchQuery(draftEntitiesQuery(draft, kind))),
      )
      go(nextAfterValues(places, draft.mapping))
      return draft
    })
  return (
    <>
      {failure}
      <p>{fields.length > 0 ? words.valuesIntro : words.valuesNone}</p>
      <p role="status" className={open > 0 ? 'import-doubt' : 'muted'}>
        {fields.length > 0 && (open > 0 ? words.unmatched(format.number(open)) : words.allMatched)}
      </p>
      {all.map(({ field, values, choices }) => (
        <section key={field} aria-labelledby={`words-${field}`}>
          <h3 id={`words-${field}`}>{fieldName(kinds, draft.dataset, field)}</h3>
          <table className="import-words">
            <thead>
              <tr>
                <th scope="col">{words.valueHead}</th>
                <th scope="col" className="import-number">
                  {words.countHead}
                </th>
                <th scope="col">{words.choiceHead}</th>
              </tr>
            </thead>
            <tbody>
              {values.map(({ value, count, match, isMapped }) => (
                <tr key={value}>
                  <th scope="row">{value}</th>
                  <td className="import-number">{format.number(count)}</td>
                  <td>
                    <select
                      aria-label={words.meansFor(value)}
                      value={match ?? (isMapped ? NOTHING : '')}
                      onChange={(event) => {
                        const chosen = event.target.value
                        const meaning = chosen === NOTHING || chosen === '' ? null : chosen
                        void edit(
                          setValues(mapping, field, {
                            ...namesakes(mapping, field, values),
                            [value]: meaning,
                          }),
                        )
                      }}
                    >
                      {!isMapped && match === null && <option value="">{words.fill}…</option>}
                      <option value={NOTHING}>{words.leaveOut}</option>
                      {choices.map((choice) => (
                        <option key={choice} value={choice}>
                          {kinds.choices[choice] ?? choice}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      <StepActions
        next={words.next}
        isBusy={isBusy}
        onBack={() => go('columns')}
        onNext={() => void goOn()}
      />
    </>
  )
}

/** A map of words knows only what it names: those that meant something without it go into it. */
function namesakes(
  mapping: DraftMapping,
  field: string,
  values: DraftValues['values'],
): Record<string, string> {
  if (mapping.values?.[field]) return {}
  return Object.fromEntries(values.flatMap(({ value, match }) => (match ? [[value, match]] : [])))
}

/** The mapping with every word that has a suggestion and no meaning yet; null when there is none. */
function suggestionsOf(mapping: DraftMapping, all: readonly DraftValues[]): DraftMapping | null {
  let changed = mapping
  for (const { field, values } of all) {
    const open = values.filter(
      ({ value, isMapped, match, suggestion }) =>
        !isMapped && match === null && suggestion !== null && !(value in (mapping.values?.[field] ?? {})),
    )
    if (open.length === 0) continue
    const meanings = Object.fromEntries(open.map(({ value, suggestion }) => [value, suggestion]))
    changed = setValues(changed, field, { ...namesakes(mapping, field, values), ...meanings })
  }
  return changed === mapping ? null : changed
}
