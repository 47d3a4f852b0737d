import { type FormEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { FormContext } from './form-context.ts'
import './forms.css'

export interface FormProps {
  /** the form's accessible name */
  label: string
  /** what is wrong, by name of value; `null`: nothing was found wrong yet */
  errors: Readonly<Record<string, string>>
  /** what is wrong with the whole */
  failure?: string | null | undefined
  /** heads the list of what is wrong */
  summary: string
  isBusy?: boolean
  onSubmit: () => void
  children: ReactNode
}

/** A form that says what is wrong twice: in a list before it, and beside each field; and brings one to the first. */
export function Form({ label, errors, failure, summary, isBusy = false, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const labels = useRef(new Map<string, string>()).current
  const context = useMemo(() => ({ errors, labels }), [errors, labels])
  const wrong = Object.entries(errors)
  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) onSubmit()
  }
  const goTo = (name: string) => {
    const found = form.current?.elements.namedItem(name)
    const control = found instanceof RadioNodeList ? found[0] : found
    if (control instanceof HTMLElement) control.focus()
  }
  return (
    <FormContext value={context}>
      <form ref={form} noValidate aria-label={label} aria-busy={isBusy} className="form" onSubmit={submit}>
        <div role="alert">
          {(failure || wrong.length > 0) && (
            <div className="notice notice-error">
              <p className="notice-title">{summary}</p>
              {failure && <p>{failure}</p>}
              {wrong.length > 0 && (
                <ul className="form-summary">
                  {wrong.map(([name, message]) => (
                    <li key={name}>
                      <button type="button" className="form-link" onClick={() => goTo(name)}>
                        {labels.has(name) ? `${labels.get(name)}: ${message}` : message}
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )}
        </div>
        {children}
      </form>
    </FormContext>
  )
}

/** Sends its form. While busy it stays in place and says so, so that nobody loses where they are. */
export function SubmitButton({
  isBusy,
  busy,
  children,
}: {
  isBusy: boolean
  /** said while it works */
  busy: string
  children: ReactNode
}) {
  return (
    <button type="submit" className="primary" aria-disabled={isBusy}>
      {isBusy ? busy : children}
    </button>
  )
}
