import { useIsFetching, useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { releaseBadge } from '#shared/i18n/release-sentence.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { spanQuery } from '../api/readings.ts'
import { releaseCalendarQuery } from '../api/releases.ts'
import { useLanguage } from '../i18n.tsx'
import { keep, PAGE_LINKS, type ViewSearch } from '../paths.ts'
import { chooseTheme, currentTheme } from '../theme.ts'
import { NotFresh } from './NotFresh.tsx'

/** What every page stands in: name, navigation, language, theme, and the label of invented data. */
export function PageLayout() {
  const { t, locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data } = useQuery(spanQuery)
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const seen = useRef(pathname)
  useEffect(() => {
    // Whoever hears or tabs through the page goes on at the new content, not where the old link was.
    if (seen.current !== pathname) main.current?.focus({ preventScroll: true })
    seen.current = pathname
  }, [pathname])
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <header className="site-header">
        <Link to="/" search={keep(search)} className="site-name">
          {t.title}
        </Link>
        <nav aria-label={t.navigation}>
          <ul>
            {PAGE_LINKS.map(([to, key]) => (
              <li key={to}>
                <Link
                  to={to}
                  search={keep(search)}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                >
                  {t.nav[key]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="site-tools">
          <Link
            to="/desk"
            search={{ lang: search.lang }}
            className="site-desk"
            activeOptions={{ includeSearch: false }}
          >
            {t.desk}
          </Link>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      {data?.demo && (
        <p className="demo-banner" role="note">
          {t.demo}
        </p>
      )}
      {data && <ReleaseBadge code={data.release ?? null} />}
      <Busy />
      <main id="content" tabIndex={-1} ref={main}>
        <Outlet />
        <NotFresh />
      </main>
      <footer className="site-footer">
        <p>
          Terukur · {t.tagline}
          {data?.asOf && ` · ${stateOf(t, data)}`}
        </p>
      </footer>
    </>
  )
}

/** What release the figures are of, and when the next comes. */
function ReleaseBadge({ code }: { code: string | null }) {
  const { locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: calendar } = useQuery(releaseCalendarQuery)
  if (!calendar) return null
  const said = releaseBadge(locale, code, calendar)
  return (
    <p className="release-badge">
      {code ? (
        <Link to="/releases/$code" params={{ code }} search={keep(search)}>
          {said}
        </Link>
      ) : (
        <Link to="/releases" search={keep(search)}>
          {said}
        </Link>
      )}
    </p>
  )
}

/** Says that figures are on their way, after a moment's wait. */
function Busy() {
  const { t } = useLanguage()
  const isFetching = useIsFetching() > 0
  return <p className={isFetching ? 'busy busy-shown' : 'busy'}>{isFetching ? t.loading : ''}</p>
}

/** Changes the language and stays where one is. */
function LanguageSwitch() {
  const { t, locale } = useLanguage()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const search = useSearch({ strict: false }) as ViewSearch
  const other = locale === 'en' ? undefined : ('en' as const)
  return (
    <button
      type="button"
      className="quiet"
      lang={other ?? 'id'}
      onClick={() =>
        void navigate({ to: pathname, search: { ...search, lang: other } as never, resetScroll: false })
      }
    >
      {t.language}
    </button>
  )
}

function ThemeSwitch() {
  const { t } = useLanguage()
  const [theme, setTheme] = useState(currentTheme)
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        chooseTheme(other)
        setTheme(other)
      }}
    >
      {other === 'dark' ? t.theme.toDark : t.theme.toLight}
    </button>
  )
}
