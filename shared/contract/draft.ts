import { z } from 'zod'
import { DraftCheck } from './draft-check.ts'
import { Detection, ReadingOptions } from './draft-detection.ts'
import { DATASETS, ISSUE_CODES } from './import.ts'

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

const problem = z.object({
  path: z.string().describe('In the mapping, `columns.agency`.'),
  message: sentence,
})

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
