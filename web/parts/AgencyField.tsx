import type { AgencyItem, ServiceItem } from '#shared/contract/reading.ts'
import { forms as en } from '#shared/i18n/en/desk/forms.ts'
import { forms as id } from '#shared/i18n/id/desk/forms.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import { ComboField } from '../ui/ComboField.tsx'
import { SelectField } from '../ui/fields.tsx'

/** Up to here a native list is quicker than typing. */
const FEW = 12

interface FieldProps {
  name?: string
  label?: string
  hint?: string
  value: string
  onChange: (code: string) => void
  optional?: string | undefined
}

/** One agency of a list; `first` stands before them, such as all of them. */
export function AgencyField({
  agencies,
  first,
  ...field
}: FieldProps & { agencies: readonly AgencyItem[]; first?: { value: string; label: string } }) {
  const words = useWords({ id, en })
  const { nameOf } = useLanguage()
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]))
  const choices = agencies.map((agency) => {
    const parent = byCode.get(agency.parent ?? '')
    return { value: agency.code, label: nameOf(agency), detail: parent ? nameOf(parent) : agency.code }
  })
  if (first) choices.unshift({ ...first, detail: '' })
  return <EntityField name="agency" label={words.agency} {...field} choices={choices} />
}

/** One service of the catalogue. */
export function ServiceField({ services, ...field }: FieldProps & { services: readonly ServiceItem[] }) {
  const words = useWords({ id, en })
  const { nameOf } = useLanguage()
  const choices = services.map((service) => ({
    value: service.code,
    label: nameOf(service),
    detail: service.code,
  }))
  return <EntityField name="service" label={words.service} {...field} choices={choices} />
}

function EntityField({
  choices,
  ...field
}: FieldProps & {
  name: string
  label: string
  choices: readonly { value: string; label: string; detail: string }[]
}) {
  const words = useWords({ id, en })
  if (choices.length > FEW) return <ComboField {...field} choices={choices} found={words.found} />
  return <SelectField {...field} choices={choices} empty={field.optional ?? words.choose} />
}
