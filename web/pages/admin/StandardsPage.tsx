import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { StandardList } from '#shared/contract/calendar.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { meQuery } from '../../api/me.ts'
import { complaintClassesQuery, standardsQuery } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { promiseText } from '../../parts/promise-text.ts'
import { spanText } from '../../parts/since-text.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { mayEverywhere, useOwnAgencies } from '../sections/own-agencies.ts'
import { useChange } from '../sections/use-change.tsx'

type Standard = StandardList['items'][number]

/** What is promised of every service, and within how long complaints are settled. */
export function StandardsPage() {
  const words = useWords({ id, en })
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: standards, error, refetch } = useQuery(standardsQuery())
  const { data: services = [] } = useQuery(servicesQuery)
  useTitle(words.standards.title)
  const wanted = (search.q ?? '').toLowerCase()
  const names = new Map(services.map((service) => [service.code, nameOf(service)]))
  const byService = [...Map.groupBy(standards ?? [], ({ service }) => service)].filter(([code]) =>
    `${code} ${names.get(code) ?? ''}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      <h1>{words.standards.title}</h1>
      <p className="page-meta">{words.standards.intro}</p>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={words.standards.search}>
          {(field) => (
            <SearchBox
              id={field}
              value={search.q ?? ''}
              choose={(q) =>
                void navigate({
                  to: '.',
                  search: { ...search, q: q || undefined } as never,
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          )}
        </Field>
      </form>
      <div className="actions">
        <Link to="/admin/standards/edit" search={keep(search)} className="button primary">
          {words.standards.add}
        </Link>
      </div>
      {error && !standards && <Failed error={error} retry={() => void refetch()} />}
      {!standards && !error && <Skeleton height={480} label={t.loading} />}
      {standards?.length === 0 && <Notice kind="info" title={words.standards.none} />}
      {byService.map(([code, rows]) => (
        <section key={code} aria-labelledby={`s-${code}`} className="desk-row">
          <h2 id={`s-${code}`} className="signal-head">
            {names.get(code) ?? code}
          </h2>
          {[...Map.groupBy(rows, ({ agency }) => agency)].map(([agency, versions]) => (
            <Promises
              key={agency}
              service={code}
              serviceName={names.get(code) ?? code}
              agency={agency}
              versions={versions}
            />
          ))}
        </section>
      ))}
      <Classes />
    </>
  )
}

/** The promises of a service for one agency, or for all without their own, the latest first. */
function Promises({
  service,
  serviceName,
  agency,
  versions,
}: {
  service: string
  serviceName: string
  agency: string | null
  versions: readonly Standard[]
}) {
  const words = useWords({ id, en })
  const language = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { askAside, dialog } = useChange()
  const own = useOwnAgencies('standard.set')
  const mayChange = agency === null ? own?.isEverywhere : own?.mayAt(agency)
  const whose = agency === null ? words.standards.everyone : fullNames(agencies, language.nameOf).get(agency)
  return (
    <>
      <p className="muted">{whose ?? agency}</p>
      <ul className="desk-list">
        {versions.map((one) => {
          const said = `${promiseText(language, one)}, ${spanText(words, language.format, one)}`
          const { validFrom, value, unit } = one
          return (
            <li key={validFrom}>
              {said}{' '}
              {mayChange && (
                <button
                  type="button"
                  className="quiet"
                  aria-label={`${words.remove}: ${said}`}
                  onClick={() =>
                    askAside(
                      { action: 'standard.remove', input: { service, agency, validFrom } },
                      { action: 'standard.set', input: { service, agency, validFrom, value, unit } },
                    )
                  }
                >
                  {words.remove}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {mayChange && (
        <p>
          <Link
            to="/admin/standards/edit"
            search={{ ...keep(search), service, agency: agency ?? undefined }}
            aria-label={`${words.change}: ${serviceName}, ${whose}`}
          >
            {words.change}
          </Link>
        </p>
      )}
      {dialog}
    </>
  )
}

function Classes() {
  const words = useWords({ id, en })
  const { format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: me } = useQuery(meQuery)
  const { data: rows = [] } = useQuery(complaintClassesQuery)
  const mayChange = mayEverywhere(me, 'complaint-class.set')
  return (
    <section aria-labelledby="classes">
      <h2 id="classes">{words.classes.title}</h2>
      <p>{words.classes.intro}</p>
      {[...Map.groupBy(rows, ({ code }) => code)].map(([code, versions]) => (
        <div key={code} className="desk-row">
          <h3>
            {nameOf(versions[0]!)}{' '}
            {versions[0]!.isDefault && <span className="muted">({words.classes.default})</span>}
          </h3>
          <ul className="desk-list">
            {versions.map((one) => (
              <li key={one.validFrom}>
                {format.number(one.workingDays)} {words.days}, {spanText(words, format, one)}
              </li>
            ))}
          </ul>
          {mayChange && (
            <Link
              to="/admin/standards/class"
              search={{ ...keep(search), kind: code }}
              aria-label={`${words.classes.change}: ${nameOf(versions[0]!)}`}
            >
              {words.classes.change}
            </Link>
          )}
        </div>
      ))}
      {mayChange && (
        <p>
          <Link to="/admin/standards/class" search={keep(search)} className="button">
            {words.classes.add}
          </Link>
        </p>
      )}
    </section>
  )
}
