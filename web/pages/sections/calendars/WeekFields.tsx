import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { useWords } from '../../../i18n.tsx'
import { CheckField } from '../../../ui/fields.tsx'

/** The days of the week that are worked, and whether joint leave is. */
export function WeekFields({
  weekdays,
  worksJointLeave,
  onWeekdays,
  onJointLeave,
}: {
  weekdays: readonly boolean[]
  worksJointLeave: boolean
  onWeekdays: (weekdays: boolean[]) => void
  onJointLeave: (works: boolean) => void
}) {
  const words = useWords({ id, en }).calendars
  return (
    <fieldset className="form-group">
      <legend>{words.workedDays}</legend>
      {words.weekdays.map((name, i) => (
        <CheckField
          key={name}
          name={`weekday-${i}`}
          label={name}
          isChecked={weekdays[i] ?? false}
          onChange={(works) => onWeekdays(weekdays.map((before, at) => (at === i ? works : before)))}
        />
      ))}
      <CheckField
        name="worksJointLeave"
        label={words.worksJointLeave}
        isChecked={worksJointLeave}
        onChange={onJointLeave}
      />
    </fieldset>
  )
}
