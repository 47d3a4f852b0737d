import { useQuery } from '@tanstack/react-query'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { agenciesQuery } from '../../../api/entities.ts'
import { useWords } from '../../../i18n.tsx'
import { AgencyField } from '../../../parts/AgencyField.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { useAgencyNames, useStateWord } from './CheckList.tsx'

/** Agencies that have delivered and whose new months are released as missing all the same, each with its reason. */
export function HoldBack({
  present,
  months,
  held,
  reasons,
  hold,
  explain,
}: {
  present: readonly string[]
  months: readonly string[]
  held: readonly string[]
  reasons: Record<string, string>
  hold: (held: string[]) => void
  explain: (agency: string, reason: string) => void
}) {
  const words = useWords({ id, en }).freeze
  const nameOf = useAgencyNames()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const stateWord = useStateWord()
  const stateOf = (agency: string) =>
    months.map((month) => stateWord(agency, month)).find((word) => word !== undefined)
  const choices = agencies.filter(({ code }) => present.includes(code) && !held.includes(code))
  return (
    <fieldset className="form-group">
      <legend>{words.hold}</legend>
      <p className="form-hint">{words.holdHint}</p>
      {held.map((agency) => (
        <div key={agency}>
          <TextField
            name={`late.${agency}`}
            label={words.lateReason(nameOf(agency))}
            {...(stateOf(agency) && { hint: stateOf(agency) })}
            maxLength={500}
            value={reasons[agency] ?? ''}
            onChange={(reason) => explain(agency, reason)}
          />
          <div className="actions">
            <button
              type="button"
              className="quiet"
              onClick={() => hold(held.filter((one) => one !== agency))}
            >
              {words.unhold(nameOf(agency))}
            </button>
          </div>
        </div>
      ))}
      {choices.length > 0 && (
        <AgencyField
          key={held.length}
          name="hold"
          label={words.hold}
          optional={words.holdChoose}
          agencies={choices}
          value=""
          onChange={(agency) => agency && hold([...held, agency])}
        />
      )}
    </fieldset>
  )
}
