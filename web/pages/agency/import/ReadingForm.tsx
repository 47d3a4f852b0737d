import { useId, useState } from 'react'
import type { Draft } from '#shared/contract/draft.ts'
import type { ReadingOptions } from '#shared/contract/draft-detection.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { SelectField, TextField } from '../../../ui/fields.tsx'
import { useDraftChange } from './use-draft-change.tsx'

const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
const DELIMITERS = [',', ';', '\t', '|'] as const
/** Rows to pick the header from. */
const HEAD_SHOWN = 12

/** How the file is read, for when that was not found out rightly. */
export function ReadingForm({ draft, isOpen = false }: { draft: Draft; isOpen?: boolean }) {
  const words = useWords({ id, en })
  const { change, failure } = useDraftChange(draft)
  const { detection, reading } = draft
  const formatName = detection?.format ?? formatOf(draft.files[0]?.name ?? '')
  const [records, setRecords] = useState(reading.records ?? '')
  const set = (more: ReadingChange) => void change({ reading: withChange(reading, more) })
  const isText = formatName === 'csv'
  const isSheet = formatName === 'xlsx' || formatName === 'ods'
  const found = (what: string | null | undefined) => (what ? words.detectedAs(what) : words.automatic)
  if (formatName === 'parquet') return null
  return (
    <details className="import-more" open={isOpen}>
      <summary>{words.readOtherwise}</summary>
      {failure}
      <div className="form">
        {(isSheet || isText) && detection && detection.head.length > 1 && (
          <HeaderRowField
            head={detection.head.slice(0, HEAD_SHOWN)}
            row={detection.headerRow ?? 1}
            onChange={(headerRow) => set({ headerRow, fillDown: undefined })}
          />
        )}
        {(isText || formatName === 'ndjson' || formatName === 'json') && (
          <SelectField
            name="encoding"
            label={words.encoding}
            value={reading.encoding ?? ''}
            onChange={(encoding) => set({ encoding })}
            empty={found(detection?.encoding)}
            choices={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
          />
        )}
        {isText && (
          <SelectField
            name="delimiter"
            label={words.delimiter}
            value={reading.delimiter ?? ''}
            onChange={(delimiter) => set({ delimiter })}
            empty={found(detection?.delimiter && words.delimiters[detection.delimiter])}
            choices={DELIMITERS.map((value) => ({ value, label: words.delimiters[value]! }))}
          />
        )}
        <SelectField
          name="decimal"
          label={words.decimal}
          value={reading.decimal ?? ''}
          onChange={(decimal) => set({ decimal, thousands: undefined })}
          empty={found(detection && words.decimals[detection.decimal])}
          choices={([',', '.'] as const).map((value) => ({ value, label: words.decimals[value] }))}
        />
        {formatName === 'json' && (
          <>
            <TextField
              name="records"
              label={words.records}
              hint={words.recordsHint}
              value={records}
              onChange={setRecords}
            />
            <button type="button" onClick={() => set({ records: records.trim() })}>
              {words.apply}
            </button>
          </>
        )}
      </div>
    </details>
  )
}

type ReadingChange = { [Key in keyof ReadingOptions]?: ReadingOptions[Key] | string | undefined }

function withChange(reading: ReadingOptions, more: ReadingChange): ReadingOptions {
  const given = Object.entries({ ...reading, ...more }).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  return Object.fromEntries(given) as ReadingOptions
}

/** As the value of a choice: all sheets with the same columns. No sheet may be called so. */
const TOGETHER = '[]'

/** Which sheet of a workbook is read, or which ones together, where it has several. */
export function SheetField({ draft }: { draft: Draft }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { change, failure } = useDraftChange(draft)
  const { detection, reading } = draft
  if (!detection || detection.sheets.length < 2) return null
  const { together, sheet, sheets } = detection
  const read = reading.sheets ? Object.keys(reading.sheets.values) : [sheet]
  const left = sheets.flatMap(({ name, isHidden }) => (isHidden || read.includes(name) ? [] : [name]))
  const choose = (value: string) => {
    const chosen =
      value === TOGETHER && together
        ? { sheet: undefined, sheets: together }
        : { sheet: value, sheets: undefined }
    // The row of the header is that of another sheet, and so are its blocks.
    const found = { headerRow: undefined, fillDown: undefined, blocks: undefined }
    void change({ reading: withChange(reading, { ...found, ...chosen }) })
  }
  return (
    <>
      {failure}
      <SelectField
        name="sheet"
        label={words.sheet}
        value={reading.sheets ? TOGETHER : (sheet ?? '')}
        onChange={choose}
        choices={[
          ...(together
            ? [
                {
                  value: TOGETHER,
                  label: words.sheetsTogether(format.number(Object.keys(together.values).length)),
                },
              ]
            : []),
          ...sheets.map(({ name, isHidden }) => ({
            value: name,
            label: isHidden ? words.sheetHidden(name) : name,
          })),
        ]}
        hint={reading.sheets ? words.sheetsRead(left) : left.length > 0 ? words.sheetsLeft(left) : undefined}
      />
    </>
  )
}

function formatOf(name: string): 'csv' | 'xlsx' | 'ods' | 'json' | 'ndjson' | 'parquet' {
  if (/\.xlsx$/i.test(name)) return 'xlsx'
  if (/\.ods$/i.test(name)) return 'ods'
  if (/\.parquet$/i.test(name)) return 'parquet'
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return 'ndjson'
  return /\.json(\.gz)?$/i.test(name) ? 'json' : 'csv'
}

function HeaderRowField({
  head,
  row,
  onChange,
}: {
  head: NonNullable<Draft['detection']>['head']
  row: number
  onChange: (row: number) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const name = useId()
  return (
    <fieldset className="form-group">
      <legend>{words.headerRow}</legend>
      <div className="import-head">
        {head.map(({ row: at, cells }) => (
          <label key={at} className="form-check">
            <input type="radio" name={name} checked={row === at} onChange={() => onChange(at)} />
            <span>
              <span className="muted">{words.rowNumber(format.number(at))}</span>{' '}
              {cells.filter((cell) => cell !== '').join(' · ') || words.blankCell}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
