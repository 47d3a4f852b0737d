import type { Draft } from '#shared/contract/draft.ts'
import type { IssueGroup } from '#shared/contract/draft-check.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import type { StepProps } from '../ImportDraftPage.tsx'
import { withWritten } from './BlankField.tsx'
import { ConstantField } from './ConstantField.tsx'
import type { DraftMapping } from './mapping-edit.ts'
import { useKnown } from './use-known.ts'
import { fieldLeftBlank, writeWhereBlank, writtenWhereBlank } from './write-blank.ts'

interface Change {
  draft: Draft
  /** resolves to null where it was refused */
  edit: (mapping: DraftMapping) => Promise<unknown>
}

/** Rows that are rejected because a cell is blank: what to write there, and how many rows that would save. */
export function BlankRemedy({
  draft,
  edit,
  go,
  group,
}: Change & Pick<StepProps, 'go'> & { group: IssueGroup }) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const mapping = (draft.mapping ?? {}) as DraftMapping
  const name = fieldLeftBlank(group, mapping, draft.detection?.columns ?? [])
  const field = draft.detection?.fields.find((one) => one.name === name)
  if (!field || group.alone === 0) return null
  const write = async (value: string, isNew: boolean) => {
    const changed = withWritten(mapping, field.name, value, isNew)
    const isMoreCreated = changed.create?.length !== mapping.create?.length
    const kept = await edit(changed)
    // Names of the file that were not known are created from now on too: that is looked at first.
    if (kept !== null && isMoreCreated) go('places')
    else toHeading()
  }
  return (
    <div className="import-remedy">
      <p>{words.blankRemedy(format.number(group.alone))}</p>
      <ConstantField
        field={field}
        label={words.whereBlank(fieldName(kinds, draft.dataset, field.name))}
        value=""
        onSet={(value, isNew) => void write(value, isNew)}
      />
    </div>
  )
}

/** What is written where the file is blank, to be taken back. */
export function BlankWritten({ draft, edit }: Change) {
  const mapping = (draft.mapping ?? {}) as DraftMapping
  const written = (draft.detection?.fields ?? []).flatMap(({ name }) => {
    const value = writtenWhereBlank(mapping, name)
    return value === undefined ? [] : [{ name, value }]
  })
  if (written.length === 0) return null
  return (
    <ul className="import-matched">
      {written.map(({ name, value }) => (
        <Written
          key={name}
          draft={draft}
          name={name}
          value={value}
          onTakeBack={() => void edit(writeWhereBlank(mapping, name, null)).then(toHeading)}
        />
      ))}
    </ul>
  )
}

function Written({
  draft,
  name,
  value,
  onTakeBack,
}: {
  draft: Draft
  name: string
  value: string
  onTakeBack: () => void
}) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const known = useKnown(name === 'agency' || name === 'service' || name === 'indicator' ? name : null)
  const said = known.find((one) => one.value === value)?.label ?? kinds.choices[value] ?? value
  return (
    <li>
      {words.blankWritten(fieldName(kinds, draft.dataset, name), said)}{' '}
      <button type="button" className="quiet" onClick={onTakeBack}>
        {words.takeBack}
      </button>
    </li>
  )
}

/** What was pressed is gone while everything is checked anew. */
const toHeading = () => document.querySelector<HTMLElement>('.import-heading')?.focus()
