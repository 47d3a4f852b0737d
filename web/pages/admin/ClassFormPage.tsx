import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ComplaintClassList } from '#shared/contract/calendar.ts'
import type { PreviewedChange } from '#shared/contract/preview.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { readNumber } from '#shared/i18n/read-number.ts'
import { complaintClassesQuery } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { ALWAYS_FROM } from '../../parts/since-text.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { CheckField, NumberField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useForm } from '../../ui/use-form.ts'
import { RuleForm, ValidFromField } from '../sections/RuleForm.tsx'
import { useChange } from '../sections/use-change.tsx'

/** Within how long complaints of a class are to be settled, from a day on. */
export function ClassFormPage() {
  const { t } = useLanguage()
  const { data } = useQuery(complaintClassesQuery)
  return data ? <ClassForm classes={data} /> : <Skeleton height={480} label={t.loading} />
}

function ClassForm({ classes }: { classes: ComplaintClassList['items'] }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { ask, dialog } = useChange()
  const versions = classes.filter(({ code }) => code === search.kind)
  const [latest] = versions
  const form = useForm({
    initial: {
      code: latest?.code ?? '',
      name: latest?.name ?? '',
      nameEn: latest?.nameEn ?? '',
      workingDays: latest ? String(latest.workingDays) : '',
      isDefault: latest?.isDefault ?? false,
      validFrom: '',
    },
    check({ code, name, workingDays }) {
      const wrong: Record<string, string> = {}
      const number = readNumber(workingDays, locale)
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)) wrong.code = words.classes.codeHint
      if (!name.trim()) wrong.name = forms.required
      if (!number || !Number.isInteger(number) || number < 1) wrong.workingDays = words.standards.wholeNumber
      return wrong
    },
    async send({ code, name, nameEn, workingDays, isDefault, validFrom }) {
      const of = { code, isDefault, name: name.trim(), nameEn: nameEn.trim() || null }
      const from = validFrom || ALWAYS_FROM
      // What held on that day until now; a class that was not there cannot be taken back by one change.
      const before = versions.find((one) => one.validFrom <= from)
      const inverse: PreviewedChange | null =
        before && before.isDefault === isDefault
          ? {
              action: 'complaint-class.set',
              input: {
                ...of,
                name: before.name,
                nameEn: before.nameEn,
                validFrom: from,
                workingDays: before.workingDays,
              },
            }
          : null
      const change = { ...of, validFrom: from, workingDays: readNumber(workingDays, locale)! }
      return ask(
        { action: 'complaint-class.set', input: change },
        inverse,
        () => void navigate({ to: '/admin/standards', search: keep(search), ignoreBlocker: true }),
      )
    },
  })
  const { values, set } = form
  return (
    <RuleForm
      title={latest ? words.classes.change : words.classes.add}
      back={words.standards.back}
      backTo="/admin/standards"
      form={form}
      dialog={dialog}
    >
      {!latest && (
        <TextField
          name="code"
          label={words.classes.code}
          hint={words.classes.codeHint}
          value={values.code}
          onChange={(code) => set('code', code)}
        />
      )}
      <TextField
        name="name"
        label={words.classes.name}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <TextField
        name="nameEn"
        label={words.classes.nameEn}
        optional={forms.optional}
        value={values.nameEn}
        onChange={(name) => set('nameEn', name)}
      />
      <NumberField
        name="workingDays"
        label={words.classes.within}
        value={values.workingDays}
        onChange={(days) => set('workingDays', days)}
      />
      <ValidFromField value={values.validFrom} onChange={(day) => set('validFrom', day)} />
      <CheckField
        name="isDefault"
        label={words.classes.isDefault}
        isChecked={values.isDefault}
        onChange={(is) => set('isDefault', is)}
      />
    </RuleForm>
  )
}
