import { createContext } from 'react'

/** What the fields of a form know of it: what is wrong by name of value, and where they tell their labels. */
export const FormContext = createContext<{
  errors: Readonly<Record<string, string>>
  labels: Map<string, string>
}>({ errors: {}, labels: new Map() })
