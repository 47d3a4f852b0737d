import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { standardsQuery } from '../../api/rules.ts'
import { useLanguage } from '../../i18n.tsx'
import { promiseText } from '../../parts/promise-text.ts'
import { keep, type ViewSearch } from '../../paths.ts'

/** What is promised of a service today: of every agency, and of those with a promise of their own. A service without
 *  a measurable one says so: that is a finding. */
export function ServicePromise({ service }: { service: string }) {
  const language = useLanguage()
  const { t, nameOf } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const { data } = useQuery(standardsQuery(service))
  const { data: agencies = [] } = useQuery(agenciesQuery)
  if (!data) return null
  const today = new Date().toISOString().slice(0, 10)
  const now = data.filter(({ validFrom, validTo }) => validFrom <= today && today <= validTo)
  const common = now.find(({ agency }) => agency === null)
  const own = now.filter(({ agency }) => agency !== null)
  const names = fullNames(agencies, nameOf)
  if (now.length === 0) return <p className="page-meta">{t.promise.none}</p>
  return (
    <div className="page-meta">
      {common && (
        <p>
          {t.promise.title}: <strong>{promiseText(language, common)}</strong> (
          {own.length > 0 ? t.promise.others : t.promise.everyone})
        </p>
      )}
      {own.length > 0 && (
        <details>
          <summary>
            {t.promise.title}: {own.length}
          </summary>
          <ul className="columns">
            {own.map((one) => (
              <li key={one.agency}>
                <Link to="/agencies/$code" params={{ code: one.agency! }} search={keep(search)}>
                  {names.get(one.agency!) ?? one.agency}
                </Link>
                : {promiseText(language, one)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
