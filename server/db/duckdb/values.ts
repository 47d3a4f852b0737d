import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'

// The border of types between DuckDB and us: counts are numbers, dates 'YYYY-MM-DD', instants ISO text in UTC,
// lists of integers Int32Array. Chunks are read column by column, so that a cell's digest is one view of the
// engine's memory and not a thousand objects.

type Row = Record<string, unknown>
type Read = (row: number) => unknown

/** Rows of a chunk as objects, named by `names`. */
export function rowsOf(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  types: readonly DuckDBType[],
): Row[] {
  const readers = types.map((type, i) => readerOf(chunk, i, type))
  const rows: Row[] = new Array(chunk.rowCount)
  for (let r = 0; r < chunk.rowCount; r++) {
    const row: Row = {}
    for (let c = 0; c < names.length; c++) row[names[c]!] = readers[c]!(r)
    rows[r] = row
  }
  return rows
}

function readerOf(chunk: DuckDBDataChunk, column: number, type: DuckDBType): Read {
  const vector = chunk.getColumnVector(column)
  const plain: Read = (row) => vector.getItem(row)
  const through =
    (convert: (value: never) => unknown): Read =>
    (row) => {
      const value = vector.getItem(row)
      return value === null ? null : convert(value as never)
    }
  switch (type.typeId) {
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.DOUBLE:
      return numbers(vector, (item) => item) ?? plain
    case DuckDBTypeId.BIGINT:
      return numbers(vector, Number) ?? through((value: bigint) => Number(value))
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      return through((value: bigint) => Number(value))
    case DuckDBTypeId.DECIMAL:
      return through((value: { toString(): string }) => Number(value.toString()))
    case DuckDBTypeId.DATE:
      return (
        numbers(vector, (days) => isoDate(days as number)) ??
        through((value: { days: number }) => isoDate(value.days))
      )
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return through((value: { micros: bigint }) => new Date(Number(value.micros / 1000n)).toISOString())
    case DuckDBTypeId.LIST:
      return integerLists(vector) ?? plain
    default:
      return plain
  }
}

const dates = new Map<number, string>()
function isoDate(days: number): string {
  let text = dates.get(days)
  if (text === undefined) {
    text = new Date(days * 86_400_000).toISOString().slice(0, 10)
    dates.set(days, text)
  }
  return text
}

/** Items of a vector of numbers straight from its memory. The library keeps these fields private, and tells what is
 *  valid with a big integer for every item, which costs more than the item. */
function numbers(vector: unknown, convert: (item: number | bigint) => unknown): Read | null {
  const { items, validity } = vector as {
    items?: unknown
    validity?: { data: BigUint64Array | null; offset: number }
  }
  const isKnown =
    items instanceof Int32Array || items instanceof Float64Array || items instanceof BigInt64Array
  if (!isKnown || !validity) return null
  if (validity.data === null) return (row) => convert(items[row]!)
  const bits = new Uint32Array(validity.data.buffer, validity.data.byteOffset, validity.data.length * 2)
  return (row) => {
    const bit = validity.offset + row
    return (bits[bit >> 5]! >>> (bit & 31)) & 1 ? convert(items[row]!) : null
  }
}

/** Lists of integers as views of the child vector. The library keeps these fields private but offers no other way
 *  than one object per number, which is fifty times slower. */
function integerLists(vector: unknown): Read | null {
  const list = vector as {
    entryData: BigUint64Array
    childData: { items?: unknown }
    itemOffset: number
    validity: { itemValid(row: number): boolean }
  }
  const items = list.childData.items
  if (!(items instanceof Int32Array)) return null
  // Copied, because the chunk's memory goes when the chunk does; once, because an array of its own for every row is
  // more work for the memory than for the reader.
  const copied = items.slice()
  return (row) => {
    if (!list.validity.itemValid(row)) return null
    const at = (list.itemOffset + row) * 2
    const offset = Number(list.entryData[at])
    return copied.subarray(offset, offset + Number(list.entryData[at + 1]))
  }
}

/** A list as text, which the statement casts. */
export const listText = (list: readonly unknown[]): string =>
  `[${list.map((item) => item ?? 'NULL').join(',')}]`

/** Binds a statement's parameters and runs it. */
export async function runWith(connection: DuckDBConnection, text: string, parameters: readonly unknown[]) {
  if (parameters.length === 0) return connection.run(text)
  const types: Record<string, DuckDBType> = {}
  const values = parameters.map((value, i): DuckDBValue => {
    if (value instanceof Date) return value.toISOString()
    if (!Array.isArray(value)) {
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as DuckDBValue)
    }
    if (value.some((item) => typeof item === 'string')) {
      types[i + 1] = LIST(VARCHAR)
      return listValue(value as string[])
    }
    return listText(value)
  })
  // Not by `run`, which takes the text apart first: one more errand to another thread.
  const prepared = await connection.prepare(text)
  try {
    prepared.bind(values, values.map((_, i) => types[i + 1]) as DuckDBType[])
    return await prepared.run()
  } finally {
    prepared.destroySync()
  }
}
