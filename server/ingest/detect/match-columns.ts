import type { Dataset } from '#shared/contract/import.ts'
import type { MatchReason } from '#shared/i18n/id/drafts.ts'
import type { DatasetField } from '../datasets/fields.ts'
import { FIELD_WORDS, plainHeader } from './field-words.ts'
import { headerLikeness } from './header-likeness.ts'
import type { ColumnProfile } from './profile-columns.ts'
import { costColumns, withPlanned } from './spent-columns.ts'
import { meaningOf } from './value-words.ts'

// Which column is which field: by what it is called and by what it holds. Either may rule a column out; a name alone is
// believed less than a name whose values agree.

export interface ColumnMatch {
  field: string
  /** 1-based */
  column: number
  header: string
  how: 'remembered' | 'name' | 'content' | 'both'
  /** 0–1 */
  confidence: number
  reasons: MatchReason[]
}

export interface MatchContext {
  rows: number
  /** whether a value is an agency, or a service, that the instance knows */
  isAgency(value: string): boolean
  isService(value: string): boolean
  /** share of the records in which the first date column is not after the second (1-based numbers) */
  inOrder(first: number, second: number): number | null
}

const BELIEVED = 0.45
/** Part of the name in a match that has both. */
const BY_NAME = 0.7

interface Fit {
  /** 0–1; null: it cannot be */
  score: number | null
  reason: MatchReason | null
  /** enough to go by without a name */
  isTelling?: boolean
}

export function matchColumns(
  dataset: Dataset,
  fields: readonly DatasetField[],
  columns: readonly ColumnProfile[],
  context: MatchContext,
): ColumnMatch[] {
  const names = FIELD_WORDS[dataset]
  const offers: ColumnMatch[] = []
  const amounts = dataset === 'costs' ? costColumns(columns) : []
  for (const field of fields) {
    const isCost = dataset === 'costs' && field.name === 'cost'
    for (const column of columns) {
      if (column.isReason || (isCost && !amounts.includes(column))) continue
      const isDate = field.kind.type === 'date'
      const name = headerLikeness(column.header, names[field.name] ?? [], isDate)
      const fit = fitOf(field, column, context, name >= 0.95)
      if (fit.score === null || (name === 0 && !fit.isTelling)) continue
      const confidence = name > 0 ? name * BY_NAME + fit.score * (1 - BY_NAME) : fit.score * BY_NAME
      if (confidence < BELIEVED) continue
      const offer: ColumnMatch = {
        field: field.name,
        column: column.number,
        header: column.header,
        how: name === 0 ? 'content' : fit.reason ? 'both' : 'name',
        confidence: Math.round(confidence * 100) / 100,
        reasons: [
          ...(name >= 0.95 ? [{ key: 'name' as const }] : name > 0 ? [{ key: 'name-close' as const }] : []),
          ...(fit.reason ? [fit.reason] : []),
        ],
      }
      offers.push(isCost ? withPlanned(offer, column) : offer)
    }
  }
  const required = (field: string) => fields.find(({ name }) => name === field)?.isRequired === true
  offers.sort(
    (a, b) =>
      b.confidence - a.confidence ||
      Number(required(b.field)) - Number(required(a.field)) ||
      a.column - b.column,
  )
  const matches: ColumnMatch[] = []
  for (const offer of offers) {
    const isTaken = matches.some(({ field, column }) => field === offer.field || column === offer.column)
    if (!isTaken) matches.push(offer)
  }
  standIn(matches, 'agencyName', 'agency')
  standIn(matches, 'serviceName', 'service')
  fillDates(matches, fields, columns, context)
  return fields.flatMap(({ name }) => matches.filter(({ field }) => field === name))
}

/** A name without a code is what there is. */
function standIn(matches: ColumnMatch[], name: string, field: string): void {
  const given = matches.find((match) => match.field === name)
  if (given && !matches.some((match) => match.field === field)) given.field = field
}

/** Dates that no header tells: the first of two that follow each other is the beginning. */
function fillDates(
  matches: ColumnMatch[],
  fields: readonly DatasetField[],
  columns: readonly ColumnProfile[],
  { inOrder, rows }: MatchContext,
): void {
  const start = fields.find(({ kind, isRequired }) => kind.type === 'date' && isRequired)
  if (!start || matches.some(({ field }) => field === start.name)) return
  const free = columns.filter(
    ({ number, type, blank }) =>
      type === 'date' && blank < rows * 0.1 && !matches.some(({ column }) => column === number),
  )
  const first = free.find((column) =>
    free.every((other) => other === column || (inOrder(column.number, other.number) ?? 0) >= 0.8),
  )
  if (!first) return
  matches.push({
    field: start.name,
    column: first.number,
    header: first.header,
    how: 'content',
    confidence: free.length === 1 ? 0.55 : 0.5,
    reasons: [{ key: free.length === 1 ? 'only-date' : 'first-date' }],
  })
}

function fitOf(
  { name, kind }: DatasetField,
  column: ColumnProfile,
  context: MatchContext,
  /** its header is a name of the field */
  isNamed: boolean,
): Fit {
  const filled = context.rows - column.blank
  // A column that is empty this time may still be what it is called.
  if (filled === 0) return { score: kind.type === 'date' ? 0.3 : 0.1, reason: null }
  const percent = (share: number) => Math.round(share * 100)
  const ratio = column.distinct / filled
  if (kind.type === 'date') {
    // A column that says it holds dates, and holds none that can be read, is still what the person means.
    if (column.type === 'text' && /\b(tanggal|waktu)\b/.test(plainHeader(column.header)))
      return { score: 0.1, reason: null }
    if (column.type !== 'date') return { score: null, reason: null }
    return { score: 0.8, reason: { key: 'dates' } }
  }
  if (column.type === 'date' && kind.type !== 'period') return { score: null, reason: null }
  if (kind.type === 'choice') {
    if (column.values.length === 0) return { score: null, reason: null }
    const understood = shareOf(column, (value) => meaningOf(name, value, kind.choices) !== undefined)
    if (understood === 0) return { score: 0.1, reason: null }
    return {
      score: understood,
      reason: { key: 'known-values', percent: percent(understood) },
      isTelling: understood >= 0.8 && column.distinct > 1 && !isPlainNumber(column),
    }
  }
  if (kind.type === 'period') {
    const periods = shareOf(column, (value) => PERIOD.test(value))
    return periods > 0.8 ? { score: 0.8, reason: { key: 'periods' } } : { score: 0.1, reason: null }
  }
  if (kind.type === 'number') {
    // A column that says it holds figures, and holds some that cannot be read, is still what the person means: the
    // check tells which.
    if (column.type === 'text' && isNamed && shareOf(column, (value) => /\d/.test(value)) >= 0.5)
      return { score: 0.1, reason: null }
    if (column.type !== 'number') return { score: null, reason: null }
    if (kind.integer && kind.max !== undefined) {
      // Averages of a service are no answers of one person.
      if (column.values.some(({ value }) => FRACTION.test(value.trim()))) return { score: null, reason: null }
      const isWithin = Number(column.first) >= (kind.min ?? 0) && Number(column.last) <= kind.max
      return isWithin && column.distinct <= kind.max - (kind.min ?? 0) + 1
        ? { score: 0.9, reason: { key: 'scores', low: kind.min ?? 0, high: kind.max } }
        : { score: null, reason: null }
    }
    return { score: 0.5, reason: null }
  }
  if (name === 'ref') {
    if (column.isCounter) return { score: null, reason: null }
    if (column.blank > 0.02 * context.rows || column.length > 60) return { score: 0.05, reason: null }
    if (ratio >= 0.98) {
      const isCode = column.values.length === 0 || context.rows < 1000
      return {
        score: 0.9,
        reason: { key: 'unique' },
        isTelling: isCode && column.type === 'number' && column.length > 4,
      }
    }
    return { score: 0.2, reason: null }
  }
  if (name === 'agency' || name === 'service') {
    // What an office wants speaks of services without being one.
    // Nor is how many there were of one.
    const header = plainHeader(column.header)
    if (AIM.test(header) || (column.type === 'number' && COUNT.test(header)))
      return { score: null, reason: null }
    const known = shareOf(column, name === 'agency' ? context.isAgency : context.isService)
    if (known >= 0.5)
      return {
        score: Math.max(0.8, known),
        reason: { key: name === 'agency' ? 'known-agencies' : 'known-services', percent: percent(known) },
        isTelling: known >= 0.8 && column.type === 'text',
      }
    if (column.values.length === 0 || (ratio > 0.5 && filled > 20)) return { score: 0.05, reason: null }
    const words = shareOf(column, (value) => (name === 'agency' ? OFFICE : SERVICE).test(value))
    if (words >= 0.5)
      return {
        score: 0.7 * words + 0.2,
        reason: { key: name === 'agency' ? 'office-words' : 'service-words', percent: percent(words) },
        isTelling: words >= 0.7,
      }
    return { score: column.type === 'number' ? 0.2 : 0.45, reason: null }
  }
  return { score: 0.4, reason: null }
}

const FRACTION = /^\d+[.,]\d*[1-9]\d*$/

const PERIOD =
  /^((19|20)\d\d([-/ ]?(Q[1-4]|S[12]|W\d\d|0?[1-9]|1[0-2]))?|(19|20)\d\d-\d\d-\d\d|[A-Za-z]+ (19|20)\d\d)$/
const OFFICE =
  /\b(dinas|badan|kantor|kecamatan|kelurahan|sekretariat|inspektorat|kementerian|puskesmas|rsud|satpol|department|dept|office|agency|ministry|bureau|division|authority)\b/i
const SERVICE =
  /\b(izin|ijin|surat|kartu|akta|rekomendasi|layanan|pelayanan|permohonan|pendaftaran|penerbitan|legalisasi|ktp|kk|nib|imb|pbg|sip|permit|licen[cs]e|certificate|registration|request|repair)\b/i

const AIM = /\b(sasaran|tujuan|(?<!jenis )kegiatan|program|objective|goal|aim)\b/

const COUNT = /^(jumlah|total|banyaknya|persentase|rata|rerata|nilai|number of|count)\b/

const isPlainNumber = ({ type }: ColumnProfile): boolean => type === 'number'

/** Share of the listed rows whose value is as asked. */
function shareOf({ values }: ColumnProfile, is: (value: string) => boolean): number {
  let [all, told] = [0, 0]
  for (const { value, count } of values) {
    all += count
    if (is(value)) told += count
  }
  return all === 0 ? 0 : told / all
}
