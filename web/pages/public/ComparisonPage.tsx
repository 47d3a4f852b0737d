import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { AgencyItem, AgencyLevel } from '#shared/contract/reading.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { comparisonQuery } from '../../api/comparison.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { useLanguage } from '../../i18n.tsx'
import { ComparisonTable } from '../../parts/ComparisonTable.tsx'
import { INDICATOR_GROUPS } from '../../parts/indicator-groups.ts'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { type ComparisonQuestion, comparisonUrl, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { Failed } from '../sections/Failed.tsx'
import { FunnelFigure } from '../sections/FunnelFigure.tsx'
import { WithView } from '../sections/WithView.tsx'

const FIRST = 'on-time-rate'

/** Agencies side by side: who truly differs, and whose difference may be chance. */
export function ComparisonPage() {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const agencies = useQuery(agenciesQuery)
  const cards = useQuery(indicatorsQuery)
  const card =
    cards.data?.find(({ id }) => id === search.indicator) ?? cards.data?.find(({ id }) => id === FIRST)
  const failed = [agencies, cards].find(({ error, data }) => error && !data)
  useTitle(t.comparison.title)
  return (
    <>
      <h1>{t.comparison.title}</h1>
      <p className="page-meta">{t.comparison.intro}</p>
      {failed && <Failed error={failed.error!} retry={() => void failed.refetch()} />}
      {!failed && !(agencies.data && card) && <Skeleton height={720} label={t.loading} />}
      {agencies.data && cards.data && card && (
        <WithView key={card.id} hasChannel={false} indicator={card}>
          {(view) => <Chosen view={view} agencies={agencies.data} card={card} cards={cards.data} />}
        </WithView>
      )}
    </>
  )
}

/** The most alike first. */
const LEVELS: readonly AgencyLevel[] = ['city', 'regency', 'province', 'ministry', 'agency', 'unit']

/** Levels of which there are at least two agencies to compare. */
const levelsOf = (agencies: readonly AgencyItem[]): AgencyLevel[] =>
  LEVELS.filter((level) => agencies.filter((agency) => agency.level === level).length > 1)

function Chosen({
  view,
  agencies,
  card,
  cards,
}: {
  view: View
  agencies: readonly AgencyItem[]
  card: IndicatorItem
  cards: readonly IndicatorItem[]
}) {
  const { t, words, locale, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const levels = levelsOf(agencies)
  const own = agencies.find(({ code }) => code === search.agency)
  const level = levels.find((one) => one === search.level) ?? levels[0]
  const isPeers = own !== undefined && !search.level
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.indicator}>
          {(id) => (
            <select id={id} value={card.id} onChange={(event) => go({ indicator: event.target.value })}>
              {INDICATOR_GROUPS.map((group) => (
                <optgroup key={group} label={words.groups[group]}>
                  {cards
                    .filter((one) => one.group === group)
                    .map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name[locale]}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.comparison.group}>
          {(id) => (
            <select
              id={id}
              value={isPeers ? '' : level}
              onChange={(event) => go({ level: event.target.value || undefined })}
            >
              {own && <option value="">{t.comparison.peersOf(nameOf(own))}</option>}
              {levels.map((one) => (
                <option key={one} value={one}>
                  {t.comparison.levelGroup(words.levels[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      <Compared
        agencies={agencies}
        subject={card.name[locale]}
        question={{
          indicator: card.id,
          period: view.span.period,
          ...(isPeers ? { peersOf: own.code } : { level }),
          lang: locale,
        }}
      />
    </>
  )
}

function Compared({
  question,
  agencies,
  subject,
}: {
  question: ComparisonQuestion
  agencies: readonly AgencyItem[]
  subject: string
}) {
  const { t, format, nameOf } = useLanguage()
  const { data, error, refetch, isPlaceholderData } = useQuery(comparisonQuery(question))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const names = fullNames(agencies, nameOf)
  const name = (code: string) => names.get(code) ?? code
  const { peers } = data
  return (
    <div aria-busy={isPlaceholderData}>
      <p className="opening">{data.sentence}</p>
      {peers && (
        <p className="league-note">
          {peers.agencies.length === 0
            ? t.comparison.noPeers
            : t.comparison.peersUsed(
                // Names may hold commas.
                peers.agencies.map(name).join('; '),
                format.number(peers.factor, 1),
              )}
        </p>
      )}
      {data.funnel && (
        <FunnelFigure data={data} subject={subject} name={name} question={comparisonUrl(question)} />
      )}
      <section aria-labelledby="intervals">
        <h2 id="intervals">{t.comparison.intervalsTitle(format.period(data.period))}</h2>
        <ComparisonTable data={data} subject={subject} name={name} own={peers?.of} />
        <TakeAlong question={comparisonUrl(question)} data={data} withCsv />
      </section>
    </div>
  )
}
