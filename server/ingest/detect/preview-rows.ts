import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identifier, openImportEngine, quote } from '#server/db/import-engine.ts'
import type { IssueCode } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { Measure } from '#shared/contract/mapping-column.ts'
import { mapColumn } from '../column-sql.ts'
import { type DatasetField, type DatasetReader, dateColumns, snake } from '../datasets/fields.ts'
import { READERS } from '../datasets/readers.ts'
import { type PrepareInput, prepareImport } from '../prepare-import.ts'
import { csvLine } from '../readers/table-file.ts'
import { rawColumns } from './entity-values.ts'
import { withRawTable } from './raw-table.ts'

// The first rows of a file as the import would understand them: they go through the import's own reading and checks.

export interface PreviewIssue {
  code: IssueCode
  severity: 'error' | 'warning'
  column: string | null
  params: { value?: string }
}

export interface PreviewedRow {
  row: number
  state: 'accepted' | 'rejected' | 'skipped'
  cells: Record<
    string,
    { raw: string | null; value: string | number | null; unit?: string; issue: PreviewIssue | null }
  >
  issues: PreviewIssue[]
}

/** @throws Refusal `invalid` when the mapping does not fit the file */
export async function previewRows(
  folder: string,
  headers: readonly string[],
  limit: number,
  input: Omit<PrepareInput, 'workDir' | 'files' | 'mappingDir' | 'dataset'>,
): Promise<{ fields: string[]; rows: PreviewedRow[]; timezone: string }> {
  const { dataset } = input.mapping
  const {
    encoding: _,
    sheet: _s,
    headerRow: _h,
    fillDown: _f,
    records: _r,
    ...format
  } = input.mapping.format ?? {}
  const mapping: Mapping = { ...input.mapping, format: { ...format, delimiter: ',', headerRow: 1 } }
  const reader = READERS[dataset]!(input.known)
  const fields = reader.fields.filter(({ name }) => isMapped(mapping, name))
  const workDir = join(folder, `preview-${randomUUID()}`)
  await mkdir(workDir)
  try {
    const path = join(workDir, 'sample.csv')
    const raw = await withRawTable(folder, (engine) =>
      engine.rows<Record<string, string | null>>(
        `select * from raw where file = 0 order by record limit ${limit}`,
      ),
    )
    const lines = raw.map((row) => csvLine(headers.map((_, i) => row[`c${i + 1}`] ?? '')))
    await writeFile(path, [csvLine(headers), ...lines].join(''))
    const { databasePath } = await prepareImport({
      ...input,
      dataset,
      mapping,
      mappingDir: null,
      workDir,
      files: [{ path, name: 'sample.csv' }],
    })
    const timezone = mapping.format?.timezone ?? input.defaultTimezone
    const { typed, issues } = await readPrepared(
      databasePath,
      workDir,
      { ...reader, fields },
      mapping,
      timezone,
    )
    const perRecord = raw.length > 0 ? typed.length / raw.length : 1
    // Measures by a pattern of headers are not told apart here.
    const isListed = mapping.measures?.length === perRecord
    const labels = Array.from({ length: perRecord }, (_, n) =>
      labelsOf(fields, isListed ? withMeasure(mapping, mapping.measures![n]!, fields) : mapping, headers),
    )
    const rows = typed.map((values, i) => {
      const record = Math.floor(i / perRecord)
      const own = issues.filter(({ row }) => row === record + 1)
      const cells = fields.map(({ name, kind }) => {
        const { label, columns } = labels[i % perRecord]![name]!
        const value = (values[name] ?? null) as string | number | null
        const isFigure = kind.type === 'number' && kind.isFigure === true
        const unit = isFigure ? (values.figure_unit as string | null) : null
        const given = columns.map((column) => raw[record]![`c${column}`]).filter((text) => text)
        const issue = own.find(({ column }) => column === label)
        return [
          name,
          {
            raw: given.length > 0 ? given.join(' / ') : null,
            value,
            ...(unit && { unit }),
            issue: issue?.issue ?? null,
          },
        ] as const
      })
      const isRejected = own.some(({ issue }) => issue.severity === 'error')
      const told = Object.values(labels[i % perRecord]!).map(({ label }) => label)
      return {
        row: record + 1,
        state: isRejected ? 'rejected' : values.is_kept ? 'accepted' : 'skipped',
        cells: Object.fromEntries(cells),
        issues: own
          .filter(({ column }) => column === null || !told.includes(column))
          .map(({ issue }) => issue),
      } as const
    })
    return { fields: fields.map(({ name }) => name), rows, timezone }
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

const isMapped = (mapping: Mapping, name: string): boolean =>
  name in mapping.columns ||
  name in (mapping.constants ?? {}) ||
  (mapping.measures ?? []).some((measure) => name in measure)

/** The mapping as one of its measures has it: what names no column is said by the mapping itself. */
function withMeasure(mapping: Mapping, measure: Measure, fields: readonly DatasetField[]): Mapping {
  const isColumn = (field: string) =>
    fields.some(({ name, kind }) => name === field && (kind.type === 'number' || kind.type === 'date'))
  const read = Object.entries(measure).filter(([field, spec]) => typeof spec === 'object' || isColumn(field))
  return { ...mapping, columns: { ...mapping.columns, ...Object.fromEntries(read) } }
}

async function readPrepared(
  databasePath: string,
  workDir: string,
  reader: Pick<DatasetReader, 'fields' | 'figureUnit'>,
  mapping: Mapping,
  timezone: string,
) {
  const engine = await openImportEngine(databasePath, { tempDir: workDir, readable: [], memoryLimitMb: 256 })
  try {
    const columns = reader.fields.map(
      (field) => `${valueSql(field, mapping, timezone)} as ${identifier(field.name)}`,
    )
    const typed = await engine.rows<Record<string, unknown>>(
      `select ${columns.join(', ')}, is_kept${reader.figureUnit ? ', figure_unit' : ''} from typed order by rowid`,
    )
    const issues = await engine.rows<{
      row: number
      column: string | null
      code: IssueCode
      severity: 'error' | 'warning'
      params: string
    }>(
      `select row_number as "row", column_name as "column", code, severity, params from issue order by position`,
    )
    return {
      typed,
      issues: issues.map(({ row, column, code, severity, params }) => ({
        row,
        column,
        issue: { code, severity, column, params: JSON.parse(params) as { value?: string } },
      })),
    }
  } finally {
    engine.close()
  }
}

function valueSql({ name, kind }: DatasetField, mapping: Mapping, timezone: string): string {
  const column = identifier(snake(name))
  if (kind.type !== 'date') return column
  const spec = mapping.columns[name]
  const zone = (typeof spec === 'object' && !Array.isArray(spec) ? spec.timezone : undefined) ?? timezone
  const [at, on] = dateColumns(name)
  return `coalesce(cast(${on} as varchar), strftime(timezone(${quote(zone)}, ${at}), '%Y-%m-%d %H:%M:%S'))`
}

/** What issues call each field, and the columns (1-based) that it is read from. */
function labelsOf(fields: readonly DatasetField[], mapping: Mapping, headers: readonly string[]) {
  const file = rawColumns(headers, '')
  const placeOf = (header: string | number) =>
    typeof header === 'number' ? header : headers.indexOf(header.trim()) + 1
  return Object.fromEntries(
    fields.map(({ name }) => {
      const spec = mapping.columns[name]
      if (spec === undefined) return [name, { label: name, columns: [] }]
      const object = typeof spec === 'object' && !Array.isArray(spec) ? spec : {}
      if (object.from) {
        return [name, { label: object.from.join(' / '), columns: object.from.map(placeOf) }]
      }
      const used = Array.isArray(spec)
        ? spec
        : typeof spec !== 'object'
          ? [spec]
          : object.template !== undefined
            ? [...object.template.matchAll(/\{([^}]+)\}/g)].map(([, header]) => header!)
            : object.anyOf
              ? object.anyOf.filter((header) => headers.includes(header.trim())).slice(0, 1)
              : [object.column!]
      return [
        name,
        { label: mapColumn(spec, file, mapping).label, columns: used.map(placeOf).filter((at) => at > 0) },
      ]
    }),
  ) as Record<string, { label: string; columns: number[] }>
}
