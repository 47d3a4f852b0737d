import type { DraftPreview } from '#shared/contract/draft.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { cellText } from './cell-text.ts'

/** The first rows as they are understood; what was not says why. */
export function PreviewTable({ preview, dataset }: { preview: DraftPreview; dataset: Dataset | null }) {
  const words = useWords({ id, en })
  const kinds = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  return (
    <section className="table-scroll" tabIndex={0} aria-label={words.preview}>
      <table className="import-preview">
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            {preview.fields.map((field) => (
              <th key={field} scope="col">
                {fieldName(kinds, dataset, field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map(({ row, state, cells, issues }) => (
            <tr key={row} className={state === 'accepted' ? undefined : 'import-row-out'}>
              <th scope="row">
                {format.number(row)}
                {state !== 'accepted' && <span className="form-hint"> {words.state[state]}</span>}
              </th>
              {preview.fields.map((field) => {
                const cell = cells[field]
                const isDate = /(At|On)$/.test(field)
                const isShare = cell?.unit === 'ratio' && typeof cell.value === 'number'
                const shown = isShare
                  ? format.percent(Number(cell.value), 2)
                  : cell?.value === null || cell?.value === undefined
                    ? null
                    : (kinds.choices[cell.value] ??
                      cellText({ type: isDate ? 'date' : 'text' }, cell.value, format))
                return (
                  <td key={field}>
                    {shown ??
                      (cell?.raw ? <s>{cell.raw}</s> : <span className="muted">{words.blankCell}</span>)}
                    {cell?.issue && <p className="form-error">{cell.issue.message}</p>}
                  </td>
                )
              })}
              {issues.length > 0 && <td className="form-error">{issues.join(' ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
