import { z } from 'zod'
import { FigureChange } from './figure-change.ts'
import { DATASETS, ISSUE_CODES } from './import.ts'
import { sheets } from './mapping.ts'

// A draft: an import in preparation, from dropped files to a committed import. All under /api/v1/drafts.
//
//   POST   /drafts                            CreateDraft → 201 Draft. Says who will send which files.
//   GET    /drafts                            DraftList: one's own and those of the agencies one delivers for.
//   GET    /drafts/{id}                       Draft: everything one needs after a reload. Ask again every second while
//                                             `progress` is not null.
//   PUT    /drafts/{id}/files/{file}/parts/{part}   raw bytes → 200 DraftFile. `file` and `part` count from 0. Any order,
//                                             several at once, again without harm. Optional header
//                                             `content-digest: sha-256=:BASE64:` is checked. When the last part is there
//                                             the files are read by themselves.
//   PATCH  /drafts/{id}                       ChangeDraft → 200 Draft. Agency, dataset, how the files are read; suggests
//                                             a mapping anew where that depends on it.
//   PUT    /drafts/{id}/mapping               PutMapping → 200 Draft. 409 when somebody changed it in between.
//   GET    /drafts/{id}/preview?rows=20       DraftPreview: the first rows as they would be understood.
//   GET    /drafts/{id}/values/{field}        DraftValues: what a column of channels, outcomes … holds.
//   GET    /drafts/{id}/entities/{kind}       DraftEntities: `agency`, `service` or `indicator` values, and what they are.
//   POST   /drafts/{id}/check                 → 202 Draft. A dry run; its progress and result stand in `Draft.check`.
//   GET    /drafts/{id}/rejected.csv          rejected rows as the files had them, and a last column with the reasons.
//   POST   /drafts/{id}/commit                CommitDraft → 202 Draft with `importId`, once it is safe on disk.
//   DELETE /drafts/{id}                       → 204. Throws the files away; a committed import stays.
//   GET    /drafts/memories                   RememberedList: mappings that will be used again.
//   PATCH  /drafts/memories/{id}              NameMemory → 204. Names one.
//   DELETE /drafts/memories/{id}              → 204. Forgets one.

/** Bytes of each part but the last. */
export const PART_BYTES = 8 << 20
/** Of all files of a draft together. */
export const MAX_DRAFT_BYTES = 4 * 1024 ** 3
export const MAX_DRAFT_FILES = 100
/** Drafts of one person that are neither committed nor thrown away. */
export const MAX_OPEN_DRAFTS = 20
/** Days after its last change that a draft is kept. */
export const DRAFT_DAYS = 14

const dataset = z.enum(DATASETS)
const agency = z.string().trim().min(1).max(200)
const sentence = z.string().describe('In the language of the request.')
const progress = z
  .object({
    phase: z.enum(['queued', 'reading', 'looking', 'checking', 'merging', 'writing', 'cells']),
    fraction: z.number().nullable().describe('0–1; null: nobody knows.'),
  })
  .nullable()

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

export const CreateDraft = z
  .strictObject({
    files: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(255).describe('Its ending decides the format.'),
          size: z.number().int().min(1).describe('Bytes.'),
        }),
      )
      .min(1)
      .max(MAX_DRAFT_FILES),
    agency: agency
      .nullish()
      .describe('Code of the agency one delivers for. Absent: that of one’s only grant, if there is one.'),
    dataset: dataset.nullish().describe('Absent: guessed from the columns.'),
  })
  .meta({ id: 'CreateDraft' })

export const ChangeDraft = z
  .strictObject({
    agency: agency.nullable().optional(),
    dataset: dataset.optional().describe('A mapping is suggested anew.'),
    reading: ReadingOptions.optional().describe('As a whole: the files are read again.'),
    suggest: z
      .enum(['new', 'remembered'])
      .optional()
      .describe('Throws the mapping away for a fresh suggestion, or for the remembered one.'),
  })
  .meta({ id: 'ChangeDraft' })

export const PutMapping = z
  .strictObject({
    mapping: z.unknown().describe('The mapping document of contract §3, which may still lack fields.'),
    version: z.number().int().describe('`mappingVersion` that it was made from.'),
  })
  .meta({ id: 'PutMapping' })

export const CommitDraft = z
  .strictObject({
    version: z.number().int().describe('`mappingVersion` that was looked at.'),
    remember: z.boolean().default(true).describe('Use this mapping again when the same headers come.'),
  })
  .meta({ id: 'CommitDraft' })

export const DraftFile = z
  .object({
    name: z.string(),
    size: z.number(),
    partBytes: z.number(),
    parts: z.number().describe('How many there are.'),
    received: z.array(z.number()).describe('Parts that are safe on disk, counted from 0.'),
    isWhole: z.boolean(),
  })
  .meta({ id: 'DraftFile' })
export type DraftFile = z.infer<typeof DraftFile>

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

const problem = z.object({
  path: z.string().describe('In the mapping, `columns.agency`.'),
  message: sentence,
})

export const IssueGroup = z
  .object({
    code: z.enum(ISSUE_CODES),
    severity: z.enum(['error', 'warning']),
    column: z.string().nullable(),
    count: z.number().describe('Rows.'),
    alone: z.number().describe('Of an error: rows that nothing else keeps out.'),
    message: sentence.describe('Of the first example.'),
    examples: z
      .array(
        z.object({
          file: z.string().nullable(),
          row: z.number().nullable(),
          value: z.string().nullable(),
          count: z.number().describe('Rows with this value.'),
        }),
      )
      .describe('Up to five, the most frequent values first.'),
  })
  .meta({ id: 'IssueGroup' })
export type IssueGroup = z.infer<typeof IssueGroup>

export const MonthGap = z
  .object({ from: z.string().describe('Month, `2026-04`.'), to: z.string() })
  .meta({ id: 'MonthGap' })
export type MonthGap = z.infer<typeof MonthGap>

export const DraftCheck = z
  .object({
    status: z.enum(['running', 'done', 'failed']),
    mappingVersion: z.number().describe('Stale when it is not the draft’s.'),
    error: sentence.nullable().describe('Why it could not be done at all.'),
    counts: z
      .object({
        rows: z.number(),
        accepted: z.number(),
        skipped: z.number(),
        rejected: z.number(),
        warnings: z.number(),
        merged: z.number(),
        inserted: z.number(),
        updated: z.number(),
        unchanged: z.number(),
        removed: z.number(),
        agencies: z.number(),
        services: z.number(),
      })
      .nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    gaps: z
      .array(MonthGap)
      .describe('Months between the first and the last of which no row speaks, as runs: the first twelve.'),
    groups: z.array(IssueGroup).describe('Errors first, then the most rows first.'),
    figures: z
      .array(FigureChange)
      .describe(
        'Main figures that would come out differently, the agency that changes most first, of each the latest period first.',
      ),
    agenciesLeftOut: z
      .number()
      .describe('Agencies that it touches beside the fifty with the most rows, which are compared.'),
    demoRemoved: z.boolean().describe('The first real import takes the demo data away.'),
    seconds: z.number(),
  })
  .meta({ id: 'DraftCheck' })
export type DraftCheck = z.infer<typeof DraftCheck>

/** uploading → reading → mapping (check and change as often as wanted) → committing → done. `broken`: the files cannot
 *  be read as they are (`problem` says why); change `reading`, or start anew. */
export const DRAFT_STAGES = ['uploading', 'reading', 'broken', 'mapping', 'committing', 'done'] as const

const summary = {
  id: z.string(),
  stage: z.enum(DRAFT_STAGES),
  createdAt: z.string(),
  changedAt: z.string(),
  expiresAt: z.string().describe('When it is thrown away unless it changes.'),
  owner: z.object({ name: z.string(), isMe: z.boolean() }),
  agency: z.string().nullable(),
  dataset: dataset.nullable(),
  files: z.array(DraftFile),
  importId: z.string().nullable().describe('Once committed: /imports/{id} tells its result.'),
}

export const DraftSummary = z.object(summary).meta({ id: 'DraftSummary' })
export const DraftList = z.object({ items: z.array(DraftSummary), next: z.null() }).meta({ id: 'DraftList' })
export type DraftList = z.infer<typeof DraftList>

export const Draft = z
  .object({
    ...summary,
    reading: ReadingOptions,
    progress: progress.describe('Not null while something runs.'),
    problem: sentence.nullable().describe('Why the files cannot be read, or the import failed.'),
    detection: Detection.nullable(),
    mapping: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('The mapping document (contract §3); null until the files are read.'),
    mappingVersion: z.number(),
    mappingFrom: z
      .enum(['suggested', 'remembered', 'edited'])
      .nullable()
      .describe('`remembered`: the same headers came before, see `remembered`.'),
    remembered: z
      .object({ id: z.string(), at: z.string(), by: z.string() })
      .nullable()
      .describe('The mapping that is remembered for these headers, whether or not it is in use.'),
    mappingIssues: z
      .array(problem)
      .describe('What keeps the mapping from being used; empty: it can be checked and committed.'),
    check: DraftCheck.nullable(),
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof Draft>

export const PreviewCell = z
  .object({
    raw: z.string().nullable().describe('What the file says; null: nothing.'),
    value: z
      .union([z.string(), z.number()])
      .nullable()
      .describe(
        'How it is understood: `2026-01-05`, or `2026-01-05 09:30:00` in the time zone of the mapping.',
      ),
    unit: z.string().nullish().describe('Of a figure, where its indicator has one: `ratio` is 0–1.'),
    issue: z
      .object({ code: z.enum(ISSUE_CODES), severity: z.enum(['error', 'warning']), message: sentence })
      .nullable(),
  })
  .meta({ id: 'PreviewCell' })
export type PreviewCell = z.infer<typeof PreviewCell>

export const DraftPreview = z
  .object({
    mappingVersion: z.number(),
    timezone: z.string(),
    fields: z.array(z.string()).describe('Mapped fields, in the order of the dataset.'),
    rows: z.array(
      z.object({
        row: z.number(),
        state: z.enum(['accepted', 'rejected', 'skipped']),
        cells: z.record(z.string(), PreviewCell).describe('By field.'),
        issues: z.array(sentence).describe('Of the whole row.'),
      }),
    ),
  })
  .meta({ id: 'DraftPreview' })
export type DraftPreview = z.infer<typeof DraftPreview>

export const DraftValues = z
  .object({
    field: z.string(),
    choices: z.array(z.string()).describe('What it may become.'),
    distinct: z.number(),
    values: z
      .array(
        z.object({
          value: z.string(),
          count: z.number(),
          match: z
            .string()
            .nullable()
            .describe('What the mapping makes of it now; null: nothing, so that the field is absent.'),
          isMapped: z
            .boolean()
            .describe('The mapping names it, or a `*` catches it; else it becomes a warning.'),
          suggestion: z.string().nullable(),
        }),
      )
      .describe('The most frequent first, up to 500.'),
  })
  .meta({ id: 'DraftValues' })
export type DraftValues = z.infer<typeof DraftValues>

export const ENTITY_KINDS = ['agency', 'service', 'indicator'] as const

export const DraftEntities = z
  .object({
    kind: z.enum(ENTITY_KINDS),
    distinct: z.number(),
    counts: z.object({ known: z.number(), created: z.number(), rejected: z.number() }),
    values: z
      .array(
        z.object({
          value: z.string().describe('As the file writes it.'),
          count: z.number(),
          state: z
            .enum(['known', 'created', 'rejected'])
            .describe('What the mapping makes of it now. `rejected`: its rows are.'),
          entity: z
            .object({ code: z.string(), name: z.string() })
            .nullable()
            .describe('The known one, or the one that would be created.'),
          candidates: z
            .array(z.object({ code: z.string(), name: z.string(), likeness: z.number().describe('0–1.') }))
            .describe('Known ones with a close name, closest first; empty for a value that is known.'),
          near: z
            .string()
            .nullish()
            .describe('Another value of the file, which more rows have, that this one may be a slip of.'),
        }),
      )
      .describe('What is not known first, then the most frequent; up to 500.'),
  })
  .meta({ id: 'DraftEntities' })
export type DraftEntities = z.infer<typeof DraftEntities>

export const RememberedList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        dataset,
        agency: z.string().nullable(),
        name: z.string().nullable().describe('What people call it.'),
        headers: z.array(z.string()),
        columns: z
          .array(z.object({ field: z.string(), from: z.array(z.string()) }))
          .describe('Fields, and the headers that each is read from.'),
        at: z.string().describe('When it was last used.'),
        by: z.string(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'RememberedList' })
export type RememberedList = z.infer<typeof RememberedList>

export const NameMemory = z
  .strictObject({ name: z.string().trim().min(1).max(100).nullable().describe('null: takes its name away.') })
  .meta({ id: 'NameMemory' })

export const RenameMapping = NameMemory.extend({
  id: z.string().min(1).max(100),
  /** the one it is remembered for */
  agency: z.string().nullable(),
})

export const ForgetMapping = z.strictObject({
  id: z.string().min(1).max(100),
  /** the one it is remembered for */
  agency: z.string().nullable(),
})
