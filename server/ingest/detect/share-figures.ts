import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { Detection } from '#shared/contract/draft-detection.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { FLOW_RATIOS } from '#shared/indicators/given.ts'
import { type FileColumns, mapColumn } from '../column-sql.ts'
import type { KnownWords } from '../datasets/fields.ts'
import { figureUnit } from '../figure-texts.ts'
import { isPercent, numberSql } from '../number-sql.ts'
import { translated } from './entity-values.ts'

/** No share is as large, however roundly it is written; a ratio of two flows may be. */
const MOST = 1.5
const MOST_OF_FLOWS = 5

/** Figures of shares that a file writes without a sign of percent: how many of them are none but in percent. null where
 *  there are none at all. */
export async function findShares(
  engine: ImportEngine,
  mapping: Mapping,
  file: FileColumns,
  indicators: KnownWords['indicators'],
): Promise<NonNullable<Detection['shares']> | null> {
  const asked = (mapping.measures ?? [{}]).flatMap((measure) => {
    const spec = measure.value ?? mapping.columns.value
    const indicator = indicatorSql(measure.indicator, mapping, file)
    if (spec === undefined || indicator === null || 'columns' in measure) return []
    return [
      `select ${mapColumn(spec, file, mapping).text} as t, ${indicator} as "x_indicator" from record_line`,
    ]
  })
  if (asked.length === 0) return null
  const flows = [...FLOW_RATIOS].map(quote).join(', ')
  const [found] = await engine.rows<{ above: number; below: number; example: string | null }>(
    `select count(*) filter (where v > most) as above, count(*) filter (where v > 0 and v <= most) as below,
      coalesce(arg_max(t, v), '') as example
      from (select t, ${numberSql('t', mapping)} as v,
        case when "x_indicator" in (${flows}) then ${MOST_OF_FLOWS} else ${MOST} end as most
      from (select *, ${figureUnit(indicators, 'null')} as unit from (${asked.join(' union all ')}))
      where unit = 'ratio' and not ${isPercent('t')})`,
  )
  const { above, below, example } = found!
  return above + below === 0 ? null : { above, below, example: example ?? '' }
}

/** SQL of the indicator of a row as the mapping says it; null where it says none yet. */
function indicatorSql(
  own: NonNullable<Mapping['measures']>[number][string] | undefined,
  mapping: Mapping,
  file: FileColumns,
): string | null {
  const literal = (text: string) => {
    const to = translated(mapping, 'indicator', text)
    return to === null ? 'null' : quote(to)
  }
  if (typeof own === 'string') return literal(own)
  const spec = own ?? mapping.columns.indicator
  if (spec === undefined) {
    const constant = mapping.constants?.indicator
    return constant === undefined ? null : quote(String(constant))
  }
  const { text } = mapColumn(spec, file, mapping)
  const { '*': _, ...named } = mapping.values?.indicator ?? {}
  const branches = Object.keys(named).map((from) => `when ${quote(from.trim())} then ${literal(from)}`)
  return branches.length === 0 ? text : `case ${text} ${branches.join(' ')} else ${text} end`
}
