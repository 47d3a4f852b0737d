import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Detection, DraftField, ReadingOptions } from '#shared/contract/draft.ts'
import { DATASETS, type Dataset } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { toldPeriod } from '#shared/time/period-words.ts'
import type { DatasetField } from '../datasets/fields.ts'
import { READERS } from '../datasets/readers.ts'
import { dateSql } from '../date-patterns.ts'
import { EntityBook } from '../identity.ts'
import type { ImportFile, KnownEntities } from '../prepare-import.ts'
import { rawText } from './ask-columns.ts'
import { NameBook } from './close-names.ts'
import { describeEntities, rawColumns } from './entity-values.ts'
import { DATASET_WORDS, plainHeader } from './field-words.ts'
import { matchIndicatorColumns } from './indicator-columns.ts'
import { builtInOf, builtInTold } from './indicator-words.ts'
import { type ColumnMatch, type MatchContext, matchColumns } from './match-columns.ts'
import { matchPeriods } from './match-periods.ts'
import { findWide } from './period-columns.ts'
import { type ColumnProfile, profileColumns } from './profile-columns.ts'
import { loadRawTable, withRawTable } from './raw-table.ts'
import { findShares } from './share-figures.ts'
import { identifying, type Suggested, suggestMapping, type Takes } from './suggest-mapping.ts'
import { ANSWERED, answeredOn, refOfSheet } from './survey-sheet.ts'
import { targetKindOf } from './target-kinds.ts'
import { blocksOf } from './written-once.ts'

// From files to a first mapping: how they are written, what each column holds, what the whole may be.

/** What was found out, in no language yet. */
export interface DraftDetection extends Omit<Detection, 'columns' | 'datasets' | 'matches'> {
  columns: ColumnProfile[]
  nulls: string[]
  /** lines that are no records */
  summaries: number
  datasets: { dataset: Dataset; score: number; found: number; required: number; others: number }[]
  matches: ColumnMatch[]
}

export interface DetectInput {
  folder: string
  files: readonly ImportFile[]
  reading: ReadingOptions
  dataset: Dataset | null
  agency: string | null
  timezone: string
  /** local day: what is not over yet is not offered */
  today: string
  known: KnownEntities
  signal?: AbortSignal
}

interface Detected {
  detection: DraftDetection
  suggested: Suggested
  /** how the files were read, with what was found out of it */
  reading: ReadingOptions
}

/** Reads files into the table of their draft and finds out what they are.
 *  @throws Refusal `invalid` when they cannot be read */
export async function detectFiles(input: DetectInput): Promise<Detected> {
  const found = await readAndSuggest(input)
  if (input.reading.fillDown !== undefined) return found
  const fillDown = await withRawTable(input.folder, (engine) => blocksOf(engine, found.detection))
  if (fillDown.length === 0) return found
  return readAndSuggest({ ...input, reading: { ...input.reading, fillDown } })
}

async function readAndSuggest(input: DetectInput): Promise<Detected> {
  const { folder, files, reading, signal } = input
  const [first] = files
  let table = await loadRawTable(folder, files, reading, signal)
  const look = (engine: ImportEngine) =>
    profileColumns(engine, table.headers, {
      rows: table.rows,
      delimiter: table.delimiter,
      ...(reading.decimal && { decimal: reading.decimal }),
      ...(reading.thousands && { thousands: reading.thousands }),
    })
  let profile = await withRawTable(folder, look)
  const format = formatOf(first!.name)
  if (format !== 'csv' && profile.hasCommas && reading.decimal === undefined) {
    // Cells that are numbers are then written with the same mark as those that are text.
    table = await loadRawTable(folder, files, { ...reading, decimal: ',' }, signal)
    profile = await withRawTable(folder, look)
    if (profile.marks.decimal === '.') {
      table = await loadRawTable(folder, files, reading, signal)
      profile = await withRawTable(folder, look)
    }
  }
  const { columns, marks, nulls } = profile
  const { detected } = table
  const written = format === 'csv' || format === 'json' || format === 'ndjson'
  const detection: DraftDetection = {
    format,
    encoding: written ? table.encoding : null,
    delimiter: format === 'csv' ? table.delimiter : null,
    decimal: marks.decimal,
    thousands: marks.thousands,
    sheets: (detected.sheets ?? []).map(({ name, isHidden }) => ({ name, isHidden })),
    sheet: detected.sheet ?? null,
    headerRow: detected.headerRow ?? (format === 'csv' ? 1 : null),
    head: table.head.map(({ row, cells }) => ({ row, cells: cells.map((text) => text.slice(0, 200)) })),
    rows: table.rows,
    columns,
    nulls,
    summaries: table.summaries,
    datasets: [],
    matches: [],
    fields: [],
  }
  return withRawTable(folder, async (engine) => ({
    ...(await suggestFor(engine, detection, input)),
    reading,
  }))
}

/** Matches columns anew, for a given dataset or the likeliest. */
export async function suggestFor(
  engine: ImportEngine,
  detection: DraftDetection,
  input: Omit<DetectInput, 'folder' | 'signal'>,
): Promise<{ detection: DraftDetection; suggested: Suggested }> {
  const { known, files } = input
  const { columns, rows } = detection
  const context = await matchContext(engine, columns, rows, known)
  const around = textsAround(detection, files)
  const guesses = DATASETS.map((dataset) => guess(dataset, columns, context, known, around))
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
  if (dataset === 'surveys' && !(ANSWERED in suggested.columns)) {
    const sheet = refOfSheet(matches, columns)
    const day = answeredOn(toldPeriod(around), input.today)
    if (sheet) {
      suggested.columns.ref = sheet.spec
      const { number, header } = sheet.column
      const others = matches.filter(({ field }) => field !== 'ref')
      const reasons = [{ key: 'numbered' as const }]
      matches.splice(0, matches.length, ...others, {
        field: 'ref',
        column: number,
        header,
        how: 'content',
        confidence: 0.7,
        reasons,
      })
    }
    if (day !== null) suggested.constants = { ...suggested.constants, [ANSWERED]: day }
  }
  await suggestEntities(engine, suggested, detection, known)
  if (dataset === 'values' || dataset === 'targets')
    await suggestIndicators(engine, suggested, detection, known, around)
  if (dataset === 'targets') suggestKinds(suggested, matches, columns)
  const shares =
    dataset === 'values' || dataset === 'targets' ? await sharesOf(engine, suggested, detection, known) : null
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

const FORMATS: readonly [RegExp, Detection['format']][] = [
  [/\.xlsx$/i, 'xlsx'],
  [/\.json(\.gz)?$/i, 'json'],
  [/\.(ndjson|jsonl)(\.gz)?$/i, 'ndjson'],
  [/\.parquet$/i, 'parquet'],
]
const formatOf = (name: string): Detection['format'] =>
  FORMATS.find(([ending]) => ending.test(name))?.[1] ?? 'csv'

/** The period that is told above the table, or by what its sheet or its file is called. */
export const periodAround = (
  detection: Pick<DraftDetection, 'head' | 'headerRow' | 'sheet'>,
  files: readonly { name: string }[],
): ReturnType<typeof toldPeriod> => toldPeriod(textsAround(detection, files))

const textsAround = (
  { head, headerRow, sheet }: Pick<DraftDetection, 'head' | 'headerRow' | 'sheet'>,
  files: readonly { name: string }[],
): string[] => [
  ...head.filter(({ row }) => row < (headerRow ?? 1)).flatMap(({ cells }) => cells),
  ...(sheet === null ? [] : [sheet]),
  ...files.map(({ name }) => name.replace(/\.\w+(\.gz)?$/, '')),
]

/** How well the columns fit a dataset: its required fields found, and words that only it uses. */
function guess(
  dataset: Dataset,
  columns: readonly ColumnProfile[],
  context: MatchContext,
  known: KnownEntities,
  around: readonly string[],
) {
  const fields = fieldsOf(dataset, known)
  const words = [...columns.map(({ header }) => header), ...around].map(plainHeader)
  const isNamed = DATASET_WORDS[dataset].some((word) =>
    words.some((text) => ` ${text} `.includes(` ${word} `)),
  )
  const found = matchColumns(dataset, fields, columns, context)
  const told = toldPeriod(around)
  const dated = matchPeriods({ dataset, isNamed, fields, matches: found, columns, told })
  const periods = matchIndicatorColumns(dataset, dated, columns, context.rows)
  const { matches } = periods
  const sure = (name: string) =>
    matches.find(({ field }) => field === name)?.confidence ??
    // A period that stands above the table is one, if less sure than one in it.
    (name === 'period' && periods.constant !== null ? 0.5 : 0)
  // Who delivers and what for can be said of the whole file; a row without a number can still be told apart.
  const weight: Record<string, number> = { agency: 0.4, service: 0.5, ref: 0.6, kind: 0.5 }
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  const all = required.reduce((sum, name) => sum + (weight[name] ?? 1), 0)
  const got = required.reduce((sum, name) => sum + sure(name) * (weight[name] ?? 1), 0)
  const others = matches.filter(({ field, confidence }) => !required.includes(field) && confidence >= 0.6)
  const score = (got / all) * 0.7 + Math.min(others.length, 6) * 0.04 + (isNamed ? 0.12 : 0)
  const needsFigure = dataset === 'costs' || dataset === 'targets' || dataset === 'values'
  const hasFigure = ['value', 'low', 'numerator', 'cost', 'staff'].some((name) => sure(name) > 0)
  // Months as columns are figures, not rows of cases or of answers.
  const isUnlike = needsFigure ? !hasFigure : findWide(columns) !== null
  return {
    dataset,
    matches,
    periods,
    score: Math.round(Math.min(isUnlike ? score / 2 : score, 1) * 100) / 100,
    found: required.filter((name) => sure(name) > 0).length,
    required: required.length,
    others: others.length,
  }
}

async function matchContext(
  engine: ImportEngine,
  columns: readonly ColumnProfile[],
  rows: number,
  known: KnownEntities,
): Promise<MatchContext> {
  const dates = columns.filter(({ dates }) => dates && dates.patterns.length > 0).slice(0, 8)
  const day = ({ number, dates }: ColumnProfile) => {
    const { at, on } = dateSql(`t${number}`, dates!.patterns, `'UTC'`)
    return `coalesce(${on}, cast(${at} as date))`
  }
  const order = new Map<string, number | null>()
  if (dates.length > 1) {
    const pairs = dates.flatMap((a) => dates.filter((b) => b !== a).map((b) => [a, b] as const))
    const asked = pairs.map(
      ([a, b], i) =>
        `avg(case when d${a.number} <= d${b.number} then 1.0 when d${a.number} > d${b.number} then 0 end) as p${i}`,
    )
    const texts = dates.map(({ number }) => `${rawText(number - 1)} as t${number}`)
    const [shares] = await engine.rows<Record<string, number | null>>(`select ${asked.join(', ')} from
      (select ${dates.map((column) => `${day(column)} as d${column.number}`).join(', ')} from
        (select ${texts.join(', ')} from record_line limit 50000))`)
    for (const [i, [a, b]] of pairs.entries()) order.set(`${a.number}-${b.number}`, shares![`p${i}`] ?? null)
  }
  const lookUp = (entities: KnownEntities['agencies']) => {
    const book = new EntityBook(entities)
    const names = new NameBook(entities)
    const seen = new Map<string, boolean>()
    return (value: string) => {
      const is =
        seen.get(value) ??
        (book.resolve(value, null, false) !== null || names.closest(value, 1, 0.85).length > 0)
      seen.set(value, is)
      return is
    }
  }
  return {
    rows,
    isAgency: lookUp(known.agencies),
    isService: lookUp(known.services),
    inOrder: (a, b) => order.get(`${a}-${b}`) ?? null,
  }
}

/** Where one number stands in several rows whose columns differ, the rows are events of one case. */
async function takesOf(
  engine: ImportEngine,
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<Takes> {
  const takes = new Map<number, 'min' | 'max' | 'last'>()
  const ref = matches.find(({ field }) => field === 'ref')
  const column = ref && columns[ref.column - 1]!
  if (!column || column.distinct >= (rows - column.blank) * 0.9 || rows < 20) return takes
  const others = matches.filter(({ field }) => field !== 'ref')
  if (others.length === 0) return takes
  const asked = others.map(({ column }) => `count(distinct ${rawText(column - 1)}) as d${column}`)
  const differ = others.map(({ column }) => `max(d${column}) as m${column}`)
  const [found] = await engine.rows<Record<string, number>>(
    `select ${differ.join(', ')} from (select ${asked.join(', ')} from record_line group by ${rawText(column.number - 1)})`,
  )
  for (const { field, column } of others) {
    if (found![`m${column}`]! <= 1) continue
    takes.set(
      column,
      /^(submitted|received|clockStarted)At$/.test(field) ? 'min' : /At$/.test(field) ? 'max' : 'last',
    )
  }
  return takes
}

/** A name is taken for a known one only where it says the same; where some come close, a person decides about all. */
async function suggestEntities(
  engine: ImportEngine,
  suggested: Suggested,
  detection: DraftDetection,
  known: KnownEntities,
): Promise<void> {
  const file = rawColumns(
    detection.columns.map(({ header }) => header),
    '',
  )
  for (const kind of ['agency', 'service'] as const) {
    if (!(kind in suggested.columns)) continue
    const entities = kind === 'agency' ? known.agencies : known.services
    const { values } = await describeEntities(engine, kind, suggested as unknown as Mapping, file, entities)
    const unknown = values.filter(({ state }) => state !== 'known')
    const same = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness >= SAME)
    if (same.length > 0) {
      suggested.values ??= {}
      suggested.values[kind] = {
        ...Object.fromEntries(same.map(({ value, candidates }) => [value, candidates[0]!.code])),
        '*': '$0',
      }
    }
    const close = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness < SAME)
    if (unknown.length > same.length && !close.some(({ candidates }) => candidates[0]!.likeness >= CLOSE))
      suggested.create = [...(suggested.create ?? []), kind]
  }
}

/** Figures of the product by what offices call them, to be seen and changed; others are created. */
async function suggestIndicators(
  engine: ImportEngine,
  suggested: Suggested,
  { columns }: DraftDetection,
  known: KnownEntities,
  around: readonly string[],
): Promise<void> {
  const isByColumn = suggested.measures?.some((measure) => typeof measure.indicator === 'string')
  if (!('indicator' in suggested.columns) && !isByColumn) {
    const told = builtInTold(around)
    if (told && suggested.measures) suggested.constants = { ...suggested.constants, indicator: told }
    return
  }
  const file = rawColumns(
    columns.map(({ header }) => header),
    '',
  )
  const { values } = await describeEntities(
    engine,
    'indicator',
    suggested as unknown as Mapping,
    file,
    known.indicators,
  )
  const unknown = values.filter(({ state }) => state !== 'known').map(({ value }) => value)
  const offered = unknown.flatMap((value) => {
    const id = builtInOf(value)
    return id === null ? [] : [[value, id] as const]
  })
  // Two names for one figure would contradict each other: then a person says which.
  const clear = offered.filter(([, id]) => offered.filter(([, other]) => other === id).length === 1)
  if (clear.length > 0)
    suggested.values = { ...suggested.values, indicator: { ...Object.fromEntries(clear), '*': '$0' } }
  // A target of nobody knows what could be compared with nothing.
  if (unknown.length > clear.length && suggested.dataset === 'values')
    suggested.create = [...(suggested.create ?? []), 'indicator']
}

/** A sheet of targets seldom says which way they are meant; its indicators do, to be seen and changed. */
function suggestKinds(suggested: Suggested, matches: ColumnMatch[], columns: readonly ColumnProfile[]): void {
  const indicator = matches.find(({ field }) => field === 'indicator')
  if (!indicator || 'kind' in suggested.columns || columns[indicator.column - 1]!.values.length === 0) return
  const { values } = columns[indicator.column - 1]!
  const codes = suggested.values?.indicator
  const kinds = values.map(({ value }) => [value, targetKindOf(value, codes?.[value] ?? value)] as const)
  suggested.columns.kind = suggested.columns.indicator!
  suggested.values = { ...suggested.values, kind: Object.fromEntries(kinds) }
  matches.push({
    ...indicator,
    field: 'kind',
    how: 'content',
    confidence: 0.5,
    reasons: [{ key: 'direction' }],
  })
}

/** How shares are written, where only one way can be meant. */
async function sharesOf(
  engine: ImportEngine,
  suggested: Suggested,
  { columns }: DraftDetection,
  known: KnownEntities,
): Promise<DraftDetection['shares']> {
  const file = rawColumns(
    columns.map(({ header }) => header),
    '',
  )
  const shares = await findShares(engine, suggested as unknown as Mapping, file, known.indicators)
  if (shares && shares.above > 0 && shares.below === 0) suggested.format.shares = 'percent'
  return shares
}

const TIMES = [
  ['ribu', 1000],
  ['juta', 1_000_000],
  ['mili?[ya]?ar', 1_000_000_000],
] as const

/** What amounts count in, where a header or a text around the table says so: `(dalam jutaan rupiah)`, `Rp Juta`. */
function timesOf(texts: readonly string[]): 1000 | 1_000_000 | 1_000_000_000 | null {
  const says = (word: string) =>
    new RegExp(`\\b(rp\\.?|rupiah|idr|dalam) ?(${word})|\\b${word}(an)? ?(rp|rupiah)`, 'i')
  return TIMES.find(([word]) => texts.some((text) => text.length < 200 && says(word).test(text)))?.[1] ?? null
}

const SAME = 0.97
const CLOSE = 0.75
