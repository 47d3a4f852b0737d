import { useState } from 'react'
import type { DraftField } from '#shared/contract/draft-detection.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { CheckField } from '../../../ui/fields.tsx'
import { ConstantField } from './ConstantField.tsx'
import { type DraftMapping, setCreate } from './mapping-edit.ts'
import { writeWhereBlank, writtenWhereBlank } from './write-blank.ts'

/** One value for the rows that leave a column blank, if the person wants one. */
export function BlankField({
  field,
  label,
  blank,
  mapping,
  edit,
}: {
  field: DraftField
  label: string
  /** rows */
  blank: number
  mapping: DraftMapping
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const [isAsked, setAsked] = useState(false)
  const written = writtenWhereBlank(mapping, field.name)
  if (blank === 0 && written === undefined) return null
  return (
    <>
      <CheckField
        name={`blank-${field.name}`}
        label={words.writeBlank(format.number(blank))}
        isChecked={isAsked || written !== undefined}
        onChange={(isOn) => {
          setAsked(isOn)
          if (!isOn && written !== undefined) edit(writeWhereBlank(mapping, field.name, null))
        }}
      />
      {(isAsked || written !== undefined) && (
        <ConstantField
          field={field}
          label={words.whereBlank(label)}
          value={written ?? ''}
          onSet={(value, isNew) => edit(withWritten(mapping, field.name, value, isNew))}
        />
      )}
    </>
  )
}

/** With a value where a field is blank; a name that nothing has yet is created. */
export function withWritten(
  mapping: DraftMapping,
  field: string,
  value: string,
  isNew: boolean,
): DraftMapping {
  const changed = writeWhereBlank(mapping, field, value === '' ? null : value)
  return isNew && (field === 'agency' || field === 'service' || field === 'indicator')
    ? setCreate(changed, field, true)
    : changed
}
