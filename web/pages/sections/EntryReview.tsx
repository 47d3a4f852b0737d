import type { RefObject } from 'react'
import type { EntryForm } from '#shared/contract/entry.ts'
import { entry as en } from '#shared/i18n/en/desk/entry.ts'
import { entry as id } from '#shared/i18n/id/desk/entry.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { FigureChange } from '../../parts/entry-sheet.ts'
import { Notice } from '../../ui/Notice.tsx'

/** What sending changes, before it is sent. */
export function EntryReview({
  form,
  changes,
  names,
  note,
  odd,
  heading,
  isBusy,
  failure,
  back,
  submit,
  reload,
}: {
  form: EntryForm
  changes: readonly FigureChange[]
  names: ReadonlyMap<string, string>
  note: string
  /** figures that should be looked at again */
  odd: number
  heading: RefObject<HTMLHeadingElement | null>
  isBusy: boolean
  failure: Error | null
  back: () => void
  submit: () => void
  /** others entered something meanwhile: see it; absent: they did not */
  reload: (() => void) | undefined
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const corrected = changes.filter(({ before }) => before !== null).length
  const said = (value: number | null, column: string) =>
    value === null ? words.notReported : format.number(value, column === 'satisfaction' ? 2 : 0)
  return (
    <section aria-labelledby="entry-review">
      <h2 id="entry-review" ref={heading} tabIndex={-1}>
        {words.changesTitle}
      </h2>
      <p className="page-meta">
        {format.period(form.period)}.{' '}
        {changes.length === 0
          ? words.unchanged
          : [
              corrected > 0 && words.changesIntro(corrected),
              changes.length > corrected && words.firstTime(changes.length - corrected),
            ]
              .filter(Boolean)
              .join(' ')}
      </p>
      {odd > 0 && <p>{words.warnings(odd)}</p>}
      {changes.length > 0 && (
        <div className="table-scroll">
          <table>
            <caption className="visually-hidden">{words.changesTitle}</caption>
            <thead>
              <tr>
                <th scope="col">{words.service}</th>
                <th scope="col">{words.figure}</th>
                <th scope="col" className="number">
                  {words.before}
                </th>
                <th scope="col" className="number">
                  {words.after}
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ service, column, before, after }) => (
                <tr key={`${service}|${column}`}>
                  <th scope="row">{names.get(service) ?? service}</th>
                  <td>{words.columns[column]}</td>
                  <td className="number">{said(before, column)}</td>
                  <td className="number">{said(after, column)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {note.trim() && (
        <p>
          {words.note}: {note.trim()}
        </p>
      )}
      {failure && (
        <Notice kind="error" title={reload ? words.changedMeanwhile : failure.message}>
          {reload && (
            <button type="button" onClick={reload}>
              {words.reload}
            </button>
          )}
        </Notice>
      )}
      <div className="actions">
        <button type="button" className="primary" aria-disabled={isBusy} onClick={() => !isBusy && submit()}>
          {isBusy ? words.sending : words.submit}
        </button>
        <button type="button" onClick={back}>
          {words.back}
        </button>
      </div>
    </section>
  )
}
