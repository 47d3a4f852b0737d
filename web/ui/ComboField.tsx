import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { FormField, type FormFieldProps } from './FormField.tsx'

export interface ComboChoice {
  value: string
  label: string
  /** what tells two of the same name apart; searched too */
  detail?: string | undefined
}

/** Choices shown at once: more are found by typing. */
const SHOWN = 50

/** One of many by typing part of its name (the combobox pattern of WAI-ARIA with a list of choices). What is typed and
 *  not chosen is taken back when one leaves. `found` says how many choices there are, heard while typing. */
export function ComboField({
  value,
  onChange,
  choices,
  found,
  ...field
}: FormFieldProps & {
  value: string
  onChange: (value: string) => void
  choices: readonly ComboChoice[]
  found: (count: number) => string
}) {
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const chosen = choices.find((choice) => choice.value === value)
  const matching = useMemo(() => matches(choices, typed ?? ''), [choices, typed])
  const shown = matching.slice(0, SHOWN)

  const close = () => {
    setOpen(false)
    setAt(-1)
    setTyped(null)
  }
  const choose = (choice: ComboChoice | undefined) => {
    if (choice) onChange(choice.value)
    close()
  }
  const step = (by: number) => {
    setOpen(true)
    if (shown.length > 0)
      setAt((before) => (before + by + shown.length + (before < 0 && by < 0 ? 1 : 0)) % shown.length)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'Enter' && isOpen) choose(shown[at] ?? (shown.length === 1 ? shown[0] : undefined))
    else if (event.key === 'Escape' && isOpen) close()
    else return
    event.preventDefault()
  }
  const leave = () => {
    if (typed === '' && field.optional) onChange('')
    // A name typed out in full is a choice made.
    else if (typed) choose(shown.find(({ label }) => plain(label) === plain(typed)))
    close()
  }
  return (
    <FormField {...field}>
      {(control) => (
        <span className="combo">
          <input
            {...control}
            ref={input}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={isOpen ? list : undefined}
            aria-activedescendant={isOpen && at >= 0 ? `${list}-${at}` : undefined}
            autoComplete="off"
            spellCheck={false}
            value={typed ?? chosen?.label ?? ''}
            onChange={(event) => {
              setTyped(event.target.value)
              setOpen(true)
              setAt(-1)
            }}
            onClick={() => setOpen(true)}
            onKeyDown={onKey}
            onBlur={leave}
          />
          {isOpen && (
            <div id={list} role="listbox" aria-label={field.label} className="combo-list">
              {shown.map((choice, i) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, which keeps the focus
                // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
                <div
                  key={choice.value}
                  id={`${list}-${i}`}
                  role="option"
                  aria-selected={choice.value === value}
                  className={i === at ? 'combo-at' : undefined}
                  ref={i === at ? intoView : undefined}
                  // The click comes after the input has lost the focus.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(choice)}
                >
                  {choice.label}
                  {choice.detail && <span className="combo-detail"> {choice.detail}</span>}
                </div>
              ))}
            </div>
          )}
          <span className={isOpen && matching.length === 0 ? 'combo-none' : 'visually-hidden'} role="status">
            {isOpen && typed ? found(matching.length) : ''}
          </span>
        </span>
      )}
    </FormField>
  )
}

const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Those that have every typed word, the ones that begin with it first. */
function matches(choices: readonly ComboChoice[], typed: string): ComboChoice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...choices]
  const found = choices.filter(({ label, detail }) => {
    const text = plain(`${label} ${detail ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const begins = (choice: ComboChoice) => (plain(choice.label).startsWith(words[0]!) ? 0 : 1)
  return found.sort((a, b) => begins(a) - begins(b))
}
