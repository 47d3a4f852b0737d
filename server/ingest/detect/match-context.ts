import type { ImportEngine } from '#server/db/import-engine.ts'
import { dateSql } from '../date-patterns.ts'
import { EntityBook } from '../identity.ts'
import type { KnownEntities } from '../prepare-import.ts'
import { rawText } from './ask-columns.ts'
import { NameBook } from './close-names.ts'
import type { MatchContext } from './match-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** What matching asks of the rows: which date is never before which, and what is known by name. */
export async function matchContext(
  engine: ImportEngine,
  columns: readonly ColumnProfile[],
  rows: number,
  known: KnownEntities,
): Promise<MatchContext> {
  const dates = columns.filter(({ dates }) => dates && dates.patterns.length > 0).slice(0, 8)
  const day = ({ number, dates }: ColumnProfile) => {
    const { at, on } = dateSql(`t${number}`, dates!.patterns, `'UTC'`)
    return `coalesce(${on}, cast(${at} as date))`
  }
  const order = new Map<string, number | null>()
  if (dates.length > 1) {
    const pairs = dates.flatMap((a) => dates.filter((b) => b !== a).map((b) => [a, b] as const))
    const asked = pairs.map(
      ([a, b], i) =>
        `avg(case when d${a.number} <= d${b.number} then 1.0 when d${a.number} > d${b.number} then 0 end) as p${i}`,
    )
    const texts = dates.map(({ number }) => `${rawText(number - 1)} as t${number}`)
    const [shares] = await engine.rows<Record<string, number | null>>(`select ${asked.join(', ')} from
      (select ${dates.map((column) => `${day(column)} as d${column.number}`).join(', ')} from
        (select ${texts.join(', ')} from record_line limit 50000))`)
    for (const [i, [a, b]] of pairs.entries()) order.set(`${a.number}-${b.number}`, shares![`p${i}`] ?? null)
  }
  const lookUp = (entities: KnownEntities['agencies']) => {
    const book = new EntityBook(entities)
    const names = new NameBook(entities)
    const seen = new Map<string, boolean>()
    return (value: string) => {
      const is =
        seen.get(value) ??
        (book.resolve(value, null, false) !== null || names.closest(value, 1, 0.85).length > 0)
      seen.set(value, is)
      return is
    }
  }
  return {
    rows,
    isAgency: lookUp(known.agencies),
    isService: lookUp(known.services),
    inOrder: (a, b) => order.get(`${a}-${b}`) ?? null,
  }
}
