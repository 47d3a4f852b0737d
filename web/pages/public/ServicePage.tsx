import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ServiceItem } from '#shared/contract/reading.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Later } from '../../ui/Later.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Distribution } from '../sections/Distribution.tsx'
import { Elements } from '../sections/Elements.tsx'
import { Failed } from '../sections/Failed.tsx'
import { KeyFigures } from '../sections/KeyFigures.tsx'
import { League } from '../sections/League.tsx'
import { ServicePromise } from '../sections/ServicePromise.tsx'
import { Trends } from '../sections/Trends.tsx'
import { WithView } from '../sections/WithView.tsx'
import { LostPage } from './LostPage.tsx'

/** One service over all agencies that offer it, then each of them. */
export function ServicePage() {
  const { code } = useParams({ strict: false }) as { code: string }
  const { t } = useLanguage()
  const { data: services, error, refetch } = useQuery(servicesQuery)
  if (error && !services) return <Failed error={error} retry={() => void refetch()} />
  if (!services) return <Skeleton height={720} label={t.loading} />
  const service = services.find((one) => one.code === code)
  return service ? <Service key={code} service={service} /> : <LostPage />
}

function Service({ service }: { service: ServiceItem }) {
  const { t, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const name = nameOf(service)
  useTitle(name)
  const scope = { service: service.code }
  return (
    <>
      <h1>{name}</h1>
      <p className="page-meta">
        {t.service} ·{' '}
        <Link to="/services" search={keep(search)}>
          {t.services}
        </Link>
      </p>
      <ServicePromise service={service.code} />
      <WithView>
        {(view) => (
          <>
            <KeyFigures view={view} scope={scope} />
            <Later height={2400}>
              <Trends view={view} scope={scope} scopeName={name}>
                <Distribution view={view} scope={scope} scopeName={name} />
                {!view.channel && <Elements view={view} scope={scope} scopeName={name} />}
              </Trends>
              <section aria-labelledby="by-agency">
                <h2 id="by-agency">{t.byAgency}</h2>
                <League
                  kind="agency"
                  rows={agencyRows(agencies, agencies, nameOf)}
                  scope={scope}
                  view={view}
                  label={t.byAgency}
                />
              </section>
            </Later>
          </>
        )}
      </WithView>
    </>
  )
}
