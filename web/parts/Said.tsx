import type { Explanation } from '#shared/contract/target.ts'
import { useLanguage } from '../i18n.tsx'

/** What an agency says of a target that it missed: why, what is done, by when. */
export function Said({ explanation }: { explanation: Explanation }) {
  const { t, format } = useLanguage()
  const { text, action, dueOn } = explanation
  return (
    <p className="said">
      <strong>{t.said.why}:</strong> {text}
      {action && (
        <>
          {' '}
          <strong>{t.said.done}:</strong> {action}
        </>
      )}
      {dueOn && ` (${t.said.dueOn(format.date(dueOn))})`}
    </p>
  )
}
