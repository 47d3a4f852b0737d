import { useId } from 'react'
import { forms as en } from '#shared/i18n/en/desk/forms.ts'
import { forms as id } from '#shared/i18n/id/desk/forms.ts'
import { type Grain, listPeriods, parsePeriod } from '#shared/time/period.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import { SelectField, TextField } from '../ui/fields.tsx'
import { VIEW_GRAINS } from '../view.ts'

/** What is chosen so far; `year` as it is typed. */
export interface PeriodChoice {
  grain: Grain
  year: string
  /** which part of the year, from 1 */
  part: string
}

/** A period by its length, year and part, each in words of the page: no browser has a month picker that reads in a
 *  language one can choose. The names of its controls begin with `name`. */
export function PeriodField({
  name,
  value,
  onChange,
}: {
  name: string
  value: PeriodChoice
  onChange: (value: PeriodChoice) => void
}) {
  const { t, format } = useLanguage()
  const words = useWords({ id, en })
  const hintId = useId()
  const period = periodOfChoice(value)
  // Names of months and quarters do not depend on the year.
  const parts = value.grain === 'year' ? [] : listPeriods('2001-01-01', '2001-12-31', value.grain)
  return (
    <fieldset className="form-group" aria-describedby={hintId}>
      <legend>{words.period}</legend>
      <div className="form-row">
        <SelectField
          name={`${name}Grain`}
          label={t.grain}
          value={value.grain}
          choices={VIEW_GRAINS.map((grain) => ({ value: grain, label: t.grains[grain] }))}
          onChange={(grain) => onChange({ ...value, grain: grain as Grain, part: '1' })}
        />
        {value.grain !== 'year' && (
          <SelectField
            name={`${name}Part`}
            label={words.part}
            value={value.part}
            choices={parts.map((one, i) => ({
              value: String(i + 1),
              label: format.period(one.period).replace(' 2001', ''),
            }))}
            onChange={(part) => onChange({ ...value, part })}
          />
        )}
        <TextField
          name={name}
          label={words.year}
          value={value.year}
          maxLength={4}
          onChange={(year) => onChange({ ...value, year })}
        />
      </div>
      <p className="form-echo" id={hintId} aria-live="polite">
        {period && format.period(period)}
      </p>
    </fieldset>
  )
}

/** The period that is chosen; null while its year is none. */
export function periodOfChoice({ grain, year, part }: PeriodChoice): string | null {
  if (!/^(19|20|21)\d\d$/.test(year)) return null
  return grain === 'year'
    ? year
    : (listPeriods(`${year}-01-01`, `${year}-12-31`, grain)[Number(part) - 1]?.period ?? null)
}

/** A period as choices; one that agencies gave themselves has none. */
export function choiceOfPeriod(period: string): PeriodChoice {
  const span = parsePeriod(period)
  const year = period.slice(0, 4)
  if (!span || span.grain === 'year') return { grain: 'year', year, part: '1' }
  const at = listPeriods(`${year}-01-01`, `${year}-12-31`, span.grain).findIndex(
    (one) => one.period === period,
  )
  return { grain: span.grain, year, part: String(at + 1) }
}
