import type { ImportEngine } from '#server/db/import-engine.ts'
import type { DraftField, ReadingOptions } from '#shared/contract/draft-detection.ts'
import { DATASETS, type Dataset } from '#shared/contract/import.ts'
import { toldPeriod } from '#shared/time/period-words.ts'
import type { DatasetField } from '../datasets/fields.ts'
import { READERS } from '../datasets/readers.ts'
import type { ImportFile, KnownEntities } from '../prepare-import.ts'
import { timesOf } from './amount-times.ts'
import type { DraftDetection } from './detection.ts'
import { addDay, isDaily, takesOf } from './event-takes.ts'
import { guessDataset } from './guess-dataset.ts'
import { matchContext } from './match-context.ts'
import { suggestEntities } from './suggest-entities.ts'
import { suggestIndicators } from './suggest-indicators.ts'
import { suggestKinds } from './suggest-kinds.ts'
import { identifying, type Suggested, suggestMapping } from './suggest-mapping.ts'
import { suggestShares } from './suggest-shares.ts'
import { ANSWERED, answeredOn, suggestSurveySheet } from './survey-sheet.ts'
import { textsAround } from './texts-around.ts'
import { suggestTotalLine } from './total-line.ts'

export interface SuggestInput {
  files: readonly ImportFile[]
  reading: ReadingOptions
  dataset: Dataset | null
  agency: string | null
  timezone: string
  /** local day: what is not over yet is not offered */
  today: string
  known: KnownEntities
}

/** Matches columns anew, for a given dataset or the likeliest. */
export async function suggestFor(
  engine: ImportEngine,
  detection: DraftDetection,
  input: SuggestInput,
): Promise<{ detection: DraftDetection; suggested: Suggested }> {
  const { known, files } = input
  const { columns, rows } = detection
  const context = await matchContext(engine, columns, rows, known)
  const around = textsAround(detection, files)
  const guesses = DATASETS.map((dataset) =>
    guessDataset(dataset, columns, context, fieldsOf(dataset, known), around),
  )
  guesses.sort((a, b) => b.score - a.score)
  const dataset = input.dataset ?? guesses[0]!.dataset
  const chosen = guesses.find((candidate) => candidate.dataset === dataset)!
  const fields = fieldsOf(dataset, known)
  const takes = await takesOf(engine, chosen.matches, columns, rows)
  const suggested = suggestMapping({
    dataset,
    fields,
    matches: chosen.matches,
    columns,
    marks: { decimal: detection.decimal, thousands: detection.thousands as '.' | ',' | null },
    nulls: detection.nulls,
    hasSummaries: detection.summaries > 0,
    reading: input.reading,
    timezone: input.timezone,
    agency: input.agency,
    takes,
    periods: chosen.periods,
    times: timesOf([...columns.map(({ header }) => header), ...around]),
  })
  const matches = [...chosen.matches]
  if (dataset === 'surveys' && !(ANSWERED in suggested.columns))
    suggestSurveySheet(suggested, matches, columns, answeredOn(toldPeriod(around), input.today))
  if (dataset === 'costs') await suggestTotalLine(engine, suggested, matches, detection)
  await suggestEntities(engine, suggested, detection, known)
  if (dataset === 'values' || dataset === 'targets')
    await suggestIndicators(engine, suggested, detection, known, around)
  if (dataset === 'targets') suggestKinds(suggested, matches, columns)
  const shares =
    dataset === 'values' || dataset === 'targets'
      ? await suggestShares(engine, suggested, detection, known)
      : null
  if (matches.some((match) => match.field === 'ref' && isDaily(match))) addDay(suggested, matches, columns)
  const ref = suggested.columns.ref
  if (ref && !matches.some(({ field }) => field === 'ref')) {
    const from = identifying(matches, columns)
    matches.push({
      field: 'ref',
      column: from[0]!.number,
      header: from.map(({ header }) => header).join(' / '),
      how: 'content',
      confidence: 0.5,
      reasons: [{ key: 'no-number' }],
    })
  }
  for (const match of matches)
    if (match.field === 'ref' && takes.size > 0) match.reasons.push({ key: 'events' })
  return {
    detection: {
      ...detection,
      datasets: guesses.map(({ dataset, score, found, required, others }) => ({
        dataset,
        score,
        found,
        required,
        others,
      })),
      matches,
      shares,
      fields: fields.map(describe),
    },
    suggested,
  }
}

const describe = ({ name, isRequired, kind }: DatasetField): DraftField => ({
  name,
  isRequired,
  type: kind.type,
  choices: kind.type === 'choice' ? [...kind.choices] : [],
})

export const toldFields = (dataset: Dataset, known: KnownEntities): DraftField[] =>
  fieldsOf(dataset, known).map(describe)

const fieldsOf = (dataset: Dataset, known: KnownEntities): readonly DatasetField[] =>
  READERS[dataset]!(known).fields
