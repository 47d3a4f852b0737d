import { z } from 'zod'
import { DATASETS } from './import.ts'
import { sheets } from './mapping.ts'

// How the files of a draft are read, and what was found out about them.

const dataset = z.enum(DATASETS)
const sentence = z.string().describe('In the language of the request.')

/** How the files are read. What is absent is found out. */
export const ReadingOptions = z.strictObject({
  encoding: z.string().max(40).optional(),
  delimiter: z
    .string()
    .regex(/^[^"\r\n]$/)
    .optional(),
  sheet: z.string().max(200).optional().describe('Name of the sheet of a workbook.'),
  sheets: sheets
    .optional()
    .describe('Sheets of a workbook that are read together, and the column that tells them apart.'),
  blocks: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Header of an added column: the title above each block.'),
  headerRow: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('1-based row of the headers; what stands above it is left out.'),
  fillDown: z
    .array(z.string())
    .max(100)
    .optional()
    .describe('Headers of columns whose blank cells take the value above them.'),
  records: z.string().max(500).optional().describe('Path of the list in a JSON file.'),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.enum(['.', ',', ' ', "'"]).optional(),
})
export type ReadingOptions = z.infer<typeof ReadingOptions>

/** What a field of the dataset takes, for the form. */
export const DraftField = z
  .object({
    name: z.string().describe('As the mapping names it.'),
    isRequired: z.boolean(),
    type: z.enum(['text', 'date', 'period', 'number', 'choice']),
    choices: z.array(z.string()).describe('Of a choice, else empty.'),
  })
  .meta({ id: 'DraftField' })
export type DraftField = z.infer<typeof DraftField>

export const COLUMN_TYPES = ['blank', 'text', 'number', 'date'] as const

export const DraftColumn = z
  .object({
    number: z.number().describe('1-based; also a way to name it in the mapping.'),
    header: z.string().describe('Trimmed; blank where the file has none.'),
    isDoubled: z.boolean().describe('Another column has the same header: name it by its number.'),
    isReason: z.boolean().describe('The reason column of our own file of rejected rows: left out.'),
    type: z.enum(COLUMN_TYPES),
    samples: z.array(z.string()).describe('Up to five different values, the most frequent first.'),
    distinct: z.number().describe('Different values that are not blank.'),
    blank: z.number().describe('Rows without a value.'),
    dates: z
      .object({
        patterns: z
          .array(z.string())
          .describe('That read it, tried in order; empty when day and month are open.'),
        choices: z
          .array(z.object({ patterns: z.array(z.string()), example: z.string(), reads: z.string() }))
          .describe('Where 01/02 could be both: ask, and put the patterns of the answer into the mapping.'),
      })
      .nullable()
      .describe('Of a column of dates.'),
    numbers: z
      .object({
        decimal: z.enum(['.', ',']),
        thousands: z.enum(['.', ',']).nullable(),
        isRupiah: z.boolean().describe('Some have the signs of the rupiah: `currency` of the column.'),
        hasPercent: z.boolean().describe('Some have a sign of percent.'),
        choices: z
          .array(
            z.object({
              decimal: z.enum(['.', ',']),
              thousands: z.enum(['.', ',']).nullable(),
              example: z.string(),
              reads: z.number(),
            }),
          )
          .describe(
            'Where 1.234 could be a thousand or one: ask, and put the marks of the answer into the mapping.',
          ),
      })
      .nullish()
      .describe('How a column of numbers writes them.'),
    first: z.string().nullable().describe('Smallest number or earliest date.'),
    last: z.string().nullable(),
  })
  .meta({ id: 'DraftColumn' })
export type DraftColumn = z.infer<typeof DraftColumn>

export const MATCH_WAYS = ['remembered', 'name', 'content', 'both'] as const

export const DraftMatch = z
  .object({
    field: z.string(),
    column: z.number().describe('1-based.'),
    header: z.string(),
    how: z.enum(MATCH_WAYS),
    confidence: z.number().describe('0–1. Below 0.6: worth a look.'),
    reason: sentence,
  })
  .meta({ id: 'DraftMatch' })
export type DraftMatch = z.infer<typeof DraftMatch>

export const Detection = z
  .object({
    format: z.enum(['csv', 'xlsx', 'ods', 'json', 'ndjson', 'parquet']),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    decimal: z.enum(['.', ',']).describe('Decimal mark of its numbers.'),
    thousands: z.enum(['.', ',', ' ', "'"]).nullable(),
    sheets: z
      .array(z.object({ name: z.string(), isHidden: z.boolean() }))
      .describe('Of a spreadsheet, else empty.'),
    sheet: z.string().nullable(),
    together: sheets
      .nullish()
      .describe('Sheets with the same columns, as `reading.sheets` takes them; null: there are not several.'),
    headerRow: z.number().nullable().describe('1-based, of text tables and spreadsheets.'),
    head: z
      .array(z.object({ row: z.number().describe('As `headerRow` counts.'), cells: z.array(z.string()) }))
      .describe('The first rows of the file or sheet as they stand, to pick the header row from.'),
    rows: z.number().describe('Records of all files.'),
    columns: z.array(DraftColumn),
    datasets: z
      .array(z.object({ dataset, score: z.number(), reason: sentence }))
      .describe('What the files may hold, likeliest first.'),
    matches: z.array(DraftMatch).describe('Of the suggested mapping, by field.'),
    shares: z
      .object({
        above: z.number().describe('Figures larger than a share can be: percent.'),
        below: z.number().describe('Figures that a share can be.'),
        example: z.string(),
      })
      .nullish()
      .describe(
        'Figures of shares without a sign of percent, if there are any. Of both kinds: ask, and put `format.shares` into the mapping.',
      ),
    fields: z.array(DraftField).describe('Of the chosen dataset.'),
  })
  .meta({ id: 'Detection' })
export type Detection = z.infer<typeof Detection>
