import { useQuery } from '@tanstack/react-query'
import { servicesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { League } from '../sections/League.tsx'
import { WithView } from '../sections/WithView.tsx'

/** Every service of the catalogue with its figures over all agencies. */
export function ServicesPage() {
  const { t, nameOf } = useLanguage()
  const { data: services, error, refetch } = useQuery(servicesQuery)
  useTitle(t.services)
  return (
    <>
      <h1>{t.services}</h1>
      <WithView>
        {(view) => {
          if (error && !services) return <Failed error={error} retry={() => void refetch()} />
          if (!services) return <Skeleton height={480} label={t.loading} />
          return (
            <League
              kind="service"
              rows={services.map((service) => ({ code: service.code, name: nameOf(service), level: null }))}
              scope={{}}
              view={view}
              label={t.services}
            />
          )
        }}
      </WithView>
    </>
  )
}
