import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Later } from '../../ui/Later.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Distribution } from '../sections/Distribution.tsx'
import { Elements } from '../sections/Elements.tsx'
import { Explanations } from '../sections/Explanations.tsx'
import { Failed } from '../sections/Failed.tsx'
import { Freshness } from '../sections/Freshness.tsx'
import { KeyFigures } from '../sections/KeyFigures.tsx'
import { League } from '../sections/League.tsx'
import { Plans } from '../sections/Plans.tsx'
import { Trends } from '../sections/Trends.tsx'
import { WithView } from '../sections/WithView.tsx'
import { LostPage } from './LostPage.tsx'

/** One agency with everything below it. */
export function AgencyPage() {
  const { code } = useParams({ strict: false }) as { code: string }
  const { t } = useLanguage()
  const { data: agencies, error, refetch } = useQuery(agenciesQuery)
  if (error && !agencies) return <Failed error={error} retry={() => void refetch()} />
  if (!agencies) return <Skeleton height={720} label={t.loading} />
  const agency = agencies.find((one) => one.code === code)
  return agency ? <Agency key={code} agency={agency} agencies={agencies} /> : <LostPage />
}

function Agency({ agency, agencies }: { agency: AgencyItem; agencies: readonly AgencyItem[] }) {
  const { t, words, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: services = [] } = useQuery(servicesQuery)
  const name = nameOf(agency)
  useTitle(name)
  const scope = { agency: agency.code }
  const parent = agencies.find((one) => one.code === agency.parent)
  const units = agencies.filter((one) => one.parent === agency.code)
  return (
    <>
      <h1>{name}</h1>
      <p className="page-meta">
        {words.levels[agency.level]}
        {parent && (
          <>
            {' · '}
            {t.partOf}{' '}
            <Link to="/agencies/$code" params={{ code: parent.code }} search={keep(search)}>
              {nameOf(parent)}
            </Link>
          </>
        )}
        {' · '}
        <Link to="/comparison" search={{ ...keep(search), agency: agency.code }}>
          {t.comparison.compare}
        </Link>
        {' · '}
        <Link to="/signals" search={{ ...keep(search), agency: agency.code }}>
          {t.signals.title}
        </Link>
        {' · '}
        <Link to="/innovations" search={{ ...keep(search), agency: agency.code }}>
          {t.innovations.title}
        </Link>
      </p>
      <WithView>
        {(view) => (
          <>
            <KeyFigures view={view} scope={scope} />
            <Later height={2400}>
              <Trends view={view} scope={scope} scopeName={name}>
                <Distribution view={view} scope={scope} scopeName={name} />
                {!view.channel && <Elements view={view} scope={scope} scopeName={name} />}
              </Trends>
              {units.length > 0 && (
                <section aria-labelledby="units">
                  <h2 id="units">{t.units}</h2>
                  <League
                    kind="agency"
                    rows={agencyRows(units, agencies, nameOf)}
                    scope={{}}
                    view={view}
                    label={t.units}
                  />
                </section>
              )}
              <section aria-labelledby="services">
                <h2 id="services">{t.itsServices}</h2>
                <League
                  kind="service"
                  rows={services.map((service) => ({
                    code: service.code,
                    name: nameOf(service),
                    level: null,
                  }))}
                  scope={scope}
                  view={view}
                  label={t.itsServices}
                />
              </section>
              <Explanations agency={agency.code} />
              <Plans agency={agency.code} />
              <Freshness agencies={agencies} agency={agency.code} view={view} />
            </Later>
          </>
        )}
      </WithView>
    </>
  )
}
