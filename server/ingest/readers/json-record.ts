// One JSON value as the fields of a record: objects within it are named with a dot, lists stay as they are written.

/** Gives numbers as the file writes them, so that long ones keep every digit, with the decimal mark of the mapping. */
export const reviver = (decimal: '.' | ',') =>
  ((_key: string, value: unknown, context: { source?: string }) => {
    if (typeof value !== 'number') return value
    const written = context.source ?? String(value)
    return decimal === ',' ? written.replace('.', ',') : written
  }) as (this: unknown, key: string, value: unknown) => unknown

/** Fields by name; null for what is no record. */
export function recordOf(value: unknown): Map<string, string> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map<string, string>()
  const add = (object: object, prefix: string) => {
    for (const [key, field] of Object.entries(object)) {
      const name = `${prefix}${key}`.trim()
      if (typeof field === 'object' && field !== null && !Array.isArray(field)) add(field, `${name}.`)
      else fields.set(name, field === null ? '' : typeof field === 'string' ? field : JSON.stringify(field))
    }
  }
  add(value, '')
  return fields
}
