import { useState } from 'react'
import type { Detection } from '#shared/contract/draft-detection.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { toldPeriod } from '#shared/time/period-words.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import {
  choiceOfPeriod,
  type PeriodChoice,
  PeriodField,
  periodOfChoice,
} from '../../../parts/PeriodField.tsx'
import { textsAbove } from './texts-above.ts'

/** One period for a whole sheet that says no dates: kept as its last day, or as today while it is not over. */
export function PeriodDayField({
  name,
  day,
  detection,
  onSet,
}: {
  name: string
  /** that is kept so far; blank: none */
  day: string
  detection: Detection
  onSet: (day: string) => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const [choice, setChoice] = useState(() => choiceOf(day, detection))
  const choose = (next: PeriodChoice) => {
    setChoice(next)
    const span = parsePeriod(periodOfChoice(next) ?? '')
    if (!span) return
    const today = new Date().toISOString().slice(0, 10)
    onSet(span.endsOn < today ? span.endsOn : today)
  }
  return (
    <div className="import-constant">
      <p className="form-hint">{words.surveyPeriod}</p>
      <PeriodField name={name} value={choice} onChange={choose} />
      {day !== '' && <p className="form-hint">{words.surveyDay(format.date(day))}</p>}
    </div>
  )
}

/** The period that the sheet tells where it is the one that is kept, else a quarter: surveys are mostly worked out so. */
function choiceOf(day: string, detection: Detection): PeriodChoice {
  const told = toldPeriod(textsAbove(detection))
  if (told?.period && (day === '' || parsePeriod(told.period)?.endsOn === day))
    return choiceOfPeriod(told.period)
  if (day === '') return { grain: 'quarter', year: '', part: '1' }
  const month = Number(day.slice(5, 7))
  return month % 3 === 0
    ? { grain: 'quarter', year: day.slice(0, 4), part: String(month / 3) }
    : { grain: 'month', year: day.slice(0, 4), part: String(month) }
}
