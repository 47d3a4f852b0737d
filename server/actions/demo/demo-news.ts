// What of the invented figures an office knows, and tells, at the end of a time.

export interface Window {
  /** first and last day that it tells of */
  from: string
  to: string
  /** when it came */
  at: string
}

export interface DatedLine {
  line: string
  /** when what it tells of began and, where it ended, when it did */
  on: string
  endedOn: string
  /** the same while it had not ended */
  open: string
}

/** @param on column of the day on which what a line tells of began
 *  @param ended of the one on which it ended
 *  @param blank columns that are unknown until then */
export function datedLine(
  line: string,
  on: number,
  ended?: number,
  blank: readonly number[] = [],
): DatedLine {
  const cells = line.split(',')
  return {
    line,
    on: cells[on]!.slice(0, 10),
    endedOn: ended === undefined ? '' : cells[ended]!.slice(0, 10),
    open: cells.map((cell, i) => (blank.includes(i) ? '' : cell)).join(','),
  }
}

/** What is new of a time: what began in it, and what ended in it. Later ends are not known yet. Who has nothing new
 *  sends their last line again: without any they would be late, not at nought. */
export function news(lines: readonly DatedLine[], { from, to }: Window): string[] {
  const known = ({ line, endedOn, open }: DatedLine) => (endedOn > to ? open : line)
  const fresh: string[] = []
  const told = new Set<string>()
  const last = new Map<string, DatedLine>()
  for (const one of lines) {
    const agency = one.line.split(',', 2)[1]!
    if (one.on > to) continue
    if (one.on < from && !(one.endedOn >= from && one.endedOn <= to)) last.set(agency, one)
    else {
      fresh.push(known(one))
      told.add(agency)
    }
  }
  return [...fresh, ...Array.from(last).flatMap(([agency, one]) => (told.has(agency) ? [] : [known(one)]))]
}
