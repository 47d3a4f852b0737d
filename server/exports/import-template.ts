import { FIELDS } from '#shared/contract/dataset-fields.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { fields as en } from '#shared/i18n/en/desk/fields.ts'
import { template as templateEn } from '#shared/i18n/en/template.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as id } from '#shared/i18n/id/desk/fields.ts'
import { template as templateId } from '#shared/i18n/id/template.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { CHANNELS } from '#shared/rollups/cell.ts'
import { type SheetColumn, type SheetContent, writeWorkbook } from './writers/xlsx.ts'

// A spreadsheet to fill in: one sheet with the right columns and nothing else, one that says what they mean. Examples
// stand on the second only, so that none is ever taken for data.

/** Fields that most offices have, beside the required ones; the import takes the others as well. */
const COMMON: Partial<Record<Dataset, readonly string[]>> = {
  cases: ['completedAt', 'dueAt', 'channel', 'outcome'],
  surveys: [
    'requirements',
    'procedure',
    'time',
    'cost',
    'product',
    'competence',
    'behaviour',
    'complaints',
    'facilities',
  ],
  complaints: ['resolvedAt', 'class'],
  targets: ['value', 'service'],
  costs: ['cost', 'staff'],
  innovations: ['service', 'stage', 'aim', 'benefit'],
  values: ['value', 'service'],
}

const CHOICES: Record<string, readonly string[]> = {
  channel: CHANNELS,
  outcome: ['completed', 'rejected', 'withdrawn'],
  class: ['information', 'no-oversight', 'oversight'],
}

const EXAMPLES: Record<string, string> = {
  ref: '2026-000123',
  submittedAt: '2026-03-02',
  completedAt: '2026-03-05',
  dueAt: '2026-03-09',
  answeredAt: '2026-03-05',
  receivedAt: '2026-03-02',
  resolvedAt: '2026-03-05',
  startedOn: '2025-01-15',
  period: '2026-03',
  indicator: 'received',
  kind: 'min',
  value: '125',
  cost: '15000000',
  staff: '12',
}

const isDate = (field: string): boolean => /(At|On)$/.test(field)

/** A template of a dataset, in the words of a language. */
export function importTemplate(dataset: Dataset, locale: Locale): Promise<Uint8Array> {
  const words = locale === 'en' ? en : id
  const texts = locale === 'en' ? templateEn : templateId
  const required = FIELDS[dataset].required
  const fields = [...required, ...(COMMON[dataset] ?? [])]
  const choicesOf = (field: string) => CHOICES[field]?.map((choice) => words.choices[choice] ?? choice)
  const example = (field: string) =>
    choicesOf(field)?.[0] ?? texts.examples[field] ?? EXAMPLES[field] ?? (dataset === 'surveys' ? '3' : '')
  const columns = fields.map(
    (field): SheetColumn => ({
      header: fieldName(words, dataset, field),
      format: isDate(field) ? 'date' : field === 'ref' ? 'text' : undefined,
      choices: choicesOf(field),
    }),
  )
  const help: SheetContent = {
    name: texts.helpSheet,
    columns: [
      { header: texts.column, width: 26 },
      { header: texts.needed, width: 12 },
      { header: texts.meaning, width: 70 },
      { header: texts.example, width: 24, format: 'text' },
    ],
    rows: fields.map((field) => [
      fieldName(words, dataset, field),
      required.includes(field) ? texts.yes : '',
      [words.hints[field], choicesOf(field)?.join(', ')].filter(Boolean).join(' '),
      example(field),
    ]),
  }
  return writeWorkbook([{ name: texts.dataSheet, columns, rows: [] }, help])
}
