import type { DataTable } from '../table.ts'

const CHUNK = 64 * 1024
const encoder = new TextEncoder()

/** A table as a JSON list of records, one a line, in pieces of some 64 KiB; what is empty is null. */
export async function* writeJson({ columns, rows }: DataTable): AsyncGenerator<Uint8Array> {
  const names = columns.map(({ name }) => JSON.stringify(name))
  let text = '['
  let between = '\n'
  for await (const some of rows) {
    for (const row of some) {
      text += `${between}{${row.map((value, i) => `${names[i]}:${JSON.stringify(value)}`).join(',')}}`
      between = ',\n'
      if (text.length < CHUNK) continue
      yield encoder.encode(text)
      text = ''
    }
  }
  yield encoder.encode(`${text}\n]\n`)
}
