import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { FigureChange, ReleaseItem } from '#shared/contract/release.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { changedText } from '#shared/i18n/changed-text.ts'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { changedScopesQuery, revisionsQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { releaseUrl, type ViewSearch } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from './Failed.tsx'

const PAGE = '50'
/** In place of a code: everything together. */
const TOTAL = '_T'

/** Every figure that a release says otherwise than the one before: some at a time, by agency, indicator and period as
 *  the address says, and the whole as CSV. */
export function ReleaseChanges({ item }: { item: ReleaseItem }) {
  const r = useWords({ id, en })
  const { format } = useLanguage()
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{r.changesTitle}</h2>
      {item.counts.changed === 0 ? (
        <p>{r.noChanges}</p>
      ) : (
        <>
          <p>
            <a href={releaseUrl(item.code, '/changes.csv')}>{r.changesCsv}</a>{' '}
            <span className="muted">({format.number(item.counts.changed)})</span>
          </p>
          <Filter code={item.code} />
          <Log item={item} />
        </>
      )}
    </section>
  )
}

/** Key of the address. The period is another than that which the other pages show. */
const FILTERS = { agency: 'agency', indicator: 'indicator', period: 'from' } as const

function Filter({ code }: { code: string }) {
  const r = useWords({ id, en })
  const { t, locale, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const nameOf = useNames()
  const { data } = useQuery(changedScopesQuery(code))
  const { data: cards = [] } = useQuery(indicatorsQuery)
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  const names = new Map(cards.map((card) => [card.id, card.name[locale]]))
  const byLabel = (codes: readonly string[], say: (code: string) => string) =>
    codes
      .map((value) => ({ value, label: say(value) }))
      .sort((a, b) => a.label.localeCompare(b.label, locale))
  const choices = {
    agency: byLabel(data?.agencies ?? [], (one) => nameOf.agency(one === TOTAL ? null : one)),
    indicator: byLabel(data?.indicators ?? [], (one) => names.get(one) ?? one),
    period: (data?.periods ?? []).map((value) => ({ value, label: format.period(value) })),
  }
  const asked = { agency: search.agency, indicator: search.indicator, period: search.from }
  const labels = { agency: r.agency, indicator: r.indicator, period: t.period }
  return (
    <form className="picker" onSubmit={(event) => event.preventDefault()}>
      {(['agency', 'indicator', 'period'] as const).map((key) => (
        <Field key={key} label={labels[key]}>
          {(field) => (
            <select
              id={field}
              value={asked[key] ?? ''}
              onChange={(event) => go({ [FILTERS[key]]: event.target.value || undefined })}
            >
              <option value="">{r.everything}</option>
              {choices[key].map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
              {asked[key] && !choices[key].some(({ value }) => value === asked[key]) && (
                <option value={asked[key]}>{asked[key]}</option>
              )}
            </select>
          )}
        </Field>
      ))}
      {(asked.agency || asked.indicator || asked.period) && (
        <button
          type="button"
          onClick={() => go({ agency: undefined, indicator: undefined, from: undefined })}
        >
          {r.clear}
        </button>
      )}
    </form>
  )
}

function Log({ item }: { item: ReleaseItem }) {
  const { t, words, locale, format } = useLanguage()
  const r = useWords({ id, en })
  const { agency, indicator, from: period } = useSearch({ strict: false }) as ViewSearch
  const nameOf = useNames()
  const { data: cards = [] } = useQuery(indicatorsQuery)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    revisionsQuery({ release: item.code, agency, indicator, period, limit: PAGE }),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={320} label={t.loading} />
  const cardOf = new Map(cards.map((card) => [card.id, card]))
  const changes = data.pages.flatMap(({ items }) => items)
  const isFiltered = Boolean(agency || indicator || period)
  const shown = format.number(changes.length)
  const row = (one: FigureChange) => {
    const card = cardOf.get(one.indicator)
    const of = [
      card?.name[locale] ?? one.indicator,
      nameOf.agency(one.agency),
      ...(one.service === null ? [] : [nameOf.service(one.service)]),
    ]
    const said = changedText({ format, words }, r.absent, one, card?.unit ?? 'number')
    return (
      <tr key={`${one.indicator}|${one.agency}|${one.service}|${one.period}`}>
        <th scope="row">{of.join(', ')}</th>
        <td>{format.period(one.period)}</td>
        <td>{said.old}</td>
        <td>{said.new}</td>
      </tr>
    )
  }
  if (changes.length === 0) return <p role="status">{r.noneSuch}</p>
  return (
    <>
      <p role="status" className="muted">
        {isFiltered ? r.shownSome(shown) : r.shown(shown, format.number(item.counts.changed))}
      </p>
      <section className="table-scroll folded" aria-labelledby="changes" tabIndex={0}>
        <table className="numbers" data-columns={3}>
          <thead>
            <tr>
              <th scope="col">{r.figure}</th>
              <th scope="col">{t.period}</th>
              <th scope="col">{r.old}</th>
              <th scope="col">{r.new}</th>
            </tr>
          </thead>
          <tbody>{changes.map(row)}</tbody>
        </table>
      </section>
      {error && <Failed error={error} retry={() => void fetchNextPage()} />}
      {hasNextPage && (
        <button type="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {r.more}
        </button>
      )}
    </>
  )
}

function useNames() {
  const { nameOf } = useLanguage()
  const r = useWords({ id, en })
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: services = [] } = useQuery(servicesQuery)
  const names = fullNames(agencies, nameOf)
  const serviceNames = new Map(services.map((one) => [one.code, nameOf(one)]))
  return {
    agency: (code: string | null) => (code === null ? r.together : (names.get(code) ?? code)),
    service: (code: string) => serviceNames.get(code) ?? code,
  }
}
