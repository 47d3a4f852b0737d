import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { TargetItem } from '#shared/contract/target.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { TargetRow } from '../../parts/TargetRow.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { DateField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useFoundTarget } from '../sections/found-target.ts'

/** Says why a target was missed, what is done about it and by when. */
export function ExplainPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { isLoading, item } = useFoundTarget()
  useTitle(words.explainTitle)
  if (isLoading) return <Skeleton height={480} label={t.loading} />
  return (
    <>
      <h1>{words.explainTitle}</h1>
      {item ? (
        <ExplainForm item={item} />
      ) : (
        <Notice kind="info" title={words.notThere}>
          <p>
            <Link to="/desk/targets" search={keep(search)}>
              {words.back}
            </Link>
          </p>
        </Notice>
      )}
    </>
  )
}

function ExplainForm({ item }: { item: TargetItem }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { locale, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: cards = [] } = useQuery(indicatorsQuery)
  const { agency, service, indicator, target, explanation } = item
  const of = { agency, service, indicator, period: target.period }
  const list = { ...keep(search), period: undefined, agency }
  const back = async () => {
    // What the next page shows is asked for there, not here.
    await client.invalidateQueries({ refetchType: 'none' })
    await navigate({ to: '/desk/targets', search: list, ignoreBlocker: true })
  }
  const form = useForm({
    draft: `explanation/${agency}/${service}/${indicator}/${target.period}`,
    initial: {
      text: explanation?.text ?? '',
      action: explanation?.action ?? '',
      dueOn: explanation?.dueOn ?? '',
    },
    check: ({ text }): Record<string, string> => (text.trim().length < 10 ? { text: words.tooShort } : {}),
    async send({ text, action, dueOn }) {
      await sendJson('PUT', '/api/v1/explanations', {
        ...of,
        text: text.trim(),
        action: action.trim() || null,
        dueOn: dueOn || null,
      })
      say(words.explained)
      await back()
    },
  })
  const remove = async () => {
    try {
      await sendJson('DELETE', '/api/v1/explanations', of)
      say(words.explanationRemoved, {
        label: forms.undo,
        run: () => {
          const { text, action, dueOn } = explanation!
          void sendJson('PUT', '/api/v1/explanations', { ...of, text, action, dueOn })
            .then(() => client.invalidateQueries())
            .catch((error: Error) => say(error.message))
        },
      })
      await back()
    } catch (error) {
      say((error as Error).message)
    }
  }
  const { values, set } = form
  const name = agencies.find((one) => one.code === agency)
  return (
    <>
      <ul className="desk-rows">
        <TargetRow
          item={{ ...item, explanation: null }}
          indicator={cards.find((card) => card.id === indicator)?.name[locale] ?? indicator}
          agency={name ? nameOf(name) : agency}
          service={service}
          mayChange={false}
        />
      </ul>
      <Form
        label={words.explainTitle}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="text"
          label={words.explainText}
          hint={words.explainTextHint}
          rows={4}
          maxLength={2000}
          value={values.text}
          onChange={(text) => set('text', text)}
        />
        <TextField
          name="action"
          label={words.explainAction}
          rows={3}
          maxLength={2000}
          optional={forms.optional}
          value={values.action}
          onChange={(action) => set('action', action)}
        />
        <DateField
          name="dueOn"
          label={words.explainDue}
          optional={forms.optional}
          value={values.dueOn}
          echo={values.dueOn && format.date(values.dueOn)}
          onChange={(dueOn) => set('dueOn', dueOn)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {forms.save}
          </SubmitButton>
          <Link to="/desk/targets" search={list} className="button">
            {forms.cancel}
          </Link>
          {explanation && (
            <button type="button" className="quiet" onClick={() => void remove()}>
              {words.remove}
            </button>
          )}
        </div>
      </Form>
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
    </>
  )
}
