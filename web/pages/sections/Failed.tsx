import { useEffect, useLayoutEffect, useRef } from 'react'
import { ApiError } from '../../api/client.ts'
import { useLanguage } from '../../i18n.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { sayInPlace } from './said-failures.ts'

/** What could not be loaded and is not there: why, under which request id, and a way to try again. A page that has
 *  something to show goes on showing it; `NotFresh` tells of what fails beside it. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useLanguage()
  const id = error instanceof ApiError ? error.requestId : null
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => sayInPlace(error), [error])
  useLayoutEffect(() => {
    const own = button.current
    // The button goes when it has worked; whoever pressed it by keyboard goes on where its answer comes.
    return () => {
      if (own === document.activeElement) document.getElementById('content')?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <Notice kind="error" title={t.failed}>
      <p>{error instanceof ApiError ? error.message : t.unreachable}</p>
      {id && <p className="muted">{t.requestId(id)}</p>}
      <button type="button" ref={button} onClick={retry}>
        {t.retry}
      </button>
    </Notice>
  )
}
