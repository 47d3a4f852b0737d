import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { SignalItem } from '#shared/contract/signals.ts'
import type { Explanation } from '#shared/contract/target.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { signalsQuery } from '../../api/signals.ts'
import { explanationsQuery } from '../../api/targets.ts'
import { useLanguage } from '../../i18n.tsx'
import { SignalEntry } from '../../parts/SignalEntry.tsx'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { keep, signalsUrl, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'

const PAGE = '50'
const KINDS = ['improvement', 'concern', 'high', 'low'] as const

/** What changed for real, newest first, with the rule that says so. */
export function SignalsPage() {
  const { t, locale, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const question = { limit: PAGE, agency: search.agency, indicator: search.indicator, lang: locale }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    signalsQuery(question),
  )
  const { data: said } = useQuery(explanationsQuery({ agency: search.agency, indicator: search.indicator }))
  useTitle(t.signals.title)
  const names = fullNames(agencies, nameOf)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const shown = items.filter(({ variation }) => !search.kind || variation === search.kind)
  return (
    <>
      <h1>{t.signals.title}</h1>
      <p className="page-meta">{t.signals.intro}</p>
      {search.agency && (
        <p>
          {names.get(search.agency) ?? search.agency} ·{' '}
          <Link to="/signals" search={{ ...keep(search), kind: search.kind }}>
            {t.signals.everywhere}
          </Link>
        </p>
      )}
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.signals.kind}>
          {(id) => (
            <select
              id={id}
              value={search.kind ?? ''}
              onChange={(event) =>
                void navigate({
                  to: '.',
                  search: { ...search, kind: event.target.value || undefined } as never,
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              <option value="">{t.signals.all}</option>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t.signal.variations[kind]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      {data && <TakeAlong question={signalsUrl(question)} data={data.pages[0]!} withCsv />}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={720} label={t.loading} />}
      {data && (
        <>
          {shown.length === 0 && <Notice kind="info" title={t.signals.none} />}
          <ol className="signals">
            {shown.map((item) => (
              <SignalEntry
                key={item.id}
                item={item}
                explanation={said?.find((one) => isAbout(one, item))}
                name={item.agency === null ? null : (names.get(item.agency) ?? item.agency)}
              />
            ))}
          </ol>
          {hasNextPage && (
            <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t.signals.more}
            </button>
          )}
          {data.pages[0]?.asOf && (
            <p className="league-note">
              {t.source}: Terukur, {stateOf(t, data.pages[0])}, {t.asOf(format.instant(data.pages[0].asOf))}.
            </p>
          )}
        </>
      )}
    </>
  )
}

/** What was said of the same figure, for a period that the run lies in or reaches into. */
function isAbout(said: Explanation, { agency, indicator, service, from, to }: SignalItem): boolean {
  if (said.agency !== agency || said.indicator !== indicator || said.service !== service) return false
  const [period, first, last] = [said.period, from, to].map(parsePeriod)
  return !!period && !!first && !!last && period.startsOn <= last.endsOn && first.startsOn <= period.endsOn
}
