import { periodName, readPeriodWords, toldPeriod } from '#shared/time/period-words.ts'
import type { SheetTable } from '../readers/table-file.ts'

// A workbook with a sheet for each month, all of the same columns: one table, of which the name of the sheet tells the
// month.

/** Header of the added column where sheets are periods, and where they are anything else. */
const PERIODS = 'Periode (nama lembar)'
const SHEETS = 'Lembar'

interface AlikeSheets {
  column: string
  /** what the column holds, by sheet */
  values: Record<string, string>
  /** every sheet is a period of its own, and nothing above its table says another */
  isSure: boolean
}

/** The most sheets with the same header, those first that are periods; null where no two have the same. */
export function alikeSheets(tables: readonly SheetTable[]): AlikeSheets | null {
  const groups = Map.groupBy(tables, ({ headers }) => JSON.stringify(headers.map(plain).filter(Boolean)))
  const offers = [...groups.values()].filter((group) => group.length > 1).map(offerOf)
  offers.sort((a, b) => Number(b.isSure) - Number(a.isSure) || sizeOf(b) - sizeOf(a))
  return offers[0] ?? null
}

const plain = (header: string): string => header.trim()
const sizeOf = ({ values }: AlikeSheets): number => Object.keys(values).length

function offerOf(group: readonly SheetTable[]): AlikeSheets {
  const periods = group.map(periodOf)
  const isSure = periods.every((period) => period !== null) && new Set(periods).size === group.length
  const values = group.map(({ name }, i) => [name, isSure ? periods[i]! : name])
  return { column: isSure ? PERIODS : SHEETS, values: Object.fromEntries(values), isSure }
}

/** The period of a sheet: by its name, with the year that stands above its table. null: its name is none, or its title
 *  says another. */
function periodOf({ name, above }: SheetTable): string | null {
  const named = readPeriodWords(name)
  if (named === null || !/^(rekap|laporan|data|lap)?$/.test(named.others)) return null
  const told = toldPeriod(above)
  const titled = above.flatMap((text) => (text.length > 200 ? [] : (readPeriodWords(text) ?? [])))
  const isOther = titled.some(
    ({ year, part }) =>
      (part !== '' && named.part !== '' && part !== named.part) ||
      (year !== null && named.year !== null && year !== named.year),
  )
  if (isOther) return null
  const year = named.year ?? told?.year ?? null
  return year === null ? name : periodName(year, named.part)
}
