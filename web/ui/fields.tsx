import { FormField, type FormFieldProps } from './FormField.tsx'

// The plain controls of a form. All are native; what they hold is text.

interface Held {
  value: string
  onChange: (value: string) => void
}

interface TextFieldProps extends FormFieldProps, Held {
  type?: 'text' | 'email' | 'url' | 'tel' | 'password' | 'search'
  /** lines of a longer text; absent: one line */
  rows?: number
  maxLength?: number
  autoComplete?: string
}

/** A line of text, or with `rows` several. */
export function TextField({
  value,
  onChange,
  type = 'text',
  rows,
  maxLength,
  autoComplete = 'off',
  ...field
}: TextFieldProps) {
  return (
    <FormField {...field}>
      {(control) =>
        rows ? (
          <textarea
            {...control}
            rows={rows}
            value={value}
            maxLength={maxLength}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...control}
            type={type}
            value={value}
            maxLength={maxLength}
            autoComplete={autoComplete}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FormField>
  )
}

/** A number as people write it: text with a keyboard of digits, since native number inputs know only one decimal sign
 *  and change with the wheel. `echo` says how it is understood, `unit` stands behind it. */
export function NumberField({ value, onChange, unit, ...field }: FormFieldProps & Held & { unit?: string }) {
  return (
    <FormField {...field}>
      {(control) => (
        <span className="form-number">
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {unit && <span className="form-unit">{unit}</span>}
        </span>
      )}
    </FormField>
  )
}

export interface Choice {
  value: string
  label: string
}

/** One of a few. `empty`: what stands there while none is chosen; absent where one always is. */
export function SelectField({
  value,
  onChange,
  choices,
  empty,
  ...field
}: FormFieldProps & Held & { choices: readonly Choice[]; empty?: string }) {
  return (
    <FormField {...field}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </FormField>
  )
}

/** A day. The browser shows it in a language of its own, so `echo` says it in that of the page. */
export function DateField({
  value,
  onChange,
  min,
  max,
  ...field
}: FormFieldProps & Held & { min?: string; max?: string }) {
  return (
    <FormField {...field}>
      {(control) => (
        <input
          {...control}
          type="date"
          value={value}
          min={min}
          max={max}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  )
}

/** Yes or no, its label behind it. */
export function CheckField({
  name,
  label,
  isChecked,
  onChange,
}: {
  name: string
  label: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}) {
  return (
    <label className="form-check">
      <input
        type="checkbox"
        name={name}
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  )
}
