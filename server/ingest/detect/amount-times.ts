const TIMES = [
  ['ribu', 1000],
  ['juta', 1_000_000],
  ['mili?[ya]?ar', 1_000_000_000],
] as const

/** What amounts count in, where a header or a text around the table says so: `(dalam jutaan rupiah)`, `Rp Juta`. */
export function timesOf(texts: readonly string[]): 1000 | 1_000_000 | 1_000_000_000 | null {
  const says = (word: string) =>
    new RegExp(`\\b(rp\\.?|rupiah|idr|dalam) ?(${word})|\\b${word}(an)? ?(rp|rupiah)`, 'i')
  return TIMES.find(([word]) => texts.some((text) => text.length < 200 && says(word).test(text)))?.[1] ?? null
}
