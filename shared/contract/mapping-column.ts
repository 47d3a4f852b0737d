import { z } from 'zod'

// How one field is read from a file: by header, or by an object that says more.

export const text = z.string()
export const header = z.union([text, z.number().int().positive()])
export const decimal = z.enum(['.', ','])
export const thousands = z.enum(['.', ',', ' ', "'"])
export const patterns = z.union([text, z.array(text).min(1)])

const columnObject = z.strictObject({
  column: header.optional(),
  /** the first of these headers that the file has */
  anyOf: z.array(text).min(1).optional(),
  /** texts with headers in braces: `{year}-{month}` */
  template: text.optional(),
  /** for `ref`: a hash of these columns and of the repetition number */
  from: z.array(header).min(1).optional(),
  /** numbers of these columns are taken off; where one is absent, so is the field */
  minus: z.union([header, z.array(header).min(1)]).optional(),
  /** [pattern, replacement] in RE2 syntax, every match */
  replace: z.array(z.tuple([text, text])).optional(),
  datetime: patterns.optional(),
  timezone: text.optional(),
  null: z.array(text).optional(),
  /** texts that say that there can be no number: absent too, but not unreported */
  notApplicable: z.array(text).optional(),
  default: text.optional(),
  /** of a number, where the column writes it otherwise than the file */
  decimal: decimal.optional(),
  thousands: thousands.optional(),
  /** the signs of the rupiah (Rp, IDR, rupiah, `,-`) may stand around it */
  currency: z.literal('IDR').optional(),
  /** it counts in thousands, millions or milliards: 1,5 is 1.500.000 */
  times: z.union([z.literal(1000), z.literal(1_000_000), z.literal(1_000_000_000)]).optional(),
  take: z.enum(['first', 'last', 'min', 'max']).optional(),
})

export const column = z.union([header, z.array(header).min(1), columnObject])

/** One measure: fields of the dataset as this measure has them. For a number or a date a text is a header, for any
 *  other field it is the value itself. `columns` is a pattern (RE2): one measure for each header that it matches;
 *  `$0`, `$1` … in the other texts stand for the match and its groups. */
export const measure = z.record(text, z.union([header, columnObject]))

export type ColumnSpec = z.infer<typeof column>
export type ColumnObject = z.infer<typeof columnObject>
export type Measure = z.infer<typeof measure>
