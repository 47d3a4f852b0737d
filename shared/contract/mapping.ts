import { z } from 'zod'
import type { Said } from '#shared/i18n/id/refusals.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { FIELDS } from './dataset-fields.ts'
import { fault, schemaFault } from './faults.ts'
import { DATASETS } from './import.ts'
import {
  type ColumnObject,
  column,
  decimal,
  header,
  type Measure,
  measure,
  patterns,
  text,
  thousands,
} from './mapping-column.ts'
import { AGENCY_LEVELS } from './reading.ts'

// How a foreign file becomes our facts: the document that a person writes once for a kind of file, and the web
// import writes for them.

const delimiter = text.regex(/^[^"\r\n]$/, fault('delimiter', {}))

/** Sheets of a workbook that are one table, by name, and the header of the column that tells them apart. */
export const sheets = z.strictObject({ column: text.min(1), values: z.record(text, text) })

const keep = z.strictObject({
  column: header,
  is: text.nullable().optional(),
  not: text.nullable().optional(),
  in: z.array(text).optional(),
  notIn: z.array(text).optional(),
})

const lookup = z.strictObject({
  file: text,
  /** header of the file, or a column of a lookup before this one, to header of the lookup file */
  on: z.record(text, text),
  /** of several rows that match, those that agree in these too come first */
  prefer: z.record(text, text).optional(),
  missing: z.enum(['warn', 'error', 'ignore']).optional(),
  delimiter: delimiter.optional(),
})

const mapping = z.strictObject({
  dataset: z.enum(DATASETS),
  format: z
    .strictObject({
      timezone: text.optional(),
      datetime: patterns.optional(),
      delimiter: delimiter.optional(),
      encoding: text.optional(),
      decimal: decimal.optional(),
      thousands: thousands.optional(),
      /** of `values` and `targets`: 87.5 of an indicator that is a share is 87.5 %; with its sign it always is */
      shares: z.enum(['percent', 'fraction']).optional(),
      null: z.array(text).optional(),
      notApplicable: z.array(text).optional(),
      records: text.optional(),
      /** of a workbook: name or 1-based number */
      sheet: z.union([text, z.number().int().positive()]).optional(),
      /** of a workbook: sheets that are read together, and what the added column holds in the rows of each */
      sheets: sheets.optional(),
      /** header of an added column: the title that stands above each block of a table */
      blocks: text.min(1).optional(),
      /** of a sheet: 1-based, as it counts its rows */
      headerRow: z.number().int().positive().max(1000).optional(),
      /** headers of columns whose blank cells take the value above them */
      fillDown: z.array(text).optional(),
      /** lines about the table (totals, notes, signatures) are no records, and are told as such */
      summaries: z.literal('skip').optional(),
    })
    .optional(),
  columns: z.record(text, column),
  constants: z.record(text, z.union([text, z.number(), z.boolean()])).optional(),
  values: z.record(text, z.record(text, z.union([text, z.number(), z.null()]))).optional(),
  create: z.array(z.enum(['agency', 'service', 'indicator'])).optional(),
  keep: z.array(keep).optional(),
  mode: z.enum(['upsert', 'snapshot']).optional(),
  source: text.min(1).optional(),
  lookups: z.record(text, lookup).optional(),
  measures: z.array(measure).min(1).optional(),
  scale: z.tuple([z.number(), z.number()]).optional(),
  covers: z.tuple([z.iso.date(), z.iso.date()]).optional(),
  asOf: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
})

export type Mapping = z.infer<typeof mapping>

/** Constants that describe what an import creates, beside the dataset's own fields. */
const CREATION = ['agencyLevel', 'agencyParent', 'calendar'] as const

/** Checks a mapping document. @throws Refusal `invalid` whose message names the wrong field. */
export function parseMapping(document: unknown): Mapping {
  const result = mapping.safeParse(document)
  if (!result.success) {
    throw refusal(
      result.error.issues
        .flatMap(innermost)
        .map((issue) => ({ path: issue.path.join('.'), message: schemaFault(issue) })),
    )
  }
  const parsed = withCells(result.data)
  const issues = fieldIssues(parsed)
  if (issues.length > 0) throw refusal(issues)
  return parsed
}

/** A measure by a pattern of headers that says nothing else of its figure takes the cell under each of them. */
function withCells(parsed: Mapping): Mapping {
  const { measures, columns, constants = {} } = parsed
  const choices = FIELDS[parsed.dataset].oneOf ?? []
  if (!measures || !choices.some((set) => set.join() === 'value')) return parsed
  const isOpen = (measure: Measure) =>
    'columns' in measure &&
    Object.keys(measure).length > 1 &&
    !choices.flat().some((field) => field in measure || field in columns || field in constants)
  return {
    ...parsed,
    measures: measures.map((measure) => (isOpen(measure) ? { ...measure, value: '$0' } : measure)),
  }
}

/** Of the ways a value may be written, what is wrong with the one that got furthest: that one was meant. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  const meant =
    issue.code === 'invalid_union' && issue.errors.find((way) => way.some(({ path }) => path.length > 0))
  if (!meant) return [issue]
  return meant.flatMap(innermost).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

interface MappingIssue {
  path: string
  message: Said
}

function refusal(issues: MappingIssue[]): Refusal {
  const { path, message } = issues[0]!
  return new Refusal('invalid', 'mapping-invalid', { path, problem: message }, { issues })
}

function fieldIssues(parsed: Mapping): MappingIssue[] {
  const fields = FIELDS[parsed.dataset]
  const issues: MappingIssue[] = []
  const { required, optional, oneOf } = fields
  const known: readonly string[] = [...required, ...optional]
  const constants = parsed.constants ?? {}
  /** Each fact is of one measure, with what all have in common. */
  const inEach = (isIn: (isGiven: (field: string) => boolean) => boolean) =>
    (parsed.measures ?? [{}]).every((measure) =>
      isIn((field) => field in parsed.columns || field in constants || field in measure),
    )
  for (const [field, spec] of Object.entries(parsed.columns)) {
    const path = `columns.${field}`
    if (!known.includes(field)) issues.push({ path, message: unknownField(field, known) })
    if (typeof spec !== 'object' || Array.isArray(spec)) continue
    issues.push(...columnIssues(field, spec), ...markIssues(path, spec, parsed.format))
  }
  for (const field of Object.keys(parsed.values ?? {})) {
    if (!known.includes(field)) issues.push({ path: `values.${field}`, message: unknownField(field, known) })
  }
  for (const [i, measure] of (parsed.measures ?? []).entries()) {
    if (Object.keys(measure).every((field) => field === 'columns')) {
      issues.push({ path: `measures.${i}`, message: sayFault('measure-empty', {}) })
    }
    for (const [field, spec] of Object.entries(measure)) {
      const path = `measures.${i}.${field}`
      if (field !== 'columns' && !known.includes(field))
        issues.push({ path, message: unknownField(field, known) })
      if (typeof spec === 'object') issues.push(...markIssues(path, spec, parsed.format))
    }
  }
  const constantFields = [...known, ...CREATION]
  for (const field of Object.keys(constants)) {
    if (!constantFields.includes(field)) {
      issues.push({ path: `constants.${field}`, message: unknownField(field, constantFields) })
    }
  }
  for (const field of required) {
    if (!inEach((isGiven) => isGiven(field))) {
      issues.push({ path: `columns.${field}`, message: sayFault('field-required', {}) })
    }
  }
  if (oneOf && !inEach((isGiven) => oneOf.some((set) => set.every(isGiven)))) {
    const choices = oneOf.map((set) => set.join(' + '))
    issues.push({ path: `columns.${oneOf[0]![0]}`, message: sayFault('one-required', { choices }) })
  }
  if ('agencyLevel' in constants && !AGENCY_LEVELS.some((level) => level === constants.agencyLevel)) {
    issues.push({ path: 'constants.agencyLevel', message: sayFault('one-of', { choices: AGENCY_LEVELS }) })
  }
  if ('score' in parsed.columns && !parsed.scale) {
    issues.push({ path: 'scale', message: sayFault('scale-required', {}) })
  }
  if (parsed.scale && parsed.scale[1] <= parsed.scale[0]) {
    issues.push({ path: 'scale', message: sayFault('scale-order', {}) })
  }
  if (parsed.mode === 'snapshot' && !parsed.source) {
    issues.push({ path: 'source', message: sayFault('source-required', {}) })
  }
  if (parsed.format?.timezone && !isTimeZone(parsed.format.timezone)) {
    issues.push({ path: 'format.timezone', message: noTimeZone(parsed.format.timezone) })
  }
  const { decimal = '.', thousands } = parsed.format ?? {}
  if (decimal === thousands) {
    issues.push({ path: 'format.thousands', message: sayFault('mark-twice', { mark: thousands }) })
  }
  if (parsed.covers && parsed.covers[1] < parsed.covers[0]) {
    issues.push({ path: 'covers', message: sayFault('covers-order', {}) })
  }
  return issues
}

function columnIssues(field: string, spec: ColumnObject): MappingIssue[] {
  const path = `columns.${field}`
  const issues: MappingIssue[] = []
  if (spec.from && field !== 'ref')
    issues.push({ path: `${path}.from`, message: sayFault('from-ref-only', {}) })
  if (spec.column === undefined && !spec.anyOf && spec.template === undefined && !spec.from) {
    issues.push({ path, message: sayFault('column-needed', {}) })
  }
  if (spec.timezone && !isTimeZone(spec.timezone)) {
    issues.push({ path: `${path}.timezone`, message: noTimeZone(spec.timezone) })
  }
  return issues
}

/** One mark cannot both group and divide. */
function markIssues(path: string, spec: ColumnObject, format: Mapping['format']): MappingIssue[] {
  const { decimal = format?.decimal ?? '.', thousands } = spec
  if (thousands === undefined || thousands !== decimal) return []
  return [{ path: `${path}.thousands`, message: sayFault('mark-twice', { mark: thousands }) }]
}

const noTimeZone = (zone: string): Said => sayFault('time-zone-unknown', { zone })

function unknownField(field: string, known: readonly string[]): Said {
  const near = known.find((name) => name.toLowerCase() === field.toLowerCase().replaceAll(/[^a-z]/gi, ''))
  return sayFault('field-unknown', { near, known })
}

/** By name: an offset such as +07:00 has no daylight saving time, and engines read its sign differently. */
function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
