import type { Mapping } from '#shared/contract/mapping.ts'
import { ownWidth } from './block-titles.ts'
import type { BadCell } from './readers/table-file.ts'
import { looksLikeSummary } from './summary-lines.ts'

/** SQL of the records of a file in which blank cells of some columns take the value above them: a service that is
 *  written once for all of its rows. A line of totals takes nothing and gives nothing, and a cell that says that it has
 *  no value stays blank.
 *  Headers to be filled that the file does not have are left out. */
export function fillDown(
  relation: string,
  headers: readonly string[],
  format: Mapping['format'],
  bad: readonly BadCell[] = [],
): string {
  const filled = format?.fillDown ?? []
  if (!headers.some((header) => filled.includes(header))) return relation
  const own = ownWidth(headers, format)
  const names = headers.map((_, i) => `c${i + 1}`)
  const cells = headers.map((header, i) => {
    const cell = names[i]!
    if (header === '' || !filled.includes(header)) return cell
    const wrong = bad.filter(({ column }) => column === header).map(({ row }) => row)
    const isOwn = `is_aside or trim(${cell}) <> ''${wrong.length > 0 ? ` or filling in (${wrong.join(', ')})` : ''}`
    // Without an order of its own it runs along the records as they come, and holds none of them.
    const above = `arg_max(${cell}, filling) filter (where not is_aside and trim(${cell}) <> '')
      over (rows between unbounded preceding and current row)`
    return `case when ${isOwn} then ${cell} else ${above} end as ${cell}`
  })
  return `(select ${cells.join(', ')} from
    (select *, row_number() over () as filling, ${looksLikeSummary(names.slice(0, own), headers)} as is_aside from ${relation}))`
}
