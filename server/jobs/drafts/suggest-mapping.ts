import type { ActionContext } from '#server/actions/context.ts'
import { knownEntities } from '#server/actions/imports/known-entities.ts'
import { findRemembered } from '#server/db/queries/remembered-mappings.ts'
import { detectFiles } from '#server/ingest/detect/detect-files.ts'
import { withRawTable } from '#server/ingest/detect/raw-table.ts'
import { suggestFor, toldFields } from '#server/ingest/detect/suggest-for.ts'
import { ANSWERED, answeredOn } from '#server/ingest/detect/survey-sheet.ts'
import { periodAround } from '#server/ingest/detect/texts-around.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { withYear, YEAR_OPEN } from '#shared/contract/mapping-year.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { wallTime } from '#shared/time/zone.ts'
import { pathOf } from './draft-files.ts'
import { withReading, withSuggestion } from './draft-rules.ts'
import type { DraftState } from './draft-store.ts'
import { headersKey } from './headers-key.ts'
import { judgeMapping } from './judge-mapping.ts'

// Which mapping a draft begins with: the one that is remembered for its headers, or one that is made from its files.

/** Which remembered mapping is used by itself. */
export type Wanted = Dataset | 'any' | 'nothing'

/** Reads the files of a draft anew. Which blank cells are filled from above nobody need say again. */
export async function detectDraft(
  base: ActionContext,
  folder: string,
  draft: DraftState,
  wanted: Wanted,
  signal: AbortSignal,
): ReturnType<typeof detectFiles> {
  const input = { ...(await detectInput(base, folder, draft)), folder, signal }
  const found = await detectFiles(input)
  if (draft.reading.fillDown !== undefined) return found
  const headers = found.detection.columns.map(({ header }) => header)
  const row = await findRemembered(base.world.db.read, draft.agency, headersKey(headers))
  if (!row || (wanted !== 'any' && wanted !== row.dataset)) return found
  const said = (JSON.parse(row.mapping) as Partial<Mapping>).format?.fillDown
  if (said === undefined) return found
  const fillDown = said.filter((header) => headers.includes(header))
  const isSame = fillDown.join('\n') === (found.reading.fillDown ?? []).join('\n')
  return isSame
    ? { ...found, reading: { ...found.reading, fillDown } }
    : detectFiles({ ...input, reading: { ...input.reading, fillDown } })
}

/** A mapping made anew from the table that is there. */
export async function suggestAgain(
  base: ActionContext,
  folder: string,
  draft: DraftState,
  isRemembered: boolean,
): Promise<DraftState> {
  if (!draft.detection) return draft
  const input = await detectInput(base, folder, draft)
  const { detection } = draft
  const suggested = await withRawTable(folder, (engine) => suggestFor(engine, detection, input))
  const found = { ...suggested, reading: draft.reading }
  return withRemembered(base, withSuggestion(draft, found, false), isRemembered ? 'any' : 'nothing')
}

/** With the mapping that is remembered for its headers, if there is one and it is wanted. */
export async function withRemembered(
  { world, clock, defaultTimezone }: ActionContext,
  draft: DraftState,
  wanted: Wanted,
): Promise<DraftState> {
  const row = await findRemembered(world.db.read, draft.agency, draft.headersKey!)
  if (!row) return { ...draft, remembered: null }
  const remembered = { id: row.rememberedId, at: row.rememberedAt, by: row.rememberedBy }
  if (wanted !== 'any' && wanted !== row.dataset) return { ...draft, remembered }
  const read = withReading(JSON.parse(row.mapping) as Record<string, unknown>, draft.reading)
  // The file of last time may have had no line of totals.
  const isSummed = draft.detection!.summaries > 0 && read.keep === undefined
  const mapping = withPeriod(
    isSummed ? { ...read, format: { ...(read.format as object), summaries: 'skip' } } : read,
    periodAround(draft.detection!, draft.files),
    wallTime(clock(), defaultTimezone).slice(0, 10),
  )
  const dataset = row.dataset as Dataset
  const known = await knownEntities(world, undefined)
  const detection = { ...draft.detection!, fields: toldFields(dataset, known) }
  return {
    ...draft,
    remembered,
    dataset,
    detection,
    mapping,
    mappingFrom: 'remembered',
    mappingIssues: judgeMapping(mapping, detection),
  }
}

/** What a mapping says of the period in place of its file was said of the last one: the same headers come again with the
 *  months of another year. */
function withPeriod(
  mapping: Record<string, unknown>,
  told: ReturnType<typeof periodAround>,
  today: string,
): Record<string, unknown> {
  const dated: Partial<Mapping> = withYear(mapping as Partial<Mapping>, told?.year ?? YEAR_OPEN)
  if (dated.dataset === 'surveys' && dated.constants?.[ANSWERED] !== undefined) {
    const { [ANSWERED]: _, ...others } = dated.constants
    const day = answeredOn(told, today)
    return { ...dated, constants: day === null ? others : { ...others, [ANSWERED]: day } }
  }
  if (dated.constants?.period === undefined) return dated
  const { period: last, ...others } = dated.constants
  // A title that names only the year says nothing of which month it is this time.
  const isAlike = parsePeriod(String(last))?.grain === parsePeriod(told?.period ?? '')?.grain
  return { ...dated, constants: told?.period && isAlike ? { ...others, period: told.period } : others }
}

async function detectInput(
  { world, defaultTimezone, clock }: ActionContext,
  folder: string,
  draft: DraftState,
) {
  const { agencyByCode } = await world.directory()
  const timezone = agencyByCode.get(draft.agency ?? '')?.timeZone ?? defaultTimezone
  return {
    files: draft.files.map(({ name }, i) => ({ name, path: pathOf(folder, i) })),
    reading: draft.reading,
    dataset: draft.dataset,
    agency: draft.agency,
    timezone,
    today: wallTime(clock(), timezone).slice(0, 10),
    known: await knownEntities(world, undefined),
  }
}
