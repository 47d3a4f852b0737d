import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { DateField } from '../../ui/fields.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import type { FormState } from '../../ui/use-form.ts'

/** The page of a form that changes a rule: sending it shows what it would bring about, in `dialog`. */
export function RuleForm<Values>({
  title,
  back,
  backTo,
  form,
  dialog,
  save,
  children,
}: {
  title: string
  back: string
  backTo: '/admin/standards' | '/admin/calendars'
  form: FormState<Values>
  dialog?: ReactNode
  /** for what changes no figure and is made at once */
  save?: string
  children: ReactNode
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const search = useSearch({ strict: false }) as ViewSearch
  useTitle(title)
  return (
    <>
      <p>
        <Link to={backTo} search={keep(search)}>
          {back}
        </Link>
      </p>
      <h1>{title}</h1>
      <Form
        label={title}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        {children}
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={save ? forms.saving : words.looking}>
            {save ?? words.look}
          </SubmitButton>
          <Link to={backTo} search={keep(search)} className="button">
            {forms.cancel}
          </Link>
        </div>
      </Form>
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
      {dialog}
    </>
  )
}

/** The day from which a rule holds; empty: always. */
export function ValidFromField({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  return (
    <DateField
      name="validFrom"
      label={words.validFrom}
      hint={words.validFromHint}
      optional={forms.optional}
      value={value}
      echo={value ? format.date(value) : words.always}
      onChange={onChange}
    />
  )
}
