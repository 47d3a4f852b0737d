import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import type { Adds } from '#shared/rollups/given.ts'
import { useWords } from '../../../i18n.tsx'
import { SelectField } from '../../../ui/fields.tsx'
import { addsOf, setAdds, waysToAdd } from './indicator-adds.ts'
import type { DraftMapping } from './mapping-edit.ts'

/** Of an indicator that is created: whether its figures add up over months and agencies. */
export function AddsField({
  name,
  mapping,
  edit,
}: {
  /** as the file, or the person, calls the indicator */
  name: string
  mapping: DraftMapping
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const ways = waysToAdd(mapping, name)
  if (ways.length === 0) return null
  return (
    <SelectField
      name={`adds-${name}`}
      label={words.addsUp(name)}
      hint={words.addsHint}
      value={addsOf(mapping, name)}
      onChange={(way) => edit(setAdds(mapping, name, way as Adds))}
      choices={ways.map((value) => ({ value, label: words.adds[value] }))}
    />
  )
}
