import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { innovationsQuery } from '../../api/innovations.ts'
import { useLanguage } from '../../i18n.tsx'
import { innovationWord } from '../../parts/innovation-word.ts'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { innovationsUrl, keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'

/** The register: what was changed, by whom, since when. */
export function InnovationsPage() {
  const language = useLanguage()
  const { t, format, nameOf } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    innovationsQuery(search.agency),
  )
  const { data: agencies = [] } = useQuery(agenciesQuery)
  useTitle(t.innovations.title)
  const names = fullNames(agencies, nameOf)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const first = data?.pages[0]
  return (
    <>
      <h1>{t.innovations.title}</h1>
      <p className="page-meta">{t.innovations.intro}</p>
      {search.agency && (
        <p>
          {names.get(search.agency) ?? search.agency} ·{' '}
          <Link to="/innovations" search={keep(search)}>
            {t.innovations.everywhere}
          </Link>
        </p>
      )}
      {first && items.length > 0 && (
        <TakeAlong question={innovationsUrl(search.agency)} data={first} withCsv />
      )}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={480} label={t.loading} />}
      {data && items.length === 0 && <Notice kind="info" title={t.innovations.none} />}
      {items.length > 0 && (
        <ul className="signals">
          {items.map(({ id, name, agency, startedOn, stage, kind, aim }) => (
            <li key={id} className="signal">
              <h2 className="signal-head">
                <Link to="/innovations/$id" params={{ id }} search={keep(search)}>
                  {name}
                </Link>
              </h2>
              <p className="signal-when muted">
                {[
                  names.get(agency) ?? agency,
                  t.innovations.started(format.date(startedOn)),
                  stage && innovationWord(language, stage),
                  kind && innovationWord(language, kind),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {aim && (
                <p>
                  {t.innovations.fields.aim}: {aim}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.innovations.more}
        </button>
      )}
      {first?.asOf && (
        <p className="league-note">
          {t.source}: Terukur, {stateOf(t, first)}, {t.asOf(format.instant(first.asOf))}.
        </p>
      )}
    </>
  )
}
