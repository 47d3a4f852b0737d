import { type ReactNode, useContext, useEffect, useId } from 'react'
import { FormContext } from './form-context.ts'
import './forms.css'

/** What a control takes to belong to its label, its help and what is wrong with it. */
export interface ControlProps {
  id: string
  name: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

export interface FormFieldProps {
  /** name of the value: what the form's errors are kept by */
  name: string
  label: string
  /** help at the point of need, below the label */
  hint?: ReactNode
  /** how what was typed is understood, below the control; heard when it changes */
  echo?: ReactNode
  /** word behind the label of what may be left empty; absent: the field is required */
  optional?: string | undefined
}

/** A control of a form under its label, with help before it and what is wrong beside it. */
export function FormField({
  name,
  label,
  hint,
  echo,
  optional,
  children,
}: FormFieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  const { errors, labels } = useContext(FormContext)
  const error = errors[name]
  useEffect(() => {
    labels.set(name, label)
  }, [labels, name, label])
  const described = [hint && `${id}-hint`, echo && `${id}-echo`, error && `${id}-error`].filter(Boolean)
  return (
    <div className={error ? 'form-field form-field-wrong' : 'form-field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="form-optional"> ({optional})</span>}
      </label>
      {hint && (
        <p className="form-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        name,
        'aria-describedby': described.join(' ') || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': optional ? undefined : true,
      })}
      <p className="form-echo" id={`${id}-echo`} aria-live="polite">
        {echo}
      </p>
      {error && (
        <p className="form-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
