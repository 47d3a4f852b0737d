import type { ReadDb } from '#server/db/database.ts'
import { findPoints, type LinePoints, type PointsFilter } from '#server/db/queries/release-lines.ts'

// Points of one published release, which never changes, kept as the text that they are, so that the next question costs a
// look-up in memory. What is asked of many agencies is read of all of them; of few, with all their figures.

/** Characters kept at most. The months of 600 agencies in three years, all services together, are some 40 million. */
const MAX_KEPT = 64_000_000
/** Whoever asks for so many agencies is answered from all. */
const MANY = 8

/** What is read and dropped together: a figure in a year of everybody, or every figure of one agency. */
interface Sheet {
  rows: LinePoints[]
  size: number
}

type Sheets = Map<string, Sheet>

/** A question for points of one service, or of all together. */
type Asked = PointsFilter & { indicators: readonly string[]; years: readonly string[] }

/** Sheets that answer a question. */
interface Way {
  keys: string[]
  keyOf(row: LinePoints): string
  /** asks for what of the sheets is not kept */
  filterOf(isKept: (key: string) => boolean): PointsFilter
}

export class KeptPoints {
  readonly #db: ReadDb
  readonly #sequence: number
  readonly #most: number
  readonly #sheets: Sheets = new Map()
  readonly #underWay = new Map<string, Promise<LinePoints[]>>()
  #size = 0

  /** `sequence`: of the release; `most`: characters kept. */
  constructor(db: ReadDb, sequence: number, most = MAX_KEPT) {
    this.#db = db
    this.#sequence = sequence
    this.#most = most
  }

  /** What findPoints finds. */
  async find(of: Asked): Promise<LinePoints[]> {
    // Of services there may be any number.
    if (of.services?.length !== 1) return findPoints(this.#db, this.#sequence, of)
    const { agencyIds } = of
    const byFigure = wayByFigure(of)
    const isByFigure =
      agencyIds === null || agencyIds.length >= MANY || byFigure.keys.every((key) => this.#sheets.has(key))
    const sheets = await this.#read(isByFigure ? byFigure : wayByAgency(of, agencyIds))
    const [agencies, indicators, years] = [
      agencyIds && new Set(agencyIds),
      new Set(of.indicators),
      new Set(of.years),
    ]
    return sheets.flatMap(({ rows }) =>
      rows.filter(
        ({ agencyId, indicator, year }) =>
          (agencies === null || agencies.has(agencyId)) && indicators.has(indicator) && years.has(year),
      ),
    )
  }

  async #read({ keys, keyOf, filterOf }: Way): Promise<Sheet[]> {
    // What this answer needs stands until it is given, whatever is dropped meanwhile.
    const found: Sheets = new Map()
    for (const key of keys) {
      const sheet = this.#sheets.get(key)
      if (sheet) found.set(key, sheet)
    }
    if (keys.some((key) => !found.has(key))) {
      const rows = await this.#ask(filterOf((key) => found.has(key)))
      const own = Map.groupBy(rows, keyOf)
      for (const key of keys) if (!found.has(key)) found.set(key, sheetOf(own.get(key) ?? []))
    }
    for (const [key, sheet] of found) this.#keep(key, sheet)
    return [...found.values()]
  }

  /** Several who ask for the same at once wait for one reading. */
  #ask(filter: PointsFilter): Promise<LinePoints[]> {
    const asked = JSON.stringify(filter)
    let asking = this.#underWay.get(asked)
    if (!asking) {
      asking = findPoints(this.#db, this.#sequence, filter).finally(() => this.#underWay.delete(asked))
      this.#underWay.set(asked, asking)
    }
    return asking
  }

  /** The one used last stands last: the first is dropped first. */
  #keep(key: string, sheet: Sheet): void {
    this.#size += sheet.size - (this.#sheets.get(key)?.size ?? 0)
    this.#sheets.delete(key)
    this.#sheets.set(key, sheet)
    for (const [oldest, { size }] of this.#sheets) {
      if (this.#size <= this.#most) break
      this.#sheets.delete(oldest)
      this.#size -= size
    }
  }
}

const sheetOf = (rows: LinePoints[]): Sheet => ({
  rows,
  size: rows.reduce((sum, { points }) => sum + points.length, 0),
})

function wayByFigure({ indicators, services, grain, years }: Asked): Way {
  const nameOf = (indicator: string, year: string) => `figure|${services![0]}|${grain}|${indicator}|${year}`
  const keysOf = (indicator: string) => years.map((year) => nameOf(indicator, year))
  return {
    keys: indicators.flatMap(keysOf),
    keyOf: ({ indicator, year }) => nameOf(indicator, year),
    filterOf: (isKept) => ({
      agencyIds: null,
      indicators: indicators.filter((indicator) => !keysOf(indicator).every(isKept)),
      services,
      grain,
      years,
    }),
  }
}

function wayByAgency({ services, grain }: Asked, agencyIds: readonly number[]): Way {
  const nameOf = (agencyId: number) => `agency|${services![0]}|${grain}|${agencyId}`
  return {
    keys: agencyIds.map(nameOf),
    keyOf: ({ agencyId }) => nameOf(agencyId),
    filterOf: (isKept) => ({
      agencyIds: agencyIds.filter((agencyId) => !isKept(nameOf(agencyId))),
      indicators: null,
      services,
      grain,
      years: null,
    }),
  }
}
