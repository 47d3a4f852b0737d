import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react'
import type { EntryForm } from '#shared/contract/entry.ts'
import { ENTRY_COLUMNS, type EntryColumn } from '#shared/entry/columns.ts'
import { entry as en } from '#shared/i18n/en/desk/entry.ts'
import { entry as id } from '#shared/i18n/id/desk/entry.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import type { CellIssue, ReadSheet, Sheet } from './entry-sheet.ts'
import './entry.css'

interface EntryGridProps {
  form: EntryForm
  label: string
  sheet: Sheet
  read: ReadSheet
  names: ReadonlyMap<string, string>
  type: (service: string, column: EntryColumn, text: string) => void
  paste: (services: readonly string[], at: { row: number; column: number }, text: string) => void
  undo: () => void
  redo: () => void
}

/** Id of a cell's control, so that a list of what is wrong can lead to it. */
export const cellId = (service: string, column: EntryColumn): string => `cell-${service}-${column}`

/** A sheet of figures: one row for each service, with the period before and the year before under each figure. Arrow
 *  keys and Enter go from cell to cell as in a spreadsheet; on a phone each service is a list. */
export function EntryGrid(props: EntryGridProps) {
  const { form, label, sheet, names, type, paste, undo, redo } = props
  const words = useWords({ id, en })
  const services = Object.keys(sheet)
  const table = useRef<HTMLTableElement>(null)

  const go = (row: number, column: number): boolean => {
    const [service, name] = [services[row], ENTRY_COLUMNS[column]]
    const input = service && name ? document.getElementById(cellId(service, name)) : null
    if (!(input instanceof HTMLInputElement)) return false
    input.focus()
    input.select()
    return true
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>, row: number, column: number) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'z') {
      if (shiftKey) redo()
      else undo()
      return event.preventDefault()
    }
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'y') {
      redo()
      return event.preventDefault()
    }
    if (ctrlKey || metaKey || altKey) return
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const isWhole = selectionStart === 0 && selectionEnd === value.length
    // Within what is typed the arrows move the caret.
    const atStart = isWhole || (selectionStart === 0 && selectionEnd === 0)
    const atEnd = isWhole || (selectionStart === value.length && selectionEnd === value.length)
    const moved =
      key === 'ArrowDown' || (key === 'Enter' && !shiftKey)
        ? go(row + 1, column)
        : key === 'ArrowUp' || key === 'Enter'
          ? go(row - 1, column)
          : key === 'ArrowLeft' && atStart && !shiftKey
            ? go(row, column - 1)
            : key === 'ArrowRight' && atEnd && !shiftKey
              ? go(row, column + 1)
              : false
    if (moved || key === 'Enter') event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const text = event.clipboardData.getData('text/plain')
    // One value is pasted where the caret is, as anywhere.
    if (!/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    paste(services, { row, column }, text)
  }
  return (
    <div className="entry-scroll">
      <table className="entry-grid" ref={table}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{words.service}</th>
            {ENTRY_COLUMNS.map((column) => (
              <th key={column} scope="col">
                {words.columns[column]}
                <span className="entry-hint">{words.hints[column]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {services.map((service, row) => (
            <tr key={service}>
              <th scope="row">{names.get(service) ?? service}</th>
              {ENTRY_COLUMNS.map((column, at) => (
                <EntryCell
                  key={column}
                  {...{ form, service, column }}
                  name={names.get(service) ?? service}
                  text={sheet[service]?.[column] ?? ''}
                  issues={props.read.issues.filter((one) => one.service === service && one.column === column)}
                  isUnreadable={props.read.unreadable.some(
                    (one) => one.service === service && one.column === column,
                  )}
                  onType={(text) => type(service, column, text)}
                  onKey={(event) => onKey(event, row, at)}
                  onPaste={(event) => onPaste(event, row, at)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function EntryCell({
  form,
  service,
  column,
  name,
  text,
  issues,
  isUnreadable,
  onType,
  onKey,
  onPaste,
}: {
  form: EntryForm
  service: string
  column: EntryColumn
  name: string
  text: string
  issues: readonly CellIssue[]
  isUnreadable: boolean
  onType: (text: string) => void
  onKey: (event: KeyboardEvent<HTMLInputElement>) => void
  onPaste: (event: ClipboardEvent) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const known = form.services.find(({ code }) => code === service)
  const own = cellId(service, column)
  const isWrong = isUnreadable || issues.some(({ severity }) => severity === 'error')
  const past = [
    [form.previousPeriod, known?.previous[column]],
    [form.lastYearPeriod, known?.lastYear[column]],
  ] as const
  const digits = column === 'satisfaction' ? 2 : 0
  const messages = [
    ...(isUnreadable ? [words.unreadable(text)] : []),
    ...issues.map((issue) => words.problems[issue.code](issue)),
  ]
  return (
    <td className={isWrong ? 'entry-wrong' : issues.length > 0 ? 'entry-odd' : undefined}>
      <label htmlFor={own} className="entry-label">
        <span className="visually-hidden">{name}, </span>
        {words.columns[column]}
      </label>
      <input
        id={own}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={isWrong || undefined}
        aria-describedby={`${own}-past${messages.length > 0 ? ` ${own}-issue` : ''}`}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKey}
        onPaste={onPaste}
      />
      <span className="entry-past" id={`${own}-past`}>
        {past.map(([period, value]) => (
          <span key={period}>
            {format.periodShort(period)}:{' '}
            {value === undefined ? (
              <>
                <span aria-hidden="true">–</span>
                <span className="visually-hidden">{words.notReported}</span>
              </>
            ) : (
              format.number(value, digits)
            )}
          </span>
        ))}
      </span>
      {messages.length > 0 && (
        <span className="entry-issue" id={`${own}-issue`}>
          <span aria-hidden="true">{isWrong ? '✕ ' : '? '}</span>
          {messages.join('; ')}
        </span>
      )}
    </td>
  )
}
