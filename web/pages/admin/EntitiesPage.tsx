import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { entities as en } from '#shared/i18n/en/desk/entities.ts'
import { entities as id } from '#shared/i18n/id/desk/entities.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'

/** More than these are found by typing. */
const SHOWN = 100

interface Row {
  code: string
  name: string
  /** what is known besides the name */
  about: string
  search: ViewSearch
}

/** Every agency that one looks after, with its place. */
export function AgenciesPage() {
  const words = useWords({ id, en })
  const { words: indicators, nameOf } = useLanguage()
  const { data, error, refetch } = useQuery(agenciesQuery)
  const own = useOwnAgencies('agency.set')?.own
  const names = new Map(data?.map((agency) => [agency.code, nameOf(agency)]))
  const rows = own?.map((agency) => ({
    code: agency.code,
    name: nameOf(agency),
    about: [agency.code, indicators.levels[agency.level], agency.parent && names.get(agency.parent)]
      .filter(Boolean)
      .join(' · '),
    search: { agency: agency.code },
  }))
  return (
    <List
      title={words.agencies}
      intro={words.agenciesIntro}
      to="/admin/agencies/edit"
      rows={rows}
      error={error}
      retry={() => void refetch()}
    />
  )
}

/** Every service of the catalogue. */
export function CatalogPage() {
  const words = useWords({ id, en })
  const { nameOf } = useLanguage()
  const { data, error, refetch } = useQuery(servicesQuery)
  const rows = data?.map((service) => ({
    code: service.code,
    name: nameOf(service),
    about: service.code,
    search: { service: service.code },
  }))
  return (
    <List
      title={words.services}
      intro={words.servicesIntro}
      to="/admin/services/edit"
      rows={rows}
      error={error}
      retry={() => void refetch()}
    />
  )
}

function List({
  title,
  intro,
  to,
  rows,
  error,
  retry,
}: {
  title: string
  intro: string
  to: '/admin/agencies/edit' | '/admin/services/edit'
  rows: readonly Row[] | undefined
  error: Error | null
  retry: () => void
}) {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  useTitle(title)
  const wanted = (search.q ?? '').toLowerCase()
  const found = rows?.filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(wanted)) ?? []
  const shown = found.slice(0, SHOWN)
  return (
    <>
      <h1>{title}</h1>
      <p className="page-meta">{intro}</p>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={words.search}>
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
      {error && !rows && <Failed error={error} retry={retry} />}
      {!rows && !error && <Skeleton height={480} label={t.loading} />}
      {rows && (
        <p role="status" className="muted">
          {found.length === 0
            ? words.none
            : words.shown(format.number(shown.length), format.number(rows.length))}
        </p>
      )}
      <ul className="desk-rows">
        {shown.map(({ code, name, about, search: of }) => (
          <li key={code} className="desk-row">
            <Link
              to={to}
              search={{ ...keep(search), q: search.q, ...of }}
              aria-label={`${words.change}: ${name}`}
            >
              {name}
            </Link>
            <p className="muted">{about}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
