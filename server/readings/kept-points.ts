import type { ReadDb } from '#server/db/database.ts'
import { findPoints, type LinePoints, type PointsFilter } from '#server/db/queries/release-lines.ts'

// Points of one published release, which never changes: what is asked of many agencies is read of all of them at once
// and kept as the text that it is, so that the next question costs a look-up in memory.

/** Characters kept at most. The months of 600 agencies in three years, all services together, are some 40 million. */
const MAX_KEPT = 64_000_000
/** Whoever asks for so many agencies is answered from all. */
const MANY = 8

/** Of one indicator, service, grain and year: by agency, and of all together (0). */
interface Sheet {
  rows: Map<number, LinePoints>
  size: number
}

export class KeptPoints {
  readonly #db: ReadDb
  readonly #sequence: number
  readonly #most: number
  readonly #sheets = new Map<string, Sheet>()
  readonly #underWay = new Map<string, Promise<Map<string, Sheet>>>()
  #size = 0

  /** `sequence`: of the release; `most`: characters kept. */
  constructor(db: ReadDb, sequence: number, most = MAX_KEPT) {
    this.#db = db
    this.#sequence = sequence
    this.#most = most
  }

  /** What findPoints finds. */
  async find(of: PointsFilter): Promise<LinePoints[]> {
    const missing = of.indicators.filter((indicator) =>
      keysOf({ ...of, indicators: [indicator] }).some((key) => !this.#sheets.has(key)),
    )
    const isOfFew = of.agencyIds !== null && of.agencyIds.length < MANY
    if (of.services?.length !== 1 || (missing.length > 0 && isOfFew))
      return findPoints(this.#db, this.#sequence, of)
    // What this answer needs stands until it is given, whatever is dropped meanwhile.
    const sheets = new Map(keysOf(of).map((key) => [key, this.#sheets.get(key)]))
    if (missing.length > 0)
      for (const [key, sheet] of await this.#load({ ...of, indicators: missing })) sheets.set(key, sheet)
    const found: LinePoints[] = []
    for (const [key, sheet] of sheets) {
      this.#keep(key, sheet!)
      const ids = of.agencyIds ?? sheet!.rows.keys()
      for (const agencyId of ids) {
        const row = sheet!.rows.get(agencyId)
        if (row) found.push(row)
      }
    }
    return found
  }

  /** Several who ask for the same at once wait for one reading. */
  #load(of: PointsFilter): Promise<Map<string, Sheet>> {
    const asked = JSON.stringify(keysOf(of))
    let loading = this.#underWay.get(asked)
    if (!loading) {
      loading = this.#read({ ...of, agencyIds: null }).finally(() => this.#underWay.delete(asked))
      this.#underWay.set(asked, loading)
    }
    return loading
  }

  async #read(all: PointsFilter): Promise<Map<string, Sheet>> {
    const sheets = new Map(keysOf(all).map((key): [string, Sheet] => [key, { rows: new Map(), size: 0 }]))
    for (const row of await findPoints(this.#db, this.#sequence, all)) {
      const sheet = sheets.get(keyOf(row.indicator, row.service, all.grain, row.year))!
      sheet.rows.set(row.agencyId, row)
      sheet.size += row.points.length
    }
    return sheets
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

const keyOf = (indicator: string, service: string, grain: string, year: string): string =>
  `${indicator}|${service}|${grain}|${year}`

const keysOf = ({ indicators, services, grain, years }: PointsFilter): string[] =>
  indicators.flatMap((indicator) => years.map((year) => keyOf(indicator, services?.[0] ?? '', grain, year)))
