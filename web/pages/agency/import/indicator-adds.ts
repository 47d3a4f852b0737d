import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
import type { Adds } from '#shared/rollups/given.ts'
import type { DraftMapping } from './mapping-edit.ts'

// How the figures of an indicator that an import creates become one over months and agencies, each by its own name:
// `indicatorAdds` read from the very column that names them, or said beside each measure, or for all rows.

/** What nobody says does not add up. */
const UNSAID = 'none'

const headerOf = (spec: ColumnSpec | undefined): unknown =>
  typeof spec === 'object' && !Array.isArray(spec) ? (spec.column ?? spec.anyOf?.join()) : spec

/** Whether the column of the indicators also says how they add up: then it is said here, name by name. */
const isByName = ({ columns }: DraftMapping): boolean =>
  columns?.indicatorAdds !== undefined && headerOf(columns.indicatorAdds) === headerOf(columns.indicator)

/** Ways that the figures of an indicator can be put together; empty where the file says it itself, or they are shares
 *  without their parts. */
export function waysToAdd(mapping: DraftMapping, name: string): Adds[] {
  const { columns = {}, measures = [] } = mapping
  if (columns.indicatorAdds !== undefined && !isByName(mapping)) return []
  const own = measures.filter(({ indicator }) => indicator === name)
  if (own.some(({ indicatorUnit }) => indicatorUnit === 'percent' || indicatorUnit === 'ratio')) return []
  const hasParts = [columns, ...own].some((given) => 'numerator' in given && 'denominator' in given)
  return hasParts ? ['none', 'ratio'] : ['none', 'sum']
}

/** How the figures of an indicator are put together. */
export function addsOf(mapping: DraftMapping, name: string): Adds {
  const { constants, measures = [], values } = mapping
  const said = isByName(mapping)
    ? values?.indicatorAdds?.[name]
    : (measures.find(({ indicator }) => indicator === name)?.indicatorAdds ?? constants?.indicatorAdds)
  return (said ?? UNSAID) as Adds
}

/** Says how the figures of an indicator are put together. */
export function setAdds(mapping: DraftMapping, name: string, adds: Adds): DraftMapping {
  const { columns, constants, measures, values } = mapping
  if (measures?.some(({ indicator }) => indicator === name)) {
    const said = measures.map((measure) =>
      measure.indicator === name ? { ...measure, indicatorAdds: adds } : measure,
    )
    return { ...mapping, measures: said }
  }
  const spec = columns?.indicator
  if (spec === undefined) return { ...mapping, constants: { ...constants, indicatorAdds: adds } }
  const before = isByName(mapping) ? values?.indicatorAdds : {}
  return {
    ...mapping,
    columns: { ...columns, indicatorAdds: spec },
    values: { ...values, indicatorAdds: { ...before, '*': UNSAID, [name]: adds } },
  }
}

/** Without what was said of the names of a column, or of the one name, that gives way to another. */
export function withoutAdds(mapping: DraftMapping): DraftMapping {
  const { indicatorAdds: _constant, ...constants } = mapping.constants ?? {}
  const isSaidOfOne = mapping.constants?.indicator !== undefined
  const said = isSaidOfOne && mapping.constants ? { ...mapping, constants } : mapping
  if (!isByName(said)) return said
  const { indicatorAdds: _column, ...columns } = said.columns ?? {}
  const { indicatorAdds: _values, ...values } = said.values ?? {}
  return { ...said, columns, values }
}
