import { fields as en } from '#shared/i18n/en/desk/fields.ts'
import { fields as id } from '#shared/i18n/id/desk/fields.ts'
import { useWords } from '../i18n.tsx'

/** What a field of a dataset is called; what has no name of its own goes by its code. */
export function useFieldText(dataset: keyof typeof id.datasets): (field: string) => string {
  const { names, own } = useWords({ id, en })
  const all: Readonly<Record<string, string>> = { ...names, ...own[dataset] }
  return (field) => all[field] ?? field
}
