import { addDays } from './date.ts'

const FOREVER = '9999-12-31'

/** Rules that follow one another: each is in force until the day before the next, the last for good. */
export function successive<T extends { validFrom: string }>(
  rules: readonly T[],
): (T & { validTo: string })[] {
  const sorted = [...rules].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return sorted.map((rule, i) => {
    const next = sorted[i + 1]
    return { ...rule, validTo: next ? addDays(next.validFrom, -1) : FOREVER }
  })
}

/** The rules with one more; it replaces the one that begins on the same day. */
export const withRule = <T extends { validFrom: string }>(rules: readonly T[], rule: T): T[] => [
  ...rules.filter((one) => one.validFrom !== rule.validFrom),
  rule,
]
