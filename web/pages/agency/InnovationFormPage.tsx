import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Innovation } from '#shared/contract/innovation.ts'
import { INNOVATION_WORDS } from '#shared/contract/words.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { innovations as en } from '#shared/i18n/en/desk/innovations.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { innovations as id } from '#shared/i18n/id/desk/innovations.ts'
import { readNumber, writeNumber } from '#shared/i18n/read-number.ts'
import { servicesQuery } from '../../api/entities.ts'
import { innovationQuery } from '../../api/innovations.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField, ServiceField } from '../../parts/AgencyField.tsx'
import { innovationWord } from '../../parts/innovation-word.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, DateField, NumberField, SelectField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import { useForm } from '../../ui/use-form.ts'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'

const CHOICES = ['stage', 'initiator', 'kind', 'form'] as const
const TEXTS = [
  'claim',
  'aim',
  'benefit',
  'result',
  'affair',
  'theme',
  'legalBasis',
  'design',
  'evidence',
] as const

/** Enters an innovation, or changes the one that the address names by agency and code. */
export function InnovationFormPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const { agency, kind: code } = useSearch({ strict: false }) as ViewSearch
  const agencies = useOwnAgencies('innovation.set')
  const { data, error, isLoading } = useQuery({
    ...innovationQuery(`${agency}.${code}`),
    enabled: !!(agency && code),
  })
  if (error) return <Notice kind="info" title={words.notThere} />
  if (!agencies || isLoading) return <Skeleton height={640} label={t.loading} />
  return <InnovationForm agencies={agencies} before={code ? data : undefined} code={code ?? null} />
}

function InnovationForm({
  agencies,
  before,
  code,
}: {
  agencies: OwnAgencies
  before: Innovation | undefined
  code: string | null
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const language = useLanguage()
  const { t, locale, format } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: services = [] } = useQuery(servicesQuery)
  const title = before ? `${words.change}: ${before.name}` : words.add
  useTitle(title)
  const list = { ...keep(search), agency: before?.agency ?? search.agency }
  const form = useForm({
    draft: `innovation/${before?.id ?? 'new'}`,
    initial: {
      agency: before?.agency ?? search.agency ?? firstOwn(agencies) ?? '',
      service: before?.service ?? '',
      name: before?.name ?? '',
      startedOn: before?.startedOn ?? '',
      trialOn: before?.trialOn ?? '',
      stage: before?.stage ?? '',
      initiator: before?.initiator ?? '',
      kind: before?.kind ?? '',
      form: before?.form ?? '',
      claim: before?.claim ?? '',
      aim: before?.aim ?? '',
      benefit: before?.benefit ?? '',
      result: before?.result ?? '',
      affair: before?.affair ?? '',
      theme: before?.theme ?? '',
      legalBasis: before?.legalBasis ?? '',
      design: before?.design ?? '',
      evidence: before?.evidence ?? '',
      budget: writeNumber(before?.budget ?? null, locale),
      isSubmitted: before ? before.status !== 'draft' : false,
    },
    check({ agency, name, startedOn, trialOn, budget }) {
      const wrong: Record<string, string> = {}
      if (!agency) wrong.agency = forms.required
      if (name.trim().length < 3) wrong.name = words.tooShort
      if (!startedOn) wrong.startedOn = forms.required
      if (trialOn && startedOn && trialOn > startedOn) wrong.trialOn = words.trialAfter
      if (readNumber(budget, locale) === undefined) wrong.budget = forms.notANumber
      return wrong
    },
    async send({ budget, isSubmitted, ...texts }) {
      const told = Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, text.trim() === '' ? null : text.trim()]),
      )
      const money = readNumber(budget, locale)
      await sendJson('PUT', '/api/v1/innovations', {
        ...told,
        code,
        budget: money == null ? null : Math.round(money),
        isSubmitted,
      })
      say(words.saved)
      await back()
    },
  })
  const back = async () => {
    // What the next page shows is asked for there, not here.
    await client.invalidateQueries({ refetchType: 'none' })
    await navigate({ to: '/desk/innovations', search: list, ignoreBlocker: true })
  }
  const { values, set } = form
  const money = readNumber(values.budget, locale)
  const labels: Record<(typeof TEXTS)[number] | (typeof CHOICES)[number], string> = {
    ...t.innovations.fields,
    affair: words.affair,
    theme: words.theme,
    design: words.design,
    claim: words.claim,
    evidence: words.evidence,
  }
  return (
    <>
      <p>
        <Link to="/desk/innovations" search={list}>
          {words.back}
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
        {!before && (
          <AgencyField
            agencies={agencies.own}
            value={values.agency}
            onChange={(code) => set('agency', code)}
          />
        )}
        <TextField
          name="name"
          label={words.name}
          maxLength={300}
          value={values.name}
          onChange={(name) => set('name', name)}
        />
        <ServiceField
          services={services}
          value={values.service}
          optional={forms.allServices}
          onChange={(code) => set('service', code)}
        />
        <div className="form-row">
          <DateField
            name="startedOn"
            label={words.startedOn}
            hint={words.startedHint}
            value={values.startedOn}
            echo={values.startedOn && format.date(values.startedOn)}
            onChange={(day) => set('startedOn', day)}
          />
          <DateField
            name="trialOn"
            label={words.trialOn}
            optional={forms.optional}
            value={values.trialOn}
            echo={values.trialOn && format.date(values.trialOn)}
            onChange={(day) => set('trialOn', day)}
          />
        </div>
        <div className="form-row">
          {CHOICES.map((name) => (
            <SelectField
              key={name}
              name={name}
              label={labels[name]}
              optional={forms.optional}
              empty={forms.choose}
              value={values[name]}
              choices={INNOVATION_WORDS[name].map((word) => ({
                value: word,
                label: innovationWord(language, word),
              }))}
              onChange={(value) => set(name, value)}
            />
          ))}
        </div>
        <h2>{words.more}</h2>
        {TEXTS.map((name) => (
          <TextField
            key={name}
            name={name}
            label={labels[name]}
            optional={forms.optional}
            rows={2}
            maxLength={5000}
            value={values[name]}
            onChange={(text) => set(name, text)}
          />
        ))}
        <NumberField
          name="budget"
          label={t.innovations.fields.budget}
          optional={forms.optional}
          unit="Rp"
          value={values.budget}
          echo={money != null ? forms.understood(format.value('currency', Math.round(money))) : null}
          onChange={(text) => set('budget', text)}
        />
        <CheckField
          name="isSubmitted"
          label={words.isSubmitted}
          isChecked={values.isSubmitted}
          onChange={(is) => set('isSubmitted', is)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {forms.save}
          </SubmitButton>
          <Link to="/desk/innovations" search={list} className="button">
            {forms.cancel}
          </Link>
          {before && code && <RemoveButton before={before} code={code} back={back} />}
        </div>
      </Form>
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
    </>
  )
}

function RemoveButton({
  before,
  code,
  back,
}: {
  before: Innovation
  code: string
  back: () => Promise<void>
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const [isAsked, setAsked] = useState(false)
  const form = useForm({
    initial: {},
    async send() {
      await sendJson('DELETE', '/api/v1/innovations', { agency: before.agency, code })
      say(words.removed)
      await back()
    },
  })
  return (
    <>
      <button type="button" className="quiet" onClick={() => setAsked(true)}>
        {words.remove}
      </button>
      {isAsked && (
        <ConfirmDialog
          title={words.removeTitle(before.name)}
          confirm={words.remove}
          cancel={forms.cancel}
          isBusy={form.isBusy}
          onConfirm={() => void form.submit()}
          onCancel={() => setAsked(false)}
        >
          <p>{words.removeHint}</p>
          {form.failure && (
            <p role="alert" className="form-error">
              {form.failure}
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  )
}
