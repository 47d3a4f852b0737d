import type { ReactNode } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import type { Explanation } from '#shared/contract/target.ts'
import { StatusMark } from '../charts/marks/StatusMark.tsx'
import { useLanguage } from '../i18n.tsx'
import { Said } from './Said.tsx'
import { targetText } from './target-text.ts'

/** A figure held against what was promised: whether that is met, the target, and the achievement, with what the agency
 *  says of a miss. Nothing without one. */
export function TargetHeld({
  reading,
  explanation,
}: {
  reading: Reading
  explanation?: Explanation | undefined
}) {
  const language = useLanguage()
  const { t, format } = language
  const { target, status, achievement, unit } = reading
  if (!target || !status) return null
  const asides = [
    target.cumulative && t.control.cumulative,
    target.provenance === 'placeholder' && t.control.placeholder,
  ].filter(Boolean)
  const aside = asides.length > 0 ? ` (${asides.join('; ')})` : ''
  return (
    <>
      <p className="held">
        <StatusMark status={status} />
        <span>
          <strong>{t.status[status]}</strong>: {t.control.target.toLowerCase()} {format.period(target.period)}{' '}
          {targetText(language, unit, target)}
          {aside}
          {achievement && achievement.value !== null && (
            <>; {t.achievement(format.value('percent', achievement.value))}</>
          )}
        </span>
      </p>
      {explanation && status === 'not-met' && <Said explanation={explanation} />}
    </>
  )
}

/** The same in the cell of a table; of a missing figure, which says itself why, only the target. `assured`: a mark that
 *  stands beside it. */
export function TargetCell({ reading, assured }: { reading: Reading; assured: ReactNode }) {
  const language = useLanguage()
  const { t, format } = language
  const { target, status, achievement, unit, value } = reading
  if (!target || !status) return null
  return (
    <>
      {value !== null && (
        <span className="cell-held">
          <StatusMark status={status} /> <span>{t.status[status]}</span> {assured}
        </span>
      )}
      <span className="cell-interval cell-target">
        {t.control.target.toLowerCase()} {targetText(language, unit, target)}
      </span>
      {achievement && achievement.value !== null && (
        <span className="cell-interval cell-target">
          {t.achievement(format.value('percent', achievement.value))}
        </span>
      )}
    </>
  )
}
