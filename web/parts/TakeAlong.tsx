import { lazy, Suspense, useState } from 'react'
import { useLanguage } from '../i18n.tsx'
import type { Taken } from './TakeAlongPanel.tsx'

const TakeAlongPanel = lazy(() => import('./TakeAlongPanel.tsx'))

/** The other formats of what is seen, its picture where it is a drawing, and how to cite it; made when opened. */
export function TakeAlong(taken: Taken) {
  const { t } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="take-along" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.takeAlong}</summary>
      {isOpen && (
        <Suspense fallback={<p>{t.loading}</p>}>
          <TakeAlongPanel {...taken} />
        </Suspense>
      )}
    </details>
  )
}
