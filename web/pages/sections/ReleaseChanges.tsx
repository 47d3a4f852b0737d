import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReleaseItem } from '#shared/contract/release.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { changedText } from '#shared/i18n/changed-text.ts'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { revisionsQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from './Failed.tsx'

/** Every figure that a release says otherwise than the one before, by indicator. */
export function ReleaseChanges({ item }: { item: ReleaseItem }) {
  const { t, words, locale, format, nameOf } = useLanguage()
  const r = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: services = [] } = useQuery(servicesQuery)
  const { data: cards = [] } = useQuery(indicatorsQuery)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...revisionsQuery({ since: item.publishedAt.slice(0, 10), indicator: search.indicator }),
    enabled: item.counts.changed > 0,
  })
  const heading = <h2 id="changes">{r.changesTitle}</h2>
  if (item.counts.changed === 0) {
    return (
      <section aria-labelledby="changes">
        {heading}
        <p>{r.noChanges}</p>
      </section>
    )
  }
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={320} label={t.loading} />
  const names = fullNames(agencies, nameOf)
  const serviceNames = new Map(services.map((one) => [one.code, nameOf(one)]))
  const nameOfFigure = new Map(cards.map((card) => [card.id, card]))
  const changes = data.pages.flatMap(({ items }) => items).filter(({ release }) => release === item.code)
  return (
    <section aria-labelledby="changes">
      {heading}
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={r.filter}>
          {(field) => (
            <select
              id={field}
              value={search.indicator ?? ''}
              onChange={(event) =>
                void navigate({
                  to: '.',
                  search: { ...search, indicator: event.target.value || undefined } as never,
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              <option value="">{r.everything}</option>
              {cards.map((card) => (
                <option key={card.id} value={card.id}>
                  {card.name[locale]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      {changes.length === 0 ? (
        <p>{r.noChanges}</p>
      ) : (
        <section className="table-scroll" aria-labelledby="changes" tabIndex={0}>
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{r.figure}</th>
                <th scope="col">{t.period}</th>
                <th scope="col">{r.old}</th>
                <th scope="col">{r.new}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((one) => {
                const card = nameOfFigure.get(one.indicator)
                const of = [
                  card?.name[locale] ?? one.indicator,
                  one.agency === null ? r.together : (names.get(one.agency) ?? one.agency),
                  ...(one.service === null ? [] : [serviceNames.get(one.service) ?? one.service]),
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
              })}
            </tbody>
          </table>
        </section>
      )}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {r.more}
        </button>
      )}
    </section>
  )
}
