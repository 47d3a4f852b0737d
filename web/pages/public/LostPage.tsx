import { Link, useSearch } from '@tanstack/react-router'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'

/** For an address that leads nowhere, and a code that nobody has. */
export function LostPage() {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  useTitle(t.lost)
  return (
    <>
      <h1>{t.lost}</h1>
      <p>
        {t.lostHint}{' '}
        <Link to="/" search={keep(search)}>
          {t.home}
        </Link>
      </p>
    </>
  )
}
