import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { TargetItem } from '#shared/contract/target.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { servicesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { targetsQuery } from '../../api/targets.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { TargetRow } from '../../parts/TargetRow.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { SelectField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { CopyTargets } from '../sections/CopyTargets.tsx'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, type OwnAgencies, useOwnAgencies } from '../sections/own-agencies.ts'
import { TargetEvents } from '../sections/TargetEvents.tsx'

/** What was promised, how it came out, and what is said of it: what was missed and not explained comes first. */
export function TargetsPage() {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const agencies = useOwnAgencies('target.set')
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {agencies ? <Targets agencies={agencies} /> : <Skeleton height={480} label={t.loading} />}
    </>
  )
}

function Targets({ agencies }: { agencies: OwnAgencies }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { t, locale, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  // Whoever only looks begins at home as well.
  const seen = useOwnAgencies('desk.see')
  const agency =
    search.agency ?? firstOwn(agencies) ?? (agencies.isEverywhere || !seen ? undefined : firstOwn(seen))
  const { data: services = [] } = useQuery(servicesQuery)
  const { data: cards = [] } = useQuery(indicatorsQuery)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    targetsQuery({ agency, indicator: search.indicator }),
  )
  const names = fullNames(agencies.all, nameOf)
  const serviceNames = new Map(services.map((service) => [service.code, nameOf(service)]))
  const cardNames = new Map(cards.map((card) => [card.id, card.name[locale]]))
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const missed = items.filter(({ status, explanation }) => status === 'not-met' && !explanation)
  const rest = items.filter((item) => !missed.includes(item))
  const rows = (of: readonly TargetItem[]) => (
    <ul className="desk-rows">
      {of.map((item) => (
        <TargetRow
          key={`${item.agency}|${item.service}|${item.indicator}|${item.target.period}`}
          item={item}
          indicator={cardNames.get(item.indicator) ?? item.indicator}
          agency={item.agency === agency ? null : (names.get(item.agency) ?? item.agency)}
          service={item.service && (serviceNames.get(item.service) ?? item.service)}
          mayChange={agencies.mayAt(item.agency)}
        >
          <TargetEvents item={item} />
        </TargetRow>
      ))}
    </ul>
  )
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <AgencyField
          agencies={agencies.all}
          value={agency ?? ''}
          optional={forms.allAgencies}
          onChange={(code) => go({ agency: code || undefined })}
        />
        <SelectField
          name="indicator"
          label={forms.indicator}
          value={search.indicator ?? ''}
          empty={t.signals.all}
          optional=""
          choices={cards.map((card) => ({ value: card.id, label: card.name[locale] }))}
          onChange={(indicator) => go({ indicator: indicator || undefined })}
        />
      </form>
      {agencies.own.length > 0 && (
        <div className="actions">
          <Link
            to="/desk/targets/edit"
            search={{ ...keep(search), period: undefined, agency }}
            className="button primary"
          >
            {words.add}
          </Link>
        </div>
      )}
      {agency && agencies.mayAt(agency) && (
        <CopyTargets key={agency} agency={agency} done={() => void client.invalidateQueries()} />
      )}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={480} label={t.loading} />}
      {data && items.length === 0 && (
        <Notice kind="info" title={words.none}>
          <p>{words.noneHint}</p>
        </Notice>
      )}
      {data && items.length > 0 && (
        <>
          <section aria-labelledby="unexplained">
            <h2 id="unexplained">{words.unexplained(missed.length, hasNextPage)}</h2>
            {missed.length === 0 ? (
              <p>{hasNextPage ? words.unexplainedNoneHere : words.unexplainedNone}</p>
            ) : (
              rows(missed)
            )}
          </section>
          {rest.length > 0 && (
            <section aria-labelledby="all-targets">
              <h2 id="all-targets">{words.all}</h2>
              {rows(rest)}
            </section>
          )}
          {hasNextPage && (
            <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {words.more}
            </button>
          )}
        </>
      )}
    </>
  )
}
