import type { Dataset } from '#shared/contract/import.ts'
import { toldPeriod } from '#shared/time/period-words.ts'
import type { DatasetField } from '../datasets/fields.ts'
import { DATASET_WORDS, plainHeader } from './field-words.ts'
import { matchIndicatorColumns } from './indicator-columns.ts'
import { type MatchContext, matchColumns } from './match-columns.ts'
import { matchPeriods } from './match-periods.ts'
import { findWide } from './period-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** How well the columns fit a dataset: its required fields found, and words that only it uses. */
export function guessDataset(
  dataset: Dataset,
  columns: readonly ColumnProfile[],
  context: MatchContext,
  fields: readonly DatasetField[],
  around: readonly string[],
) {
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
  const isAnswered = fields.some(
    ({ name, kind }) => kind.type === 'number' && name !== 'weight' && sure(name) > 0,
  )
  // Months as columns are figures, not rows of cases or of answers. Nor is what was agreed on
  // what came of it, or a day without answers a survey, or what many have answered the answer of one.
  const isUnlike = needsFigure
    ? !hasFigure || (dataset === 'values' && isAgreed(around, words))
    : findWide(columns) !== null || (dataset === 'surveys' && (!isAnswered || isOfMany(columns)))
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

/** Whether a title says that the figures are targets, and nothing speaks of what came of them. */
const isAgreed = (around: readonly string[], words: readonly string[]): boolean =>
  around.some((text) => AGREED.test(plainHeader(text))) && !words.some((text) => CAME.test(text))

/** Whether each row is of several respondents: it says how many, or its elements are averages. */
const isOfMany = (columns: readonly ColumnProfile[]): boolean =>
  columns.some(({ header, type }) => type === 'number' && RESPONDENTS.test(plainHeader(header))) ||
  columns.filter(({ header, values }) => ELEMENT.test(plainHeader(header)) && values.some(isAverage)).length >
    1

const RESPONDENTS = /\b(jumlah|jml|banyak(nya)?|total|n|nomor of|count of)( \w+)? (responden|respondents?)\b/
const ELEMENT = /^(nilai |nrr |rata rata )?(unsur )?u ?\d$/
const isAverage = ({ value }: { value: string }): boolean => /^\d[.,]\d*[1-9]\d*$/.test(value.trim())

const AGREED = /\b(perjanjian kinerja|penetapan kinerja|rencana (aksi|kinerja)|target)\b/
const CAME = /\b(realisasi|capaian|pencapaian|hasil|actual|achievement)\b/
