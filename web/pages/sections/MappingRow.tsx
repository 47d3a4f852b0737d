import { useQueryClient } from '@tanstack/react-query'
import { fields as fieldsEn } from '#shared/i18n/en/desk/fields.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { mappings as en } from '#shared/i18n/en/desk/mappings.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields as fieldsId } from '#shared/i18n/id/desk/fields.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { mappings as id } from '#shared/i18n/id/desk/mappings.ts'
import { mappingPath, mappingsQuery, type RememberedMapping } from '../../api/mappings.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

interface MappingRowProps {
  mapping: RememberedMapping
  title: string
  agency: string
  onForget: () => void
}

/** One remembered mapping: where it is of, what its columns mean, its name. */
export function MappingRow({ mapping, title, agency, onForget }: MappingRowProps) {
  const words = useWords({ id, en })
  const fieldWords = useWords({ id: fieldsId, en: fieldsEn })
  const { format } = useLanguage()
  const { dataset, headers, columns } = mapping
  return (
    <li className="desk-row">
      <p>
        <strong>{title}</strong>
        {mapping.name !== null && ` · ${fieldWords.datasets[dataset]}`} · {agency}
        <br />
        <span className="muted">
          {words.headers(headers.length)} · {words.used(format.instant(mapping.at), mapping.by)}
        </span>
      </p>
      <details className="desk-more">
        <summary>
          {words.matched}
          <span className="visually-hidden"> ({title})</span>
        </summary>
        <div className="table-scroll">
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{words.header}</th>
                <th scope="col" className="note">
                  {words.meaning}
                </th>
              </tr>
            </thead>
            <tbody>
              {headers.map((header, i) => {
                const meanings = columns.filter(
                  ({ from }) => from.includes(header) || from.includes(`${i + 1}`),
                )
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file stay where they are
                  <tr key={i}>
                    <th scope="row">{header}</th>
                    <td className="note">
                      {meanings.length > 0 ? (
                        meanings.map(({ field }) => fieldName(fieldWords, dataset, field)).join(', ')
                      ) : (
                        <span className="muted">{words.unused}</span>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </details>
      <details className="desk-more">
        <summary>
          {words.rename}
          <span className="visually-hidden"> ({title})</span>
        </summary>
        <NameForm mapping={mapping} />
      </details>
      <button type="button" onClick={onForget}>
        {words.forget}
        <span className="visually-hidden"> {title}</span>
      </button>
    </li>
  )
}

function NameForm({ mapping }: { mapping: RememberedMapping }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm({
    initial: { name: mapping.name ?? '' },
    check: (): Record<string, string> => ({}),
    async send({ name }) {
      await sendJson('PATCH', mappingPath(mapping.id), { name: name.trim() || null })
      say(words.named)
      await client.invalidateQueries({ queryKey: mappingsQuery.queryKey })
      form.reset({ name: name.trim() })
    },
  })
  return (
    <Form
      label={words.rename}
      summary={forms.summary}
      errors={form.errors}
      failure={form.failure}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <TextField
        name="name"
        label={words.name}
        hint={words.nameHint}
        optional={forms.optional}
        maxLength={100}
        value={form.values.name}
        onChange={(name) => form.set('name', name)}
      />
      <div className="actions">
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {words.save}
        </SubmitButton>
      </div>
    </Form>
  )
}
