/** One cell of a file of rejected rows. A text that a spreadsheet would take for a formula gets an apostrophe, which is
 *  taken off again when the corrected file comes back (ingest/raw-source.ts); a number stays a number. */
export function csvCell(text: string): string {
  const isFormula = /^'*[=+\-@\t\r]/.test(text) && !/^([-+]?\d[\d.,]*|-+)$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",;\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
