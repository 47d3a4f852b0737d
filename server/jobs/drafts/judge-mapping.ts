import { mapColumn, partSql } from '#server/ingest/column-sql.ts'
import type { DraftDetection } from '#server/ingest/detect/detection.ts'
import { rawColumns } from '#server/ingest/detect/entity-values.ts'
import { type Mapping, parseMapping } from '#shared/contract/mapping.ts'
import type { ColumnObject } from '#shared/contract/mapping-column.ts'
import { YEAR_OPEN, yearOf } from '#shared/contract/mapping-year.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import { type FieldIssue, Refusal, sayFault } from '#shared/refusal.ts'

type PathIssue = Extract<FieldIssue, { path: string }>

/** What keeps a mapping from being used on these columns; empty: nothing. */
export function judgeMapping(document: unknown, detection: DraftDetection): PathIssue[] {
  let mapping: Mapping
  try {
    mapping = parseMapping(document)
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.issues) throw error
    return error.details.issues.filter((issue): issue is PathIssue => 'path' in issue)
  }
  const file = rawColumns(
    detection.columns.map(({ header }) => header),
    '',
  )
  const dates = detection.fields.filter(({ type }) => type === 'date').map(({ name }) => name)
  const open: PathIssue[] =
    yearOf(mapping) === YEAR_OPEN ? [{ path: 'columns.period', message: sayFault('year-open', {}) }] : []
  const wrong = Object.entries(mapping.columns).flatMap(([field, spec]): PathIssue[] => {
    const path = `columns.${field}`
    try {
      if (typeof spec === 'object' && !Array.isArray(spec) && spec.from) {
        for (const header of spec.from) partSql(header, file, mapping)
        return []
      }
      const { label, spec: object } = mapColumn(spec, file, mapping)
      const column = detection.columns.find(({ header }) => header === label)
      const isOpen = dates.includes(field) && !object.datetime && !mapping.format?.datetime
      if (!isOpen || !column?.dates || column.dates.choices.length === 0) return []
      const [way] = column.dates.choices
      return [{ path: `${path}.datetime`, message: sayFault('date-order', { example: way!.example }) }]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const said = { key: error.key, params: error.params }
      return [{ path, message: { id: refusalText('id', said), en: refusalText('en', said) } }]
    }
  })
  return [...open, ...wrong, ...openNumbers(mapping, detection)]
}

/** Numbers that could be read in two ways, of columns that are used as such: 1.234 may be a thousand or one. */
function openNumbers(mapping: Mapping, detection: DraftDetection): PathIssue[] {
  const numbers = detection.fields.filter(({ type }) => type === 'number').map(({ name }) => name)
  const marks = numbers.flatMap((field): PathIssue[] => {
    const specs = [mapping.columns[field], ...(mapping.measures ?? []).map((measure) => measure[field])]
    for (const spec of specs) {
      const object: ColumnObject = typeof spec === 'object' && !Array.isArray(spec) ? spec : {}
      const name = typeof spec === 'object' ? object.column : spec
      const column = detection.columns.find(({ header, number }) => name === header || name === number)
      const [way] = column?.numbers?.choices ?? []
      if (way && object.decimal === undefined && mapping.format?.decimal === undefined)
        return [
          { path: `columns.${field}.decimal`, message: sayFault('number-marks', { example: way.example }) },
        ]
    }
    return []
  })
  const { shares } = detection
  const isOpen = shares && shares.above > 0 && shares.below > 0 && mapping.format?.shares === undefined
  return isOpen ? [...marks, { path: 'columns.value.shares', message: sayFault('shares-open', {}) }] : marks
}
