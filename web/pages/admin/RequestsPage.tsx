import { useState } from 'react'
import type { HeldFact, HeldOfPerson, PersonReceipt } from '#shared/contract/person.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { persons as en } from '#shared/i18n/en/desk/persons.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { persons as id } from '#shared/i18n/id/desk/persons.ts'
import { erasePerson, showPerson } from '../../api/privacy.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { useFieldText } from '../../parts/field-text.ts'
import { useTitle } from '../../title.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { cellText } from '../agency/import/cell-text.ts'
import { CorrectFact } from '../sections/CorrectFact.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'

interface Found {
  ref: string
  agency: string
  held: HeldOfPerson
}

/** Shows, corrects and erases what is held of a person, step by step. Nothing of it outlives the page. */
export function RequestsPage() {
  const agencies = useOwnAgencies('person.show')
  return agencies ? <Requests agencies={agencies} /> : null
}

function Requests({ agencies }: { agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const [found, setFound] = useState<Found | null>(null)
  const [receipt, setReceipt] = useState<PersonReceipt | null>(null)
  const first = firstOwn(agencies) ?? ''
  useTitle(words.title)
  const form = useForm({
    initial: { ref: '', agency: first },
    check: ({ ref, agency }): Record<string, string> => ({
      ...(ref.trim() === '' && { ref: forms.required }),
      ...(agency === '' && !agencies.isEverywhere && { agency: forms.required }),
    }),
    async send({ ref, agency }) {
      const asked = { ref: ref.trim(), agency }
      const held = await showPerson({ ref: asked.ref, ...(asked.agency && { agency: asked.agency }) })
      setReceipt(null)
      setFound({ ...asked, held })
    },
  })
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Form
        label={words.find}
        errors={form.errors}
        failure={form.failure}
        summary={forms.summary}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="ref"
          label={words.ref}
          hint={words.refHint}
          value={form.values.ref}
          onChange={(ref) => form.set('ref', ref)}
        />
        <AgencyField
          agencies={agencies.own}
          optional={agencies.isEverywhere ? words.allAgencies : undefined}
          value={form.values.agency}
          onChange={(agency) => form.set('agency', agency)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={words.searching}>
            {words.search}
          </SubmitButton>
        </div>
      </Form>
      <div role="status">
        {found && <p>{words.found(found.held.facts.length)}</p>}
        {receipt && <Receipt receipt={receipt} />}
      </div>
      {found && (
        <Held
          found={found}
          onChanged={(held) =>
            setFound({ ...found, held: { ...found.held, facts: merge(found.held, held) } })
          }
          onErased={(done) => {
            setFound(null)
            setReceipt(done)
            form.reset({ ref: '', agency: first })
          }}
        />
      )}
    </>
  )
}

/** What is held of one place is told anew; the rest is as it was. */
const merge = (before: HeldOfPerson, after: HeldOfPerson): HeldFact[] => {
  const places = new Set(after.facts.map(({ agency, service }) => `${agency}/${service}`))
  return [
    ...after.facts,
    ...before.facts.filter(({ agency, service }) => !places.has(`${agency}/${service}`)),
  ]
}

function Held({
  found: { ref, agency, held },
  onChanged,
  onErased,
}: {
  found: Found
  onChanged: (held: HeldOfPerson) => void
  onErased: (receipt: PersonReceipt) => void
}) {
  const words = useWords({ id, en })
  const [isErasing, setErasing] = useState(false)
  const { format } = useLanguage()
  const isEmpty = held.facts.length + held.issues.length + held.answers + held.holding.length === 0
  const download = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }))
    const link = Object.assign(document.createElement('a'), {
      href: url,
      download: 'terukur-subjek-data.json',
    })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      {held.facts.map((fact) => (
        <FactRow
          key={`${fact.dataset}/${fact.agency}/${fact.service}/${fact.state}/${fact.importId}`}
          fact={fact}
          onChanged={onChanged}
        />
      ))}
      {held.issues.length > 0 && <p>{words.issues(held.issues.length)}</p>}
      {held.answers > 0 && <p>{words.answers(format.number(held.answers))}</p>}
      {held.holding.length > 0 && (
        <section aria-labelledby="holding">
          <h2 id="holding" className="signal-head">
            {words.holdingTitle}
          </h2>
          <ul>
            {held.holding.map(({ draftId, owner, agency: of, files, expiresAt }) => (
              <li key={draftId}>
                {words.holding(owner, of ?? words.noAgency, files.join(', '), format.instant(expiresAt))}
              </li>
            ))}
          </ul>
          <p className="muted">{words.holdingHint}</p>
        </section>
      )}
      {held.waiting > 0 && <p>{words.waiting(held.waiting)}</p>}
      {held.drafts > 0 && <p className="muted">{words.drafts(held.drafts)}</p>}
      <p className="muted">{words.remarks}</p>
      <p className="muted">{words.unreachable}</p>
      {!isEmpty && (
        <div className="actions">
          <button type="button" onClick={download}>
            {words.download}
          </button>
          <button type="button" onClick={() => setErasing(true)}>
            {words.erase}
          </button>
        </div>
      )}
      {isErasing && <Erase of={{ ref, agency }} onErased={onErased} onCancel={() => setErasing(false)} />}
    </>
  )
}

function FactRow({ fact, onChanged }: { fact: HeldFact; onChanged: (held: HeldOfPerson) => void }) {
  const words = useWords({ id, en })
  const [isCorrecting, setCorrecting] = useState(false)
  const fieldText = useFieldText(fact.dataset)
  const name = `${words.datasets[fact.dataset]}, ${fact.agencyName}${fact.serviceName ? `, ${fact.serviceName}` : ''}`
  const { format } = useLanguage()
  // A day that comes with no time goes by the name of its date.
  const nameOf = (field: string) => words.workedOut[field] ?? fieldText(field.replace(/On$/, 'At'))
  const said = (value: unknown) =>
    typeof value === 'boolean'
      ? value
        ? words.yes
        : words.no
      : typeof value === 'string'
        ? cellText({ type: 'date' }, value, format)
        : String(value)
  const known = Object.entries(fact.fields).filter(([, value]) => value !== null && value !== undefined)
  return (
    <section className="desk-row" aria-label={`${name} (${words.state[fact.state]})`}>
      <h2 className="signal-head">{name}</h2>
      <p className="muted">{words.state[fact.state]}</p>
      <dl className="data-held">
        {known.map(([field, value]) => (
          <div key={field}>
            <dt>{nameOf(field)}</dt>
            <dd>{said(value)}</dd>
          </div>
        ))}
      </dl>
      {fact.correctable &&
        (isCorrecting ? (
          <CorrectFact
            fact={fact}
            name={name}
            onDone={(held) => {
              setCorrecting(false)
              if (held) onChanged(held)
            }}
          />
        ) : (
          <div className="actions">
            <button type="button" aria-label={words.correctOf(name)} onClick={() => setCorrecting(true)}>
              {words.correct}
            </button>
          </div>
        ))}
    </section>
  )
}

function Erase({
  of,
  onErased,
  onCancel,
}: {
  of: { ref: string; agency: string }
  onErased: (receipt: PersonReceipt) => void
  onCancel: () => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const erase = async () => {
    if (reason.trim().length < 3) return setFailure(words.reasonMissing)
    setBusy(true)
    try {
      onErased(
        await erasePerson({ ref: of.ref, reason: reason.trim(), ...(of.agency && { agency: of.agency }) }),
      )
    } catch (error) {
      setFailure((error as Error).message)
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      title={words.eraseTitle}
      confirm={words.erase}
      cancel={forms.cancel}
      isBusy={isBusy}
      onConfirm={() => void erase()}
      onCancel={() => !isBusy && onCancel()}
    >
      <p>{words.eraseHint}</p>
      <label className="form-field">
        {words.reason}
        <input
          type="text"
          value={reason}
          maxLength={500}
          autoComplete="off"
          aria-invalid={failure !== null}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {failure && (
        <p role="alert" className="form-error">
          {failure}
        </p>
      )}
    </ConfirmDialog>
  )
}

function Receipt({ receipt }: { receipt: PersonReceipt }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { facts, replaced, issues, answers, drafts, months, frozen, refHash, at } = receipt
  return (
    <Notice kind="info" title={words.receipt}>
      <p>
        {words.receiptText(
          format.number(facts),
          format.number(replaced),
          format.number(issues),
          format.instant(at),
        )}
      </p>
      {answers + drafts > 0 && <p>{words.receiptCopies(format.number(drafts), format.number(answers))}</p>}
      {months.length > 0 && <p>{words.receiptMonths(months.map(format.period).join(', '))}</p>}
      {frozen && <p>{words.receiptFrozen}</p>}
      <p className="address">{words.receiptHash(refHash)}</p>
    </Notice>
  )
}
