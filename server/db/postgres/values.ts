import pg from 'pg'

// The border of types between PostgreSQL and us, as on DuckDB: counts are numbers, dates 'YYYY-MM-DD', instants ISO
// text in UTC, decimals numbers. Kept on the pool, not global: other users of the driver keep their own.

const same = (text: string) => text
const isoInstant = (text: string) =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()

const PARSERS: Record<number, (text: string) => unknown> = {
  20: Number, // bigint
  1700: Number, // numeric
  1082: same, // date
  1114: (text) => isoInstant(`${text}+00`), // timestamp
  1184: isoInstant, // timestamp with time zone
  1007: integers, // integer[]
}

function integers(text: string): Int32Array {
  return text === '{}' ? new Int32Array(0) : Int32Array.from(text.slice(1, -1).split(','), Number)
}

export const typeParser = ((oid: number, format?: 'text' | 'binary') =>
  PARSERS[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser
