import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RetentionPreview, RetentionRules } from '#shared/contract/retention.ts'
import { MAX_MONTHS, MIN_MONTHS } from '#shared/contract/retention-words.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { retention as en } from '#shared/i18n/en/desk/retention.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { retention as id } from '#shared/i18n/id/desk/retention.ts'
import { previewRetention, retentionQuery, setRetention } from '../../api/privacy.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { NumberField, TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { OPEN, useForm } from '../../ui/use-form.ts'
import { Failed } from '../sections/Failed.tsx'

type Rule = RetentionRules['rules'][number]

/** How long raw facts are kept, what is gone already, and what a change would take away. */
export function RetentionPage() {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const { data, error, refetch } = useQuery(retentionQuery)
  const [changing, setChanging] = useState<string | null>(null)
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} label={t.loading} />}
      {data?.map((rule) => (
        <section key={rule.dataset} aria-labelledby={`r-${rule.dataset}`} className="desk-row">
          <h2 id={`r-${rule.dataset}`} className="signal-head">
            {words.datasets[rule.dataset]}
          </h2>
          <p>{rule.months === null ? words.forGood : words.keptFor(format.number(rule.months))}</p>
          {rule.setBy && rule.setAt && (
            <p className="muted">{words.setBy(rule.setBy, format.instant(rule.setAt), rule.reason ?? '')}</p>
          )}
          {rule.through && (
            <p className="muted">{words.gone(format.number(rule.expired), format.date(rule.through))}</p>
          )}
          {changing === rule.dataset ? (
            <ChangeRule rule={rule} done={() => setChanging(null)} />
          ) : (
            <div className="actions">
              <button
                type="button"
                aria-label={`${words.change}: ${words.datasets[rule.dataset]}`}
                onClick={() => setChanging(rule.dataset)}
              >
                {words.change}
              </button>
            </div>
          )}
        </section>
      ))}
    </>
  )
}

function ChangeRule({ rule, done }: { rule: Rule; done: () => void }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const [asked, setAsked] = useState<RetentionPreview | 'for-good' | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const form = useForm({
    initial: { months: rule.months === null ? '' : String(rule.months), reason: '' },
    check({ months, reason }) {
      const wrong: Record<string, string> = {}
      if (monthsOf(months) === undefined) wrong.months = words.monthsWrong
      if (reason.trim().length < 3) wrong.reason = forms.required
      return wrong
    },
    async send({ months }) {
      const number = monthsOf(months)!
      setAsked(number === null ? 'for-good' : await previewRetention(rule.dataset, number))
      return OPEN
    },
  })
  const apply = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const months = monthsOf(form.values.months)!
      await setRetention({ dataset: rule.dataset, months, reason: form.values.reason.trim() })
      await client.invalidateQueries({ queryKey: retentionQuery.queryKey })
      say(words.saved)
      done()
    } catch (error) {
      setFailure((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form
      label={words.formOf(words.datasets[rule.dataset])}
      errors={form.errors}
      failure={form.failure}
      summary={forms.summary}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <NumberField
        name="months"
        label={words.months}
        hint={words.monthsHint}
        value={form.values.months}
        onChange={(months) => form.set('months', months)}
      />
      <TextField
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        value={form.values.reason}
        maxLength={500}
        onChange={(reason) => form.set('reason', reason)}
      />
      <div className="actions">
        <SubmitButton isBusy={form.isBusy} busy={words.looking}>
          {words.next}
        </SubmitButton>
        <button type="button" onClick={done}>
          {forms.cancel}
        </button>
      </div>
      {asked && (
        <ConfirmDialog
          title={words.confirmTitle}
          confirm={words.confirm}
          cancel={forms.cancel}
          isBusy={isBusy}
          onConfirm={() => void apply()}
          onCancel={() => !isBusy && setAsked(null)}
        >
          {asked === 'for-good' ? <p>{words.stays}</p> : <Effect preview={asked} />}
          {failure && (
            <p role="alert" className="form-error">
              {failure}
            </p>
          )}
        </ConfirmDialog>
      )}
    </Form>
  )
}

function Effect({ preview }: { preview: RetentionPreview }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { through, expiring, open, kept, agencies, imports } = preview
  return (
    <>
      <p>
        {expiring === 0 || through === null
          ? words.nothing
          : words.goes(format.number(expiring), format.date(through), format.number(agencies))}
      </p>
      {open > 0 && <p>{words.open(format.number(open))}</p>}
      <p>{words.kept(format.number(kept))}</p>
      {imports > 0 && <p>{words.imports(format.number(imports))}</p>}
      <p>{words.afterwards}</p>
    </>
  )
}

/** Whole months; null: without limit; undefined: neither. */
function monthsOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const number = Number(text)
  return Number.isInteger(number) && number >= MIN_MONTHS && number <= MAX_MONTHS ? number : undefined
}
