import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { StandardList } from '#shared/contract/calendar.ts'
import type { PreviewedChange } from '#shared/contract/preview.ts'
import { STANDARD_UNITS } from '#shared/contract/words.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { readNumber } from '#shared/i18n/read-number.ts'
import { servicesQuery } from '../../api/entities.ts'
import { standardsQuery } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField, ServiceField } from '../../parts/AgencyField.tsx'
import { promiseText } from '../../parts/promise-text.ts'
import { ALWAYS_FROM, spanText } from '../../parts/since-text.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { NumberField, SelectField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useForm } from '../../ui/use-form.ts'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { RuleForm, ValidFromField } from '../sections/RuleForm.tsx'
import { useChange } from '../sections/use-change.tsx'

type Standard = StandardList['items'][number]

/** What is promised of a service from a day on. */
export function StandardFormPage() {
  const { t } = useLanguage()
  const { data: standards } = useQuery(standardsQuery())
  const { data: services } = useQuery(servicesQuery)
  const agencies = useOwnAgencies('standard.set')
  if (!standards || !services || !agencies) return <Skeleton height={480} label={t.loading} />
  return <StandardForm standards={standards} services={services} agencies={agencies} />
}

function StandardForm({
  standards,
  services,
  agencies,
}: {
  standards: readonly Standard[]
  services: Parameters<typeof ServiceField>[0]['services']
  agencies: OwnAgencies
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const language = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { ask, dialog } = useChange()
  const versions = (service: string, agency: string) =>
    standards.filter((one) => one.service === service && (one.agency ?? '') === agency)
  const asked = search.agency ?? firstOwn(agencies) ?? ''
  const latest = versions(search.service ?? '', asked)[0]
  const form = useForm({
    initial: {
      service: search.service ?? '',
      agency: asked,
      value: latest ? String(latest.value) : '',
      unit: latest?.unit ?? ('workingDay' as Standard['unit']),
      validFrom: '',
    },
    check({ service, agency, value }) {
      const wrong: Record<string, string> = {}
      const number = readNumber(value, language.locale)
      if (!service) wrong.service = forms.required
      if (!agency && !agencies.isEverywhere) wrong.agency = forms.required
      if (!number || !Number.isInteger(number) || number < 1) wrong.value = words.standards.wholeNumber
      return wrong
    },
    async send({ service, agency, value, unit, validFrom }) {
      const key = { service, agency: agency || null, validFrom: validFrom || ALWAYS_FROM }
      const before = versions(service, agency).find((one) => one.validFrom === key.validFrom)
      const inverse: PreviewedChange = before
        ? { action: 'standard.set', input: { ...key, value: before.value, unit: before.unit } }
        : { action: 'standard.remove', input: key }
      const change = { ...key, value: readNumber(value, language.locale)!, unit }
      return ask(
        { action: 'standard.set', input: change },
        inverse,
        () => void navigate({ to: '/admin/standards', search: keep(search), ignoreBlocker: true }),
      )
    },
  })
  const { values, set } = form
  const old = versions(values.service, values.agency)
  return (
    <RuleForm
      title={words.standards.add}
      back={words.standards.back}
      backTo="/admin/standards"
      form={form}
      dialog={dialog}
    >
      <ServiceField services={services} value={values.service} onChange={(code) => set('service', code)} />
      <AgencyField
        agencies={agencies.own}
        value={values.agency}
        optional={agencies.isEverywhere ? words.standards.everyone : undefined}
        onChange={(code) => set('agency', code)}
      />
      {old.length > 0 && (
        <div>
          <p className="form-hint">{words.standards.old}</p>
          <ul className="desk-list">
            {old.map((one) => (
              <li key={one.validFrom}>
                {promiseText(language, one)}, {spanText(words, language.format, one)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="form-row">
        <NumberField
          name="value"
          label={words.standards.value}
          value={values.value}
          onChange={(value) => set('value', value)}
        />
        <SelectField
          name="unit"
          label={words.standards.unit}
          value={values.unit}
          choices={STANDARD_UNITS.map((unit) => ({ value: unit, label: language.t.promise.units[unit] }))}
          onChange={(unit) => set('unit', unit as Standard['unit'])}
        />
      </div>
      <ValidFromField value={values.validFrom} onChange={(day) => set('validFrom', day)} />
    </RuleForm>
  )
}
