// What every writer is given: columns that say what they are, and rows a few at a time, so that a file of any length is
// written in the memory of a few lines.

export type Value = string | number | boolean | null

export interface Column {
  /** as in the head of the file: lower case, words joined by _ */
  name: string
  type: 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'instant'
  about: { id: string; en: string }
  /** never empty */
  isRequired?: boolean
}

export interface DataTable {
  name: string
  columns: readonly Column[]
  /** values in the order of the columns; null: empty */
  rows: AsyncIterable<readonly (readonly Value[])[]>
}

/** A column with how its value is found in a thing. */
export interface ColumnOf<Thing> extends Column {
  of(thing: Thing): Value | undefined
}

/** A table of things that are at hand. */
export const tableOf = <Thing>(
  name: string,
  columns: readonly ColumnOf<Thing>[],
  things: Iterable<Thing> | AsyncIterable<Thing>,
): DataTable => ({ name, columns, rows: rowsOf(columns, things) })

const AT_ONCE = 500

async function* rowsOf<Thing>(
  columns: readonly ColumnOf<Thing>[],
  things: Iterable<Thing> | AsyncIterable<Thing>,
): AsyncGenerator<Value[][]> {
  let rows: Value[][] = []
  for await (const thing of things) {
    rows.push(columns.map(({ of }) => of(thing) ?? null))
    if (rows.length < AT_ONCE) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}
