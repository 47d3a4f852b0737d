import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Expectations, SetExpectation } from '#shared/contract/due.ts'
import { EVERY, EXPECTED_DATASETS, WHOM } from '#shared/contract/due-words.ts'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { spanOf } from '#shared/time/period.ts'
import { expectationsQuery } from '../../api/due.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { DateField, NumberField, SelectField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** What is expected of whom: as it is set, as deliveries so far suggest, and a form to set it. */
export function ExpectationsEditor({
  agencies,
  isEverywhere,
}: {
  agencies: readonly AgencyItem[]
  isEverywhere: boolean
}) {
  const all = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const words = all.board
  const { format, nameOf } = useLanguage()
  const client = useQueryClient()
  const { data } = useQuery(expectationsQuery)
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const names = new Map(agencies.map((agency) => [agency.code, nameOf(agency)]))
  const changed = () => client.invalidateQueries({ queryKey: ['due'] })
  const form = useForm({
    initial: {
      agency: '',
      whom: isEverywhere ? 'leaves' : 'self',
      dataset: 'cases',
      every: 'month',
      dueDays: '10',
      validFrom: spanOf(today, 'month').startsOn,
    },
    check: ({ agency }) => (agency || isEverywhere ? {} : { agency: forms.required }),
    async send({ agency, dueDays, ...values }) {
      await sendJson('PUT', '/api/v1/expectations', {
        ...values,
        agency: agency || null,
        dueDays: Number(dueDays),
      })
      say(words.saved)
      await changed()
    },
  })
  const { values, set } = form
  const take = (one: Expectations['suggestions'][number]) => {
    set('dataset', one.dataset)
    set('every', one.every)
    set('dueDays', String(one.dueDays))
    document.getElementById('expect-form')?.querySelector<HTMLElement>('select')?.focus()
  }
  const remove = async ({ agency, whom, dataset, ...rest }: Expectations['items'][number]) => {
    try {
      await sendJson('DELETE', '/api/v1/expectations', { agency, whom, dataset })
      const { agencies: _, ...before } = rest
      const back = async () => {
        await sendJson('PUT', '/api/v1/expectations', {
          agency,
          whom,
          dataset,
          ...before,
        } satisfies SetExpectation)
        await changed()
      }
      say(words.removed, { label: forms.undo, run: () => void back() })
    } catch (error) {
      say((error as Error).message)
    }
    await changed()
  }
  const said = (one: Expectations['items'][number]) =>
    words.says({
      dataset: all.datasets[one.dataset] ?? one.dataset,
      whom: words.whoms[one.whom] ?? one.whom,
      place: one.agency === null ? words.everywhere : (names.get(one.agency) ?? one.agency),
      every: words.everies[one.every]!,
      days: one.dueDays,
      n: one.agencies,
    })
  return (
    <section aria-labelledby="expected">
      <h2 id="expected">{words.expectations}</h2>
      <ul className="desk-rows">
        {data?.items.map((one) => (
          <li key={`${one.agency}|${one.whom}|${one.dataset}`} className="desk-row">
            <p>{said(one)}</p>
            {(one.agency === null ? isEverywhere : names.has(one.agency)) && (
              <button
                type="button"
                aria-label={`${words.remove}: ${said(one)}`}
                onClick={() => void remove(one)}
              >
                {words.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {data && data.suggestions.length > 0 && (
        <>
          <h3>{words.suggestions}</h3>
          <ul className="desk-rows">
            {data.suggestions.map((one) => {
              const text = words.suggests({
                dataset: all.datasets[one.dataset] ?? one.dataset,
                every: words.everies[one.every]!,
                days: one.dueDays,
                n: one.agencies,
              })
              return (
                <li key={one.dataset} className="desk-row">
                  <p>{text}</p>
                  <button type="button" aria-label={`${words.take}: ${text}`} onClick={() => take(one)}>
                    {words.take}
                  </button>
                </li>
              )
            })}
          </ul>
        </>
      )}
      <div id="expect-form">
        <Form
          label={words.set}
          summary={forms.summary}
          errors={form.errors}
          failure={form.failure}
          isBusy={form.isBusy}
          onSubmit={() => void form.submit()}
        >
          <SelectField
            name="dataset"
            label={all.dataset}
            value={values.dataset}
            choices={EXPECTED_DATASETS.map((one) => ({ value: one, label: all.datasets[one] ?? one }))}
            onChange={(dataset) => set('dataset', dataset)}
          />
          <AgencyField
            agencies={agencies}
            value={values.agency}
            optional={isEverywhere ? words.everywhere : undefined}
            onChange={(agency) => set('agency', agency)}
          />
          <SelectField
            name="whom"
            label={words.whom}
            value={values.whom}
            choices={WHOM.map((one) => ({ value: one, label: words.whoms[one] ?? one }))}
            onChange={(whom) => set('whom', whom)}
          />
          <div className="form-row">
            <SelectField
              name="every"
              label={words.every}
              value={values.every}
              choices={EVERY.map((one) => ({ value: one, label: words.everies[one]! }))}
              onChange={(every) => set('every', every)}
            />
            <NumberField
              name="dueDays"
              label={words.dueDays}
              value={values.dueDays}
              onChange={(days) => set('dueDays', days)}
            />
            <DateField
              name="validFrom"
              label={words.from}
              value={values.validFrom}
              echo={values.validFrom && format.date(values.validFrom)}
              onChange={(day) => set('validFrom', day)}
            />
          </div>
          <div className="actions">
            <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
              {words.set}
            </SubmitButton>
          </div>
        </Form>
      </div>
    </section>
  )
}
