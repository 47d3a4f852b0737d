/** What a spreadsheet takes for a formula at the beginning of a cell. Where the semicolon parts cells, as in Indonesian
 *  settings, a quote in the middle of a line means nothing, so that a cell also begins behind a semicolon or a new line. */
const FORMULA = /^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\n])(?=[=@＝＠]|[+\-＋－]\S)/g

/** A text that no spreadsheet takes for a formula. */
export const plainCell = (text: string): string => text.replace(FORMULA, "'")
