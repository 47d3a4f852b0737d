import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { Target, TargetItem } from '#shared/contract/target.ts'
import { TARGET_KINDS } from '#shared/contract/words.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { readNumber, writeNumber } from '#shared/i18n/read-number.ts'
import { servicesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField, ServiceField } from '../../parts/AgencyField.tsx'
import { choiceOfPeriod, PeriodField, periodOfChoice } from '../../parts/PeriodField.tsx'
import { targetText } from '../../parts/target-text.ts'
import { fromTyped, toTyped, unitInput } from '../../parts/unit-input.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, NumberField, SelectField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useFoundTarget } from '../sections/found-target.ts'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'

/** Sets a target, or changes the one that the address names. */
export function TargetFormPage() {
  const { t } = useLanguage()
  const agencies = useOwnAgencies('target.set')
  const { data: cards } = useQuery(indicatorsQuery)
  const found = useFoundTarget()
  if (!agencies || !cards || found.isLoading) return <Skeleton height={640} label={t.loading} />
  return <TargetForm agencies={agencies} cards={cards} before={found.item} />
}

function TargetForm({
  agencies,
  cards,
  before,
}: {
  agencies: OwnAgencies
  cards: readonly IndicatorItem[]
  before: TargetItem | undefined
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const language = useLanguage()
  const { locale, format } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: services = [] } = useQuery(servicesQuery)
  const title = before ? words.change : words.add
  useTitle(title)
  const list = { ...keep(search), period: undefined, agency: before?.agency ?? search.agency }
  const unitOf = (indicator: string) => cards.find((card) => card.id === indicator)?.unit ?? 'number'
  const typed = (value: number | null, indicator: string) =>
    value === null ? '' : writeNumber(toTyped(value, unitInput(unitOf(indicator), locale)), locale)
  const back = async () => {
    // What the next page shows is asked for there, not here.
    await client.invalidateQueries({ refetchType: 'none' })
    await navigate({ to: '/desk/targets', search: list, ignoreBlocker: true })
  }
  const form = useForm({
    draft: `target/${before ? `${before.agency}/${before.service}/${before.indicator}/${before.target.period}` : 'new'}`,
    initial: {
      agency: before?.agency ?? search.agency ?? firstOwn(agencies) ?? '',
      service: before?.service ?? '',
      indicator: before?.indicator ?? search.indicator ?? '',
      period: choiceOfPeriod(before?.target.period ?? String(new Date().getFullYear())),
      kind: before?.target.kind ?? ('min' as Target['kind']),
      value: typed(before?.target.value ?? null, before?.indicator ?? ''),
      low: typed(before?.target.low ?? null, before?.indicator ?? ''),
      high: typed(before?.target.high ?? null, before?.indicator ?? ''),
      text: before?.target.text ?? '',
      cumulative: before?.target.cumulative ?? false,
      provenance: before?.target.provenance ?? 'agreed',
      reason: '',
    },
    check(values) {
      const wrong: Record<string, string> = {}
      if (!values.agency) wrong.agency = forms.required
      if (!values.indicator) wrong.indicator = forms.required
      if (!before && !periodOfChoice(values.period)) wrong.period = forms.fourDigits
      for (const name of boundsOf(values.kind)) {
        const number = readNumber(values[name], locale)
        if (number == null) wrong[name] = number === null ? forms.required : forms.notANumber
      }
      if (values.kind === 'text' && !values.text.trim()) wrong.text = forms.required
      if (before && !values.reason.trim()) wrong.reason = words.replaceReason
      return wrong
    },
    async send(values) {
      const period = before?.target.period ?? periodOfChoice(values.period)!
      const input = unitInput(unitOf(values.indicator), locale)
      const number = (name: 'value' | 'low' | 'high') =>
        boundsOf(values.kind).includes(name) ? fromTyped(readNumber(values[name], locale)!, input) : null
      const of = {
        agency: values.agency,
        service: values.service || null,
        indicator: values.indicator,
        period,
      }
      await sendJson('PUT', '/api/v1/targets', {
        ...of,
        kind: values.kind,
        value: number('value'),
        low: number('low'),
        high: number('high'),
        text: values.text.trim() || null,
        cumulative: values.cumulative,
        provenance: values.provenance,
        reason: values.reason.trim(),
      })
      say(words.saved, { label: forms.undo, run: () => void undo(of) })
      await back()
    },
  })
  const undo = async (of: { agency: string; service: string | null; indicator: string; period: string }) => {
    try {
      if (before) {
        const { source, ...target } = before.target
        await sendJson('PUT', '/api/v1/targets', { ...target, ...of, reason: words.undoReason })
      } else await sendJson('DELETE', '/api/v1/targets', { ...of, reason: words.undoReason })
      say(forms.undone)
    } catch (error) {
      say((error as Error).message)
    }
    await client.invalidateQueries()
  }
  const { values, set } = form
  const unit = unitOf(values.indicator)
  const input = unitInput(unit, locale)
  const bound = (name: 'value' | 'low' | 'high') => {
    const number = readNumber(values[name], locale)
    return (
      <NumberField
        key={name}
        name={name}
        label={words[name]}
        value={values[name]}
        unit={input.suffix}
        echo={number != null ? forms.understood(format.value(unit, fromTyped(number, input))) : null}
        onChange={(text) => set(name, text)}
      />
    )
  }
  return (
    <>
      <p>
        <Link to="/desk/targets" search={list}>
          {words.back}
        </Link>
      </p>
      <h1>{title}</h1>
      {before && (
        <p className="opening">
          {cards.find((card) => card.id === before.indicator)?.name[locale] ?? before.indicator},{' '}
          {format.period(before.target.period)}
        </p>
      )}
      {before && <p className="page-meta">{words.exists(targetText(language, unit, before.target))}</p>}
      {form.isRestored && (
        <p role="status">
          {forms.restored}{' '}
          <button type="button" className="quiet" onClick={() => form.reset()}>
            {forms.startOver}
          </button>
        </p>
      )}
      <Form
        label={title}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        {!before && (
          <>
            <AgencyField
              agencies={agencies.own}
              value={values.agency}
              onChange={(code) => set('agency', code)}
            />
            <ServiceField
              services={services}
              value={values.service}
              optional={forms.allServices}
              onChange={(code) => set('service', code)}
            />
            <SelectField
              name="indicator"
              label={forms.indicator}
              value={values.indicator}
              empty={forms.choose}
              choices={cards.map((card) => ({ value: card.id, label: card.name[locale] }))}
              hint={cards.find((card) => card.id === values.indicator)?.definition[locale]}
              onChange={(indicator) => set('indicator', indicator)}
            />
            <PeriodField name="period" value={values.period} onChange={(period) => set('period', period)} />
          </>
        )}
        <SelectField
          name="kind"
          label={words.kind}
          value={values.kind}
          choices={TARGET_KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
          onChange={(kind) => set('kind', kind as Target['kind'])}
        />
        {boundsOf(values.kind).map(bound)}
        {values.kind === 'text' && (
          <TextField
            name="text"
            label={words.text}
            rows={3}
            maxLength={2000}
            value={values.text}
            onChange={(text) => set('text', text)}
          />
        )}
        <CheckField
          name="cumulative"
          label={words.cumulative}
          isChecked={values.cumulative}
          onChange={(is) => set('cumulative', is)}
        />
        <SelectField
          name="provenance"
          label={words.provenance}
          value={values.provenance}
          choices={(['agreed', 'placeholder'] as const).map((one) => ({
            value: one,
            label: words.provenances[one],
          }))}
          onChange={(provenance) => set('provenance', provenance as 'agreed')}
        />
        <TextField
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          optional={before ? undefined : forms.optional}
          value={values.reason}
          maxLength={1000}
          onChange={(reason) => set('reason', reason)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {forms.save}
          </SubmitButton>
          <Link to="/desk/targets" search={list} className="button">
            {forms.cancel}
          </Link>
          {before && <RemoveButton before={before} back={back} />}
        </div>
      </Form>
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
    </>
  )
}

function RemoveButton({ before, back }: { before: TargetItem; back: () => Promise<void> }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const [isAsked, setAsked] = useState(false)
  const { agency, service, indicator, target } = before
  const form = useForm({
    initial: { reason: '' },
    check: ({ reason }): Record<string, string> =>
      reason.trim().length < 3 ? { reason: forms.required } : {},
    async send({ reason }) {
      await sendJson('DELETE', '/api/v1/targets', {
        agency,
        service,
        indicator,
        period: target.period,
        reason,
      })
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
          title={words.removeTitle(format.period(target.period))}
          confirm={words.remove}
          cancel={forms.cancel}
          isBusy={form.isBusy}
          onConfirm={() => void form.submit()}
          onCancel={() => setAsked(false)}
        >
          <Form
            label={words.remove}
            summary={forms.summary}
            errors={form.errors}
            failure={form.failure}
            onSubmit={() => void form.submit()}
          >
            <TextField
              name="reason"
              label={words.removeReason}
              value={form.values.reason}
              onChange={(reason) => form.set('reason', reason)}
            />
          </Form>
        </ConfirmDialog>
      )}
    </>
  )
}

/** Which bounds a kind of target has. */
function boundsOf(kind: Target['kind']): readonly ('value' | 'low' | 'high')[] {
  if (kind === 'range') return ['low', 'high']
  return kind === 'text' || kind === 'to-be-determined' ? [] : ['value']
}
