import type { HeldFact, HeldOfPerson } from '#shared/contract/person.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { persons as en } from '#shared/i18n/en/desk/persons.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { persons as id } from '#shared/i18n/id/desk/persons.ts'
import { correctPerson } from '../../api/privacy.ts'
import { useWords } from '../../i18n.tsx'
import { useFieldText } from '../../parts/field-text.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** Corrects the fields of one fact; `onDone` with what is held now, or null when it was left. */
export function CorrectFact({
  fact,
  name,
  onDone,
}: {
  fact: HeldFact
  name: string
  onDone: (held: HeldOfPerson | null) => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const fieldText = useFieldText(fact.dataset)
  const before: Record<string, string> = Object.fromEntries(
    Object.entries(fact.correctable ?? {}).map(([field, value]) => [
      field,
      value === null ? '' : String(value),
    ]),
  )
  const form = useForm<Record<string, string>>({
    initial: before,
    async send(values) {
      const changed = Object.entries(values).filter(([field, value]) => value !== before[field])
      const { dataset, agency, service, ref } = fact
      const fields = Object.fromEntries(changed.map(([field, value]) => [field, value.trim() || null]))
      onDone(await correctPerson({ dataset, agency, service, ref, fields }))
      say(words.corrected)
    },
  })
  return (
    <Form
      label={words.correctOf(name)}
      errors={form.errors}
      failure={form.failure}
      summary={forms.summary}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <p>{words.correctHint}</p>
      {Object.keys(before).map((field) => (
        <TextField
          key={field}
          name={field}
          label={fieldText(field)}
          value={form.values[field] ?? ''}
          onChange={(value) => form.set(field, value)}
        />
      ))}
      <div className="actions">
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {forms.save}
        </SubmitButton>
        <button type="button" onClick={() => onDone(null)}>
          {forms.cancel}
        </button>
      </div>
    </Form>
  )
}
