import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { AgencyItem, AgencyLevel } from '#shared/contract/reading.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { findIndicator, INDICATORS } from '#shared/indicators/registry.ts'
import { comparisonQuery } from '../../api/comparison.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { ComparisonTable } from '../../parts/ComparisonTable.tsx'
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
  const { data: agencies, error, refetch } = useQuery(agenciesQuery)
  useTitle(t.comparison.title)
  return (
    <>
      <h1>{t.comparison.title}</h1>
      <p className="page-meta">{t.comparison.intro}</p>
      <WithView hasChannel={false}>
        {(view) => {
          if (error && !agencies) return <Failed error={error} retry={() => void refetch()} />
          if (!agencies) return <Skeleton height={720} label={t.loading} />
          return <Chosen view={view} agencies={agencies} />
        }}
      </WithView>
    </>
  )
}

/** The most alike first. */
const LEVELS: readonly AgencyLevel[] = ['city', 'regency', 'province', 'ministry', 'agency', 'unit']

/** Levels of which there are at least two agencies to compare. */
const levelsOf = (agencies: readonly AgencyItem[]): AgencyLevel[] =>
  LEVELS.filter((level) => agencies.filter((agency) => agency.level === level).length > 1)

function Chosen({ view, agencies }: { view: View; agencies: readonly AgencyItem[] }) {
  const { t, words, locale, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  const levels = levelsOf(agencies)
  const own = agencies.find(({ code }) => code === search.agency)
  const level = levels.find((one) => one === search.level) ?? levels[0]
  const indicator = findIndicator(search.indicator ?? '')?.id ?? FIRST
  const isPeers = own !== undefined && !search.level
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.indicator}>
          {(id) => (
            <select id={id} value={indicator} onChange={(event) => go({ indicator: event.target.value })}>
              {INDICATORS.map((one) => (
                <option key={one.id} value={one.id}>
                  {words.list[one.id]!.name}
                </option>
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
        question={{
          indicator,
          period: view.span.period,
          ...(isPeers ? { peersOf: own.code } : { level }),
          lang: locale,
        }}
      />
    </>
  )
}

function Compared({ question, agencies }: { question: ComparisonQuestion; agencies: readonly AgencyItem[] }) {
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
      {data.funnel && <FunnelFigure data={data} name={name} question={comparisonUrl(question)} />}
      <section aria-labelledby="intervals">
        <h2 id="intervals">{t.comparison.intervalsTitle(format.period(data.period))}</h2>
        <ComparisonTable data={data} name={name} own={peers?.of} />
        <TakeAlong question={comparisonUrl(question)} data={data} withCsv />
      </section>
    </div>
  )
}
