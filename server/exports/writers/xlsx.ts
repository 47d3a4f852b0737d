import { writeXlsx } from 'hucre/xlsx'

export interface SheetColumn {
  header: string
  /** how its cells are shown; absent: as they are */
  format?: 'date' | 'text' | undefined
  /** what may be chosen in its cells */
  choices?: readonly string[] | undefined
  width?: number
}

export interface SheetContent {
  name: string
  columns: readonly SheetColumn[]
  rows: readonly (readonly (string | number | Date | null)[])[]
}

const FORMATS = { date: 'yyyy-mm-dd', text: '@' } as const
/** Rows that are ready to be filled in. */
const PREPARED_ROWS = 2000
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A workbook with a fixed, bold first line; columns of dates and choices are ready to be filled in. */
export const writeWorkbook = (sheets: readonly SheetContent[]): Promise<Uint8Array> =>
  writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map(({ header, format, width }) => ({
        width: width ?? Math.max(14, header.length + 4),
        ...(format && { numFmt: FORMATS[format] }),
      })),
      rows: [columns.map(({ header }) => header), ...rows.map((row) => [...row])],
      cells: new Map(
        columns.map(
          ({ header }, i) => [`0,${i}`, { value: header, style: { font: { bold: true } } }] as const,
        ),
      ),
      freezePane: { rows: 1 },
      dataValidations: columns.flatMap(({ choices }, i) =>
        choices
          ? [
              {
                type: 'list' as const,
                values: [...choices],
                allowBlank: true,
                range: `${LETTERS[i]}2:${LETTERS[i]}${PREPARED_ROWS}`,
              },
            ]
          : [],
      ),
    })),
  })
