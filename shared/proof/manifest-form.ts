import type { ReleaseManifest } from '#shared/contract/release.ts'

// What a manifest has to look like before anything is worked out by it: it may come from anybody, and months that are
// none, or a span of ten thousand years, would keep the check busy for ever.

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const MAX_YEARS = 100

/** Whether a value is a manifest as far as checking it goes. */
export function isManifest(value: unknown): value is ReleaseManifest {
  if (!isObject(value) || value.format !== 'terukur-release/1') return false
  const { code, sequence, from, through, publishAt, keyId, previous, parts } = value
  return (
    isMonth(from) &&
    isMonth(through) &&
    from <= through &&
    yearOf(through) - yearOf(from) <= MAX_YEARS &&
    typeof code === 'string' &&
    code.startsWith(through) &&
    /^(-r[1-9]\d{0,5})?$/.test(code.slice(through.length)) &&
    Number.isSafeInteger(sequence) &&
    (sequence as number) > 0 &&
    typeof publishAt === 'string' &&
    typeof keyId === 'string' &&
    (previous === null || isNamed(previous, 'code')) &&
    // The first of the chain, and no other, has none before it.
    (previous === null) === (sequence === 1) &&
    Array.isArray(parts) &&
    parts.every((part) => isNamed(part, 'name') && Number.isSafeInteger(part.bytes))
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const isMonth = (value: unknown): value is string => typeof value === 'string' && MONTH.test(value)
const yearOf = (month: string): number => Number(month.slice(0, 4))
const isNamed = (value: unknown, by: string): value is Record<string, unknown> =>
  isObject(value) && typeof value[by] === 'string' && typeof value.sha256 === 'string'
