import { DATE_WORDS, plainHeader } from './field-words.ts'

/** How far a header is one of the names of a field, 0–1. The same words in any order are nearly the same name; words
 *  beside them make it less sure; a slip of one letter is forgiven in long words. */
export function headerLikeness(header: string, names: readonly string[], isDate: boolean): number {
  const plain = plainHeader(header)
  if (plain === '') return 0
  const words = plain.split(' ')
  const told = isDate ? words.filter((word) => !DATE_WORDS.includes(word)) : words
  const hasDateWord = told.length < words.length
  let best = 0
  names.forEach((name, place) => {
    // The first names are the most telling.
    const weight = 1 - Math.min(place, 40) * 0.002
    best = Math.max(best, weight * likeness(told, name === '' ? [] : name.split(' '), isDate, hasDateWord))
  })
  return best
}

function likeness(told: string[], name: string[], isDate: boolean, hasDateWord: boolean): number {
  if (name.length === 0) return told.length === 0 && hasDateWord ? 0.8 : 0
  const spoken = told.join(' ')
  const wanted = name.join(' ')
  if (spoken === wanted || told.join('') === name.join('')) return 1
  if (name.every((word) => told.includes(word))) {
    const others = told.length - name.length
    // One word of several says little: a “status” of what?
    return Math.max(0.45, (name.length > 1 ? 0.95 : 0.85) - 0.12 * others)
  }
  // A slip, or an ending: `layanans`, `permohnan`.
  const allowed = wanted.length >= 10 ? 2 : wanted.length >= 6 ? 1 : 0
  if (allowed > 0 && distance(spoken, wanted, allowed) <= allowed) return 0.82
  return isDate && hasDateWord && told.some((word) => word.length > 5 && wanted.startsWith(word)) ? 0.6 : 0
}

/** Letters to change, add or take away, up to a limit. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    if (Math.min(...row) > limit) return limit + 1
    before = row
  }
  return before[b.length]!
}
