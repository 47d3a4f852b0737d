import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { DraftPreview } from '#shared/contract/draft.ts'
import type { Detection, DraftColumn, DraftField } from '#shared/contract/draft-detection.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { withoutPeriod } from '#shared/time/period-words.ts'
import { namedIndicatorsQuery } from '../../../api/indicators.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { CheckField } from '../../../ui/fields.tsx'
import { AddsField } from './AddsField.tsx'
import { BlankField } from './BlankField.tsx'
import { ConstantField } from './ConstantField.tsx'
import { cellText } from './cell-text.ts'
import {
  answerDates,
  columnOf,
  type DraftMapping,
  isFromRow,
  measureColumns,
  setColumn,
  setConstant,
  setCreate,
  setRefFromRow,
  templateOf,
} from './mapping-edit.ts'
import { NumberFields } from './NumberFields.tsx'
import { PeriodDayField } from './PeriodDayField.tsx'
import { textsAbove } from './texts-above.ts'
import { canWrite } from './write-blank.ts'
import { YearField } from './YearField.tsx'

const CONSTANT = '='
const WHOLE_ROW = '*'
const SPECIAL = '+'
/** Fields that are often the same in a whole file. */
const PLACES = ['agency', 'service', 'indicator'] as const
/** Below this a match is worth a look. */
const SURE = 0.6
const EXAMPLES = 2
/** Of columns that are one figure each, one of each. */
const MOST_EXAMPLES = 8

/** One field: the column that fills it, why, and how its values are understood. */
export function ColumnRow({
  field,
  label,
  hint,
  mapping,
  detection,
  problem,
  preview,
  filled,
  edit,
  fill,
}: {
  field: DraftField
  label: string
  hint: string | undefined
  mapping: DraftMapping
  detection: Detection
  problem: string | undefined
  preview: DraftPreview | undefined
  /** headers of columns whose blank cells take the value above them */
  filled: readonly string[]
  edit: (mapping: DraftMapping) => void
  fill: (headers: string[]) => void
}) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const own = useId()
  const [asksConstant, setAsksConstant] = useState(false)
  const { columns } = detection
  const column = columnOf(mapping, field.name, columns)
  const constant = mapping.constants?.[field.name]
  const spec = mapping.columns?.[field.name]
  const wide = measureColumns(mapping, field.name, columns)
  const isByIndicator = mapping.measures?.some((measure) => 'indicator' in measure)
  const isNowhere = column === null && spec === undefined && constant === undefined && wide.length === 0
  const isDated = columns.some(({ type }) => type === 'date')
  // A file of one office does not name it, and a sheet of one period no day: then it is asked for at once.
  const isAsked = PLACES.some((one) => one === field.name) || (field.type === 'date' && !isDated)
  const wantsConstant = asksConstant || (isNowhere && problem !== undefined && isAsked)
  const template = templateOf(spec)
  const match = detection.matches.find(
    (one) =>
      one.field === field.name &&
      (template === null ? one.column === (column ?? wide[0])?.number : one.how === 'content'),
  )
  const asksDates = field.type === 'date' && (column?.dates?.choices.length ?? 0) > 0
  const isDoubtful = match !== undefined && match.confidence < SURE
  const value =
    wantsConstant || constant !== undefined
      ? CONSTANT
      : field.name === 'ref' && isFromRow(mapping)
        ? WHOLE_ROW
        : column
          ? String(column.number)
          : spec !== undefined || wide.length > 0
            ? SPECIAL
            : ''
  const choose = (chosen: string) => {
    setAsksConstant(chosen === CONSTANT)
    if (chosen === CONSTANT || chosen === SPECIAL) return
    if (chosen === WHOLE_ROW) edit(setRefFromRow(mapping, columns))
    else {
      const picked = columns.find(({ number }) => String(number) === chosen) ?? null
      edit(setColumn(mapping, field.name, picked, field.type === 'number'))
    }
  }
  const isFilled = column !== null && filled.includes(column.header)
  const isFillable =
    isFilled ||
    (column !== null &&
      column.header !== '' &&
      column.blank > 0 &&
      column.distinct > 0 &&
      PLACES.some((one) => one === field.name))
  const nameOfColumn = ({ header, number, isDoubled }: DraftColumn) =>
    header === '' || isDoubled ? `${header} ${words.nthColumn(format.number(number))}`.trim() : header
  const described = [hint && `${own}-hint`, problem && `${own}-problem`, `${own}-examples`].filter(Boolean)
  return (
    <li className={problem ? 'import-field import-field-open' : 'import-field'}>
      <div className="import-field-name">
        <label htmlFor={`field-${field.name}`}>{label}</label>
        {hint && (
          <p id={`${own}-hint`} className="form-hint">
            {hint}
          </p>
        )}
      </div>
      <div className="import-field-source">
        <select
          id={`field-${field.name}`}
          value={value}
          aria-describedby={described.join(' ')}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{words.noColumn}</option>
          {columns
            .filter(({ isReason }) => !isReason)
            .map((one) => (
              <option key={one.number} value={String(one.number)}>
                {nameOfColumn(one)}
              </option>
            ))}
          {field.name === 'ref' ? (
            <option value={WHOLE_ROW}>{words.wholeRow}</option>
          ) : (
            <option value={CONSTANT}>{words.sameForAll}</option>
          )}
          {value === SPECIAL && (
            <option value={SPECIAL}>
              {wide.length > 0
                ? (isByIndicator ? words.figureColumns : words.wide)(
                    nameOfColumn(wide[0]!),
                    nameOfColumn(wide.at(-1)!),
                    format.number(wide.length),
                  )
                : Array.isArray(spec)
                  ? words.several2(spec.join(' / '))
                  : template !== null
                    ? words.several2(template.map((part) => kinds.names[part] ?? part).join(' + '))
                    : words.several}
            </option>
          )}
        </select>
        {problem && !asksDates && (
          <p id={`${own}-problem`} className="form-error">
            {isNowhere ? (field.name === 'ref' ? words.needsColumn : words.needsColumnOrValue) : problem}
          </p>
        )}
        {match && (
          <p className={isDoubtful ? 'import-doubt' : 'form-hint'}>
            {isDoubtful && <strong>{words.doubtful}: </strong>}
            {match.reason}
          </p>
        )}
        {field.name === 'period' && <YearField mapping={mapping} edit={edit} />}
        {value === CONSTANT && field.name === 'answeredAt' && (
          <PeriodDayField
            name={field.name}
            day={constant === undefined ? '' : String(constant)}
            detection={detection}
            onSet={(day) => {
              setAsksConstant(false)
              edit(setConstant(mapping, field.name, day))
            }}
          />
        )}
        {value === CONSTANT && field.name !== 'answeredAt' && (
          <ConstantField
            field={field}
            label={words.constant(label)}
            value={constant === undefined ? '' : String(constant)}
            guess={field.name === 'agency' ? officeAbove(detection) : undefined}
            onSet={(given, isNew) => {
              setAsksConstant(false)
              const set = setConstant(mapping, field.name, given)
              const kind = PLACES.find((one) => one === field.name)
              edit(isNew && kind ? setCreate(set, kind, true) : set)
            }}
          />
        )}
        {field.name === 'indicator' && constant !== undefined && (
          <NewIndicatorField name={String(constant)} mapping={mapping} edit={edit} />
        )}
        <NumberFields
          field={field}
          columns={column ? [column] : wide}
          mapping={mapping}
          detection={detection}
          edit={edit}
        />
        {column && isFillable && (
          <CheckField
            name={`fill-${field.name}`}
            label={words.fillDown}
            isChecked={isFilled}
            onChange={(isOn) =>
              fill(isOn ? [...filled, column.header] : filled.filter((one) => one !== column.header))
            }
          />
        )}
        {column && canWrite(mapping, field.name, columns) && (
          <BlankField field={field} label={label} blank={column.blank} mapping={mapping} edit={edit} />
        )}
        {column && (
          <DateQuestion column={column} mapping={mapping} detection={detection} field={field} edit={edit} />
        )}
      </div>
      <Examples
        id={`${own}-examples`}
        field={field}
        column={column}
        preview={preview}
        most={isByIndicator ? Math.min(wide.length, MOST_EXAMPLES) : EXAMPLES}
      />
    </li>
  )
}

/** An indicator for all rows that nothing has yet. */
function NewIndicatorField(asked: Parameters<typeof AddsField>[0]) {
  const { data: known } = useQuery(namedIndicatorsQuery)
  const isKnown = known?.some(({ code, name }) => code === asked.name || name === asked.name) ?? true
  return isKnown || !asked.mapping.create?.includes('indicator') ? null : <AddsField {...asked} />
}

/** What the first values of a column become; for a column without a preview, what it holds. */
function Examples({
  id: own,
  field,
  column,
  preview,
  most,
}: {
  id: string
  field: DraftField
  column: DraftColumn | null
  preview: DraftPreview | undefined
  /** examples */
  most: number
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const textOf = (value: string | number) =>
    field.type === 'choice' ? (kinds.choices[value] ?? String(value)) : cellText(field, value, format)
  const figureOf = (value: string | number, unit: string | null | undefined) =>
    unit === 'ratio' && typeof value === 'number'
      ? `${format.percent(value, 2)} (${cellText(field, value, format)})`
      : textOf(value)
  const seen = new Map<string, string>()
  let wrong: string | null = null
  for (const { cells } of preview?.rows ?? []) {
    const cell = cells[field.name]
    if (!cell || cell.raw === null) continue
    if (cell.issue && cell.value === null) wrong ??= cell.raw
    else if (seen.size < most)
      seen.set(cell.raw, cell.value === null ? words.blankCell : figureOf(cell.value, cell.unit))
  }
  const isPlain = field.type === 'text'
  return (
    <div id={own} className="import-field-examples">
      {seen.size === 0 && !wrong && column && (
        <span className="muted">{column.samples.slice(0, EXAMPLES).join(' · ')}</span>
      )}
      {[...seen].map(([raw, value]) => (
        <span key={raw} className="import-example">
          {isPlain || raw === value ? (
            raw
          ) : (
            <>
              <span aria-hidden="true">
                {raw} <span className="muted">→</span> <strong>{value}</strong>
              </span>
              <span className="visually-hidden">{words.understood(raw, value)}</span>
            </>
          )}
        </span>
      ))}
      {wrong && (
        <span className="import-example import-wrong">
          {wrong}: {words.notUnderstood}
        </span>
      )}
    </div>
  )
}

/** 01/02: the one thing that only the person knows. */
function DateQuestion({
  column,
  mapping,
  detection,
  field,
  edit,
}: {
  column: DraftColumn
  mapping: DraftMapping
  detection: Detection
  field: DraftField
  edit: (mapping: DraftMapping) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const name = useId()
  const choices = column.dates?.choices ?? []
  if (choices.length === 0 || field.type !== 'date') return null
  const spec = mapping.columns?.[field.name]
  const chosen = typeof spec === 'object' && !Array.isArray(spec) ? JSON.stringify(spec.datetime) : undefined
  return (
    <fieldset className="form-group import-question">
      <legend>{words.dateQuestion(column.header, choices[0]!.example)}</legend>
      {choices.map((choice, way) => (
        <label key={choice.reads} className="form-check">
          <input
            type="radio"
            name={name}
            checked={chosen === JSON.stringify(choice.patterns)}
            onChange={() => edit(answerDates(mapping, column, way, detection.columns))}
          />
          <span>{format.date(choice.reads.slice(0, 10))}</span>
        </label>
      ))}
    </fieldset>
  )
}

const OFFICE =
  /\b(dinas|badan|kantor|kecamatan|kelurahan|desa|kementerian|rsud|puskesmas|uptd?|satuan|sekretariat)\b/i

/** The office that the title above a table names, without what it is called there and of when the table is:
 *  `Unit Pelayanan : Puskesmas`, `Dinas Sosial Tahun 2026`. */
function officeAbove(detection: Detection): string | undefined {
  const found = textsAbove(detection).find((cell) => OFFICE.test(cell) && cell.length < 100)
  return found && withoutPeriod(found.replace(/^[\w .]{1,30}: */, ''))
}
