/** Where a cell begins: also behind a semicolon or a new line, where settings part cells at these. */
const FORMULA = /^('*[=+\-@\t\r＝＋－＠])|(?<=[;\n])('*(?:[=@＝＠]|[+\-＋－][^\s]))/g

/** One cell of a file of rejected rows. A text that a spreadsheet would take for a formula gets an apostrophe, which is
 *  taken off again when the corrected file comes back (ingest/raw-source.ts); a number stays a number. */
export function csvCell(text: string): string {
  const isNumber = /^([-+]?\d[\d.,]*|-+)$/.test(text)
  const safe = isNumber ? text : text.replace(FORMULA, "'$&")
  return /[",;\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
