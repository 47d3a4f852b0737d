import type { FigureName } from './findings.ts'

// What a server shows of a release beside the parts that it signed, and where that is not what was signed.

export type ShownFault =
  | 'shown-differs'
  | 'shown-missing'
  | 'shown-unsigned'
  | 'shown-twice'
  | 'shown-unreadable'
  | 'shown-listed'
  | 'shown-changes'
  | 'shown-more'

export interface ShownDifference {
  /** name of the column or field */
  field: string
  shown: string | number | null
  signed: string | number | null
}

export interface ShownFinding {
  code: ShownFault
  /** path on the server */
  part: string
  figure?: FigureName
  differences?: ShownDifference[]
  /** of `shown-more`: how many further ones are not named */
  count?: number
}

export interface Shown {
  /** path on the server, and how many figures or lines of it were held against the signed parts */
  compared: { part: string; figures: number }[]
  /** paths that the server does not answer */
  silent: string[]
  findings: ShownFinding[]
}

/** As many of a place as are named one by one. */
export const NAMED = 20

/** Adds what was found at a place: each of the first few, and how many more there are. */
export function addFound(shown: Shown, found: readonly ShownFinding[], all = found.length): void {
  shown.findings.push(...found.slice(0, NAMED))
  const [first] = found
  if (first && all > NAMED) shown.findings.push({ code: 'shown-more', part: first.part, count: all - NAMED })
}
