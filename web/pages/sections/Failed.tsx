import { ApiError } from '../../api/client.ts'
import { useLanguage } from '../../i18n.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** Figures that could not be loaded: why, under which request id, and a way to try again. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useLanguage()
  const id = error instanceof ApiError ? error.requestId : null
  return (
    <Notice kind="error" title={t.failed}>
      <p>{error instanceof ApiError ? error.message : t.unreachable}</p>
      {id && <p className="muted">{t.requestId(id)}</p>}
      <button type="button" onClick={retry}>
        {t.retry}
      </button>
    </Notice>
  )
}
