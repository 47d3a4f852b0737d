import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { EntryForm, EntryResult } from '#shared/contract/entry.ts'
import { ENTRY_COLUMNS } from '#shared/entry/columns.ts'
import { entry as en } from '#shared/i18n/en/desk/entry.ts'
import { entry as id } from '#shared/i18n/id/desk/entry.ts'
import { ApiError } from '../../api/client.ts'
import { servicesQuery } from '../../api/entities.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { ServiceField } from '../../parts/AgencyField.tsx'
import { cellId, EntryGrid } from '../../parts/EntryGrid.tsx'
import { changesOf, readSheet } from '../../parts/entry-sheet.ts'
import { useSheet } from '../../parts/use-sheet.ts'
import { TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { EntryReview } from './EntryReview.tsx'

export interface EntryBody {
  version: string
  rows: { service: string; values: object }[]
  note: string | null
}

/** The sheet of one agency's period from the first figure to “sent”: typed, checked as one types, looked over with what
 *  it changes, sent. `done` is what stands below once it is sent. */
export function EntryEditor({
  form,
  draft,
  send,
  reload,
  done,
}: {
  form: EntryForm
  /** name under which a draft is kept in this browser */
  draft: string
  send: (body: EntryBody) => Promise<EntryResult>
  reload: () => void
  done: (result: EntryResult) => ReactNode
}) {
  const words = useWords({ id, en })
  const { locale, format, nameOf } = useLanguage()
  const { data: catalogue = [] } = useQuery(servicesQuery)
  const held = useSheet(form, draft, locale)
  const { sheet, note } = held
  const read = useMemo(() => readSheet(sheet, form, locale), [sheet, form, locale])
  const changes = changesOf(read.rows, form)
  const [step, setStep] = useState<'edit' | 'review' | 'sent'>('edit')
  const [adding, setAdding] = useState('')
  const [failure, setFailure] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<EntryResult | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (step !== 'edit') heading.current?.focus()
  }, [step])

  const names = new Map([
    ...catalogue.map((one) => [one.code, nameOf(one)] as const),
    ...form.services.map((one) => [one.code, nameOf(one)] as const),
  ])
  const agency = nameOf({ name: form.agencyName, nameEn: form.agencyNameEn })
  const wrong = [
    ...read.unreadable.map(({ service, column, text }) => ({
      service,
      column,
      message: words.unreadable(text),
    })),
    ...read.issues
      .filter(({ severity }) => severity === 'error')
      .map((issue) => ({ ...issue, message: words.problems[issue.code](issue) })),
  ]
  const odd = read.issues
    .filter(({ severity }) => severity === 'warning')
    .map((issue) => ({ ...issue, message: words.problems[issue.code](issue) }))
  const hasFigures = read.rows.some(({ values }) =>
    ENTRY_COLUMNS.some((column) => values[column] !== undefined),
  )
  const goTo = (service: string, column: (typeof wrong)[number]['column']) =>
    document.getElementById(cellId(service, column))?.focus()

  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const rows = read.rows.filter(({ values }) => Object.keys(values).length > 0)
      setResult(await send({ version: form.version, rows, note: note.trim() || null }))
      held.forget()
      setStep('sent')
    } catch (error) {
      setFailure(error as Error)
    } finally {
      setBusy(false)
    }
  }

  if (step === 'sent' && result) {
    return (
      <section aria-labelledby="entry-sent">
        <h2 id="entry-sent" ref={heading} tabIndex={-1}>
          {words.sent}
        </h2>
        <p role="status">{words.sentDetail(result)}</p>
        {done(result)}
      </section>
    )
  }
  if (step === 'review') {
    return (
      <EntryReview
        {...{ form, changes, names, note, heading, isBusy, failure, odd: odd.length }}
        back={() => setStep('edit')}
        submit={() => void submit()}
        reload={failure instanceof ApiError && failure.status === 409 ? reload : undefined}
      />
    )
  }
  return (
    <section aria-labelledby="entry-grid">
      <h2 id="entry-grid">{words.grid(agency, format.period(form.period))}</h2>
      {held.draftAt && (
        <p role="status">
          {words.draftFound(format.instant(held.draftAt))}{' '}
          <button type="button" className="quiet" onClick={held.discard}>
            {words.discard}
          </button>
        </p>
      )}
      {form.enteredAt && <p className="page-meta">{words.lastEntered(format.instant(form.enteredAt))}</p>}
      {form.isDemo && <Notice kind="info" title={words.isDemo} />}
      {form.hasFacts && <Notice kind="info" title={words.hasFacts} />}
      {!form.hasEnded && <Notice kind="info" title={words.notEnded} />}
      <p>
        <strong>{words.blankIsNot}</strong> {words.keys}
      </p>
      <EntryGrid
        {...{ form, sheet, read, names }}
        label={words.grid(agency, format.period(form.period))}
        type={held.type}
        paste={held.paste}
        undo={held.undo}
        redo={held.redo}
      />
      <div className="entry-status" role="status">
        {wrong.length > 0
          ? words.errors(wrong.length)
          : odd.length > 0
            ? words.warnings(odd.length)
            : changes.length > 0 && words.noIssues}
      </div>
      {wrong.length + odd.length > 0 && (
        <section aria-label={words.issues}>
          <ul className="entry-issues">
            {[...wrong, ...odd].map(({ service, column, message }) => (
              <li key={`${service}|${column}|${message}`}>
                <button type="button" className="form-link" onClick={() => goTo(service, column)}>
                  {names.get(service) ?? service}, {words.columns[column]}
                </button>
                {': '}
                {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      <details className="desk-more" open={Object.keys(sheet).length === 0}>
        <summary>{words.addService}</summary>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            if (adding && !(adding in sheet)) held.addRow(adding)
            setAdding('')
          }}
        >
          <ServiceField
            services={catalogue.filter(({ code }) => !(code in sheet))}
            value={adding}
            hint={words.addServiceHint}
            onChange={setAdding}
          />
          <div className="actions">
            <button type="submit">{words.add}</button>
          </div>
        </form>
      </details>
      <div className="form">
        <TextField
          name="note"
          label={words.note}
          hint={words.noteHint}
          optional={words.optionalNote}
          rows={3}
          maxLength={2000}
          value={note}
          onChange={held.setNote}
        />
        {!hasFigures && <p>{words.nothing}</p>}
        <div className="actions">
          <button
            type="button"
            className="primary"
            aria-disabled={!hasFigures}
            onClick={() => {
              if (wrong[0]) goTo(wrong[0].service, wrong[0].column)
              else if (hasFigures) setStep('review')
            }}
          >
            {words.review}
          </button>
          <button type="button" aria-disabled={!held.canUndo} onClick={held.undo}>
            {words.undo}
          </button>
        </div>
        <p className="form-hint">{words.draftKept}</p>
      </div>
    </section>
  )
}
