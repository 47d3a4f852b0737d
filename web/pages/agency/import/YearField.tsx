import { useState } from 'react'
import { withYear, YEAR_OPEN, yearOf } from '#shared/contract/mapping-year.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useWords } from '../../../i18n.tsx'
import { FormField } from '../../../ui/FormField.tsx'
import type { DraftMapping } from './mapping-edit.ts'

/** The year of months that a file names without one; nothing where it names them. */
export function YearField({
  mapping,
  edit,
}: {
  mapping: DraftMapping
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const year = yearOf(mapping)
  const [typed, setTyped] = useState(year === null || year === YEAR_OPEN ? '' : year)
  if (year === null) return null
  return (
    <FormField name="period-year" label={words.yearOfMonths} hint={words.yearHint}>
      {(control) => (
        <input
          {...control}
          inputMode="numeric"
          maxLength={4}
          size={6}
          value={typed}
          onChange={(event) => {
            const text = event.target.value.trim()
            setTyped(text)
            if (/^(19|20)\d\d$/.test(text) && text !== year) edit(withYear(mapping, text))
          }}
        />
      )}
    </FormField>
  )
}
