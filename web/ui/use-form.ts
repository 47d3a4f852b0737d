import { useCallback, useEffect, useRef, useState } from 'react'
import { draftKey } from './drafts.ts'

/** An error that names fields, as an API gives it; its message is a sentence. */
interface NamedFaults extends Error {
  issues?: readonly { parameter: string; message: string }[] | null | undefined
}

/** What `send` gives where the deed waits for another step, such as a confirmation. */
export const OPEN = 'open'

export interface FormState<Values> {
  values: Values
  set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void
  /** what is wrong, by name of value */
  errors: Readonly<Record<string, string>>
  /** what is wrong with the whole */
  failure: string | null
  isBusy: boolean
  isDirty: boolean
  /** begun before a reload, and taken up again */
  isRestored: boolean
  submit: () => Promise<void>
  /** back to these values, or to what stood there at first */
  reset: (values?: Values) => void
}

/** What a form holds. `check` finds what is wrong before anything is sent; `send` does the deed, and what it throws is
 *  shown: beside the fields that the error names, else before the form; `open` says that
 *  nothing is saved yet. With `draft`, a name of its own, what was
 *  typed survives a reload of the tab. */
export function useForm<Values extends object>(of: {
  initial: Values
  check?: (values: Values) => Record<string, string>
  send: (values: Values) => Promise<unknown>
  draft?: string | undefined
}): FormState<Values> {
  const [initial, setInitial] = useState(of.initial)
  const [kept] = useState(() => (of.draft ? readDraft(of.draft, of.initial) : null))
  const [values, setValues] = useState(kept ?? of.initial)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const busy = useRef(false)
  const isDirty = JSON.stringify(values) !== JSON.stringify(initial)
  const { draft } = of
  useEffect(() => {
    if (!draft) return
    if (isDirty) sessionStorage.setItem(draftKey(draft), JSON.stringify(values))
    else sessionStorage.removeItem(draftKey(draft))
  }, [draft, isDirty, values])

  const reset = useCallback(
    (next: Values = of.initial) => {
      setInitial(next)
      setValues(next)
      setErrors({})
      setFailure(null)
    },
    [of.initial],
  )
  const submit = async () => {
    // A second press comes before the first has been drawn.
    if (busy.current) return
    const wrong = of.check?.(values) ?? {}
    setErrors(wrong)
    setFailure(null)
    if (Object.keys(wrong).length > 0) return
    busy.current = true
    setBusy(true)
    try {
      if ((await of.send(values)) === OPEN) return
      // What was sent is no draft any more, also where sending has left the page.
      if (draft) sessionStorage.removeItem(draftKey(draft))
      setInitial(values)
    } catch (error) {
      const { issues, message } = error as NamedFaults
      const own = (issues ?? []).filter(({ parameter }) => parameter.split('.')[0]! in values)
      setErrors(Object.fromEntries(own.map((issue) => [issue.parameter.split('.')[0]!, issue.message])))
      if (own.length === 0) setFailure(message)
    } finally {
      busy.current = false
      setBusy(false)
    }
  }
  return {
    values,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    errors,
    failure,
    isBusy,
    isDirty,
    isRestored: kept !== null,
    submit,
    reset,
  }
}

/** A draft of another shape, from before the form was changed, is none. */
function readDraft<Values extends object>(draft: string, initial: Values): Values | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(draftKey(draft)) ?? 'null') as Values | null
    const names = (of: object) => Object.keys(of).sort().join()
    return kept && names(kept) === names(initial) ? kept : null
  } catch {
    return null
  }
}
