/** What canonical JSON can say. Absent members are left out; nothing else of JavaScript has a place in it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/** Canonical JSON (RFC 8785): members in the order of their UTF-16 names, numbers as ECMAScript writes them, no spaces.
 *  The same value is the same text everywhere, so it can be hashed. @throws Error for a number that is none. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`Not a number of JSON: ${value}`)
    return JSON.stringify(value)
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = value as { readonly [name: string]: Json | undefined }
  return `{${Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(members[name]!)}`)
    .join(',')}}`
}
