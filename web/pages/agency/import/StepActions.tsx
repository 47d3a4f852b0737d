import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useWords } from '../../../i18n.tsx'

/** The one way on from a step, and the way back. */
export function StepActions({
  next,
  onNext,
  onBack,
  isBusy = false,
}: {
  next: string
  onNext: () => void
  onBack?: () => void
  isBusy?: boolean
}) {
  const words = useWords({ id, en })
  return (
    <div className="actions import-actions">
      <button type="button" className="primary" aria-disabled={isBusy} onClick={() => !isBusy && onNext()}>
        {isBusy ? words.saving : next}
      </button>
      {onBack && (
        <button type="button" onClick={onBack}>
          {words.back}
        </button>
      )}
    </div>
  )
}
