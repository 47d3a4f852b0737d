import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { DraftField } from '#shared/contract/draft-detection.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { draftEntitiesQuery, draftPreviewQuery, draftValuesQuery } from '../../../api/drafts.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { ColumnRow } from './ColumnRow.tsx'
import { leftAside } from './left-aside.ts'
import { columnOf, type DraftMapping, measureColumns, partColumns } from './mapping-edit.ts'
import { PreviewTable } from './PreviewTable.tsx'
import { StepActions } from './StepActions.tsx'
import { choiceFields, nextDecision, placeKinds } from './steps.ts'
import { useDraftChange } from './use-draft-change.tsx'

/** More names than this would push everything that comes after them off a telephone. */
const MANY_UNUSED = 20

/** Which column fills which field: what is required and still open first, then the rest that is used. */
export function ColumnsStep({ draft, go }: StepProps) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const client = useQueryClient()
  const { edit, change, run, isBusy, failure } = useDraftChange(draft)
  const { data: preview } = useQuery({
    ...draftPreviewQuery(draft),
    enabled: draft.mappingIssues.length === 0,
  })
  const { detection } = draft
  if (!detection || !draft.mapping) return null
  const mapping = draft.mapping as DraftMapping
  // The unit of one column of many is no question about all.
  const isUsed = ({ name }: DraftField) =>
    mapping.columns?.[name] !== undefined ||
    mapping.constants?.[name] !== undefined ||
    (name !== 'indicatorUnit' && mapping.measures?.some((measure) => name in measure) === true)
  const problemOf = (field: string) =>
    draft.mappingIssues.find(
      ({ path }) => path === `columns.${field}` || path.startsWith(`columns.${field}.`),
    )?.message
  const isOpen = (field: DraftField) => problemOf(field.name) !== undefined
  const required = detection.fields.filter((field) => field.isRequired || isOpen(field))
  const used = detection.fields.filter((field) => !required.includes(field) && isUsed(field))
  const others = detection.fields.filter((field) => !required.includes(field) && !isUsed(field))
  const open = required.filter(isOpen)
  const takenNumbers = detection.fields.flatMap(({ name }) =>
    [
      columnOf(mapping, name, detection.columns),
      ...partColumns(mapping, name, detection.columns),
      ...measureColumns(mapping, name, detection.columns),
    ].map((column) => column?.number),
  )
  // A margin of a sheet is no column.
  const unused = detection.columns.filter(
    ({ number, isReason, header, type }) =>
      !isReason && !takenNumbers.includes(number) && !(header === '' && type === 'blank'),
  )
  const unusedNames = unused
    .map(({ header, number }) => header || words.nthColumn(format.number(number)))
    .join(', ')
  const labelOf = (field: DraftField) => fieldName(kinds, draft.dataset, field.name)
  const rows = (list: readonly DraftField[]) => (
    <ul className="import-fields">
      {list.map((field) => (
        <ColumnRow
          key={field.name}
          field={field}
          label={labelOf(field)}
          hint={kinds.hints[field.name]}
          mapping={mapping}
          detection={detection}
          problem={problemOf(field.name)}
          preview={preview}
          filled={draft.reading.fillDown ?? []}
          edit={(changed) => void edit(changed)}
          fill={(fillDown) => void change({ reading: { ...draft.reading, fillDown } })}
        />
      ))}
    </ul>
  )
  const goOn = async () => {
    await run(async () => {
      const [values, places] = await Promise.all([
        Promise.all(choiceFields(draft).map((field) => client.fetchQuery(draftValuesQuery(draft, field)))),
        Promise.all(placeKinds(draft).map((kind) => client.fetchQuery(draftEntitiesQuery(draft, kind)))),
      ])
      go(nextDecision(values, places, draft.mapping))
      return draft
    })
  }
  return (
    <>
      {failure}
      <div role="status">
        {open.length > 0 ? (
          <div className="notice notice-error">
            <p className="notice-title">{words.missing(format.number(open.length))}</p>
            <ul className="form-summary">
              {open.map((field) => (
                <li key={field.name}>
                  <button
                    type="button"
                    className="form-link"
                    onClick={() => document.getElementById(`field-${field.name}`)?.focus()}
                  >
                    {labelOf(field)}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <p>
            {words.nothingMissing} {words.columnsIntro}
          </p>
        )}
      </div>
      <h3>{words.required}</h3>
      {rows(required)}
      {used.length > 0 && (
        <>
          <h3>{words.alsoKnown}</h3>
          {rows(used)}
        </>
      )}
      {others.length > 0 && (
        <details className="import-more">
          <summary>{words.moreFields(format.number(others.length))}</summary>
          {rows(others)}
        </details>
      )}
      {unused.length > MANY_UNUSED ? (
        <details className="import-more">
          <summary>
            {words.unused} ({format.number(unused.length)})
          </summary>
          <p className="muted">{unusedNames}</p>
        </details>
      ) : (
        unused.length > 0 && (
          <p className="muted">
            {words.unused}: {unusedNames}
          </p>
        )
      )}
      {leftAside(
        draft.dataset,
        unused.map(({ header }) => header),
      ).map(([kind, headers]) => (
        <p key={kind} className="import-doubt">
          {words.leftAside[kind](headers.join(', '))}
        </p>
      ))}
      {preview && (
        <details className="import-more">
          <summary>{words.preview}</summary>
          <PreviewTable preview={preview} dataset={draft.dataset} />
        </details>
      )}
      <StepActions
        next={words.next}
        isBusy={isBusy}
        onBack={() => go('file')}
        onNext={() => {
          if (open.length > 0) document.getElementById(`field-${open[0]!.name}`)?.focus()
          else void goOn()
        }}
      />
    </>
  )
}
