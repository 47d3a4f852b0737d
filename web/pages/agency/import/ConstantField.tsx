import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import type { DraftField } from '#shared/contract/draft-detection.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { agenciesQuery, servicesQuery } from '../../../api/entities.ts'
import { namedIndicatorsQuery } from '../../../api/indicators.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { FormField } from '../../../ui/FormField.tsx'
import { SelectField } from '../../../ui/fields.tsx'

/** One value for all rows: a file of one office does not name it. What is known is offered while one types. */
export function ConstantField({
  field,
  label,
  value,
  guess,
  onSet,
}: {
  field: DraftField
  label: string
  value: string
  /** what it may be, where nothing is set */
  guess?: string | undefined
  /** `isNew`: it is a name that nothing has yet */
  onSet: (value: string, isNew: boolean) => void
}) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { nameOf } = useLanguage()
  const list = useId()
  const { data: agencies = [] } = useQuery({ ...agenciesQuery, enabled: field.name === 'agency' })
  const { data: services = [] } = useQuery({ ...servicesQuery, enabled: field.name === 'service' })
  const { data: indicators = [] } = useQuery({ ...namedIndicatorsQuery, enabled: field.name === 'indicator' })
  const known =
    { agency: agencies, service: services, indicator: indicators }[
      field.name as 'agency' | 'service' | 'indicator'
    ] ?? []
  const [written, setTyped] = useState<string | null>(null)
  const standing = known.find(({ code }) => code === value)
  const typed = written ?? (standing ? nameOf(standing) : value || (guess ?? ''))
  const isGuessed = guess !== undefined && value === ''
  const takeGuess = useEffectEvent(() => isGuessed && onSet(guess, true))
  // The file says it itself; it stands there to be seen and changed.
  useEffect(() => {
    takeGuess()
  }, [])
  if (field.type === 'choice') {
    return (
      <SelectField
        name={field.name}
        label={label}
        value={value}
        onChange={(choice) => onSet(choice, false)}
        empty={words.noColumn}
        choices={field.choices.map((choice) => ({ value: choice, label: kinds.choices[choice] ?? choice }))}
      />
    )
  }
  const set = () => {
    const text = typed.trim()
    const found = known.find((one) => nameOf(one) === text || one.code === text)
    if (text !== '') onSet(found ? found.code : text, !found)
  }
  return (
    <div className="import-constant">
      <FormField name={field.name} label={label} hint={known.length > 0 ? words.constantHint : undefined}>
        {(control) => (
          <input
            {...control}
            type={field.type === 'date' ? 'date' : 'text'}
            list={known.length > 0 ? list : undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            // Whoever goes on to the next field has said it.
            onBlur={() => typed.trim() !== (standing ? nameOf(standing) : value) && set()}
            onKeyDown={(event) => event.key === 'Enter' && set()}
          />
        )}
      </FormField>
      <datalist id={list}>
        {known.map((one) => (
          <option key={one.code} value={nameOf(one)} />
        ))}
      </datalist>
      <button type="button" onClick={set}>
        {words.setConstant}
      </button>
    </div>
  )
}
