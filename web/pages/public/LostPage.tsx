import { Link, useSearch } from '@tanstack/react-router'
import { useLanguage } from '../../i18n.tsx'
import { keep, PAGE_LINKS, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'

/** For an address that leads nowhere, and a code that nobody has. */
export function LostPage() {
  const { t, locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const other = locale === 'en' ? 'id' : 'en'
  useTitle(t.lost)
  return (
    <>
      <h1>{t.lost}</h1>
      <p>{t.lostHint}</p>
      <ul>
        {PAGE_LINKS.map(([to, key]) => (
          <li key={to}>
            <Link to={to} search={keep(search)}>
              {t.nav[key]}
            </Link>
          </li>
        ))}
      </ul>
      <p lang={other}>
        <a href={other === 'en' ? '?lang=en' : '?'}>{t.lostOther}</a>
      </p>
    </>
  )
}
