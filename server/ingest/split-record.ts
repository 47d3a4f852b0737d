/** One record of a delimited text, and where the next one starts. */
export interface SplitRecord {
  fields: string[]
  next: number
}

/** Splits the record that starts at `start`. A quote that stands where none should is taken as it is.
 *  `open`: the text ends inside the record. `broken`: a quoted field runs over lines and does not end as one, so its
 *  first quote is a slip. */
export function splitRecord(
  text: string,
  start: number,
  delimiter: string,
  isEnd: boolean,
): SplitRecord | 'open' | 'broken' {
  const fields: string[] = []
  for (let at = start; ; ) {
    const end = text[at] === '"' ? closeQuote(text, at, delimiter, isEnd) : null
    if (end === 'open' || end === 'broken') return end
    const stop = end?.next ?? plainEnd(text, at, delimiter)
    fields.push(end?.value ?? text.slice(at, stop))
    if (text.startsWith(delimiter, stop) && stop < text.length) {
      at = stop + delimiter.length
      continue
    }
    // A carriage return at the very end may be half of a line end.
    if (!isEnd && stop >= text.length - 1) return 'open'
    return { fields, next: text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, text.length) }
  }
}

/** Value of a quoted field and where it stops; null: no quoted field after all, for example `"A" B`. */
function closeQuote(
  text: string,
  at: number,
  delimiter: string,
  isEnd: boolean,
): { value: string; next: number } | 'open' | 'broken' | null {
  let close = at + 1
  for (; ; close += 2) {
    close = text.indexOf('"', close)
    if (close < 0) return 'open'
    if (text[close + 1] !== '"') break
  }
  const next = close + 1
  if (next >= text.length && !isEnd) return 'open'
  const isClosed = next >= text.length || /[\r\n]/.test(text[next]!) || text.startsWith(delimiter, next)
  const inner = text.slice(at + 1, close)
  if (isClosed) return { value: inner.replaceAll('""', '"'), next }
  return /[\r\n]/.test(inner) ? 'broken' : null
}

/** Where an unquoted field stops: at a delimiter, a line end, or the end. */
function plainEnd(text: string, at: number, delimiter: string): number {
  const line = lineEnd(text, at)
  const cut = text.slice(at, line).indexOf(delimiter)
  return cut < 0 ? line : at + cut
}

/** Looks ahead in growing steps: lines are short, and the text may be long. */
export function lineEnd(text: string, at: number): number {
  for (let step = 256; ; step *= 8) {
    const found = text.slice(at, at + step).search(/[\r\n]/)
    if (found >= 0) return at + found
    if (at + step >= text.length) return text.length
  }
}
