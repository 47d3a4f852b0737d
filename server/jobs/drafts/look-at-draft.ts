import type { ActionContext } from '#server/actions/context.ts'
import { knownEntities } from '#server/actions/imports/known-entities.ts'
import { realmOf } from '#server/actions/imports/realm-of.ts'
import { quote } from '#server/db/import-engine.ts'
import { mapColumn } from '#server/ingest/column-sql.ts'
import {
  describeEntities,
  type EntityKind,
  rawColumns,
  translated,
  valuesOf,
} from '#server/ingest/detect/entity-values.ts'
import { previewRows } from '#server/ingest/detect/preview-rows.ts'
import { withRawTable } from '#server/ingest/detect/raw-table.ts'
import { meaningOf } from '#server/ingest/detect/value-words.ts'
import type { DraftEntities, DraftPreview, DraftValues } from '#shared/contract/draft.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
import { Refusal } from '#shared/refusal.ts'
import type { DraftState } from './draft-store.ts'
import { tellRows } from './tell-draft.ts'

// Looks at a draft with its mapping as it is now; nothing is changed.

const PREVIEW_MEMORY_MB = 256
const VALUES_SHOWN = 500

/** The first rows as they would be understood. @throws Refusal `invalid` when the mapping cannot be used yet */
export async function previewDraft(
  context: ActionContext,
  folder: string,
  draft: DraftState,
  limit: number,
): Promise<DraftPreview> {
  const { detection, mappingVersion } = readyDraft(draft)
  const mapping = parseMapping(draft.mapping)
  const told = await previewRows(
    folder,
    detection.columns.map(({ header }) => header),
    limit,
    {
      mapping,
      known: await knownEntities(context.world, mapping.source, mapping.dataset),
      realm: await realmOf(context, 'import.commit'),
      now: context.clock(),
      defaultTimezone: context.defaultTimezone,
      memoryLimitMb: PREVIEW_MEMORY_MB,
    },
  )
  return { mappingVersion, ...told, rows: tellRows(told.rows, context.locale) }
}

/** The values of a choice, and what becomes of them. @throws Refusal `not_found` for a field that is no choice */
export async function valuesOfDraft(folder: string, draft: DraftState, field: string): Promise<DraftValues> {
  const { detection } = readyDraft(draft)
  const known = detection.fields.find(({ name, type }) => name === field && type === 'choice')
  if (!known) throw new Refusal('not_found', 'no-choice', { field })
  const mapping = parseMapping(draft.mapping)
  const values = await withRawTable(folder, (engine) => valuesOf(engine, field, mapping, columnsOf(draft)))
  const map = mapping.values?.[field]
  const shown = [...values].sort((a, b) => b.count - a.count).slice(0, VALUES_SHOWN)
  return {
    field,
    choices: known.choices,
    distinct: values.length,
    values: shown.map(({ value, count }) => {
      const written = known.choices.find((choice) => choice.toLowerCase() === value.toLowerCase())
      return {
        value,
        count,
        match: map ? translated(mapping, field, value) : (written ?? null),
        isMapped: map
          ? '*' in map || Object.keys(map).some((key) => key.trim() === value)
          : written !== undefined,
        suggestion: meaningOf(field, value, known.choices) ?? null,
      }
    }),
  }
}

export async function entitiesOfDraft(
  context: ActionContext,
  folder: string,
  draft: DraftState,
  kind: EntityKind,
): Promise<DraftEntities> {
  readyDraft(draft)
  const mapping = parseMapping(draft.mapping)
  const known = await knownEntities(context.world, mapping.source)
  const entities = { agency: known.agencies, service: known.services, indicator: known.indicators }[kind]
  return withRawTable(folder, (engine) => describeEntities(engine, kind, mapping, columnsOf(draft), entities))
}

/** Whether a draft that was read has a reference: a cell says it, and nothing else, or its mapping puts it together. */
export async function holdsText(folder: string, draft: DraftState, text: string): Promise<boolean> {
  const cells = draft.detection!.columns.map((_, i) => `trim(c${i + 1}) = ${quote(text)}`)
  const made = refSql(draft)
  if (made !== null) cells.push(`coalesce(${made} = ${quote(text)}, false)`)
  const found = await withRawTable(folder, (engine) =>
    engine.rows(`select 1 as one from raw where ${cells.join(' or ')} limit 1`),
  )
  return found.length > 0
}

/** SQL of the reference from the columns that the mapping names; null where it names none yet that can be used, or hashes
 *  them, so that no reference can be told. */
function refSql({ mapping: given, detection, files }: DraftState): string | null {
  if (given === null) return null
  const columns = rawColumns(
    detection!.columns.map(({ header }) => header),
    files[0]!.name,
  )
  try {
    const mapping = parseMapping(given)
    const spec = mapping.columns.ref
    return spec === undefined || isHashed(spec) ? null : mapColumn(spec, columns, mapping).text
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

const isHashed = (spec: ColumnSpec): boolean =>
  typeof spec === 'object' && !Array.isArray(spec) && spec.from !== undefined

const columnsOf = (draft: DraftState) =>
  rawColumns(
    readyDraft(draft).detection.columns.map(({ header }) => header),
    draft.files[0]!.name,
  )

/** A draft whose files are read and not yet committed. @throws Refusal `conflict` */
export function readyDraft(
  draft: DraftState,
): DraftState & { detection: NonNullable<DraftState['detection']> } {
  if (draft.stage !== 'mapping' || !draft.detection) {
    throw new Refusal('conflict', 'draft-not-ready', { stage: draft.stage })
  }
  return draft as DraftState & { detection: NonNullable<DraftState['detection']> }
}
